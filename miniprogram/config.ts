import { envVersion } from './platform/wx-account'
import { wxStorage } from './platform/wx-storage'
import type { FormulaForm } from './render/math/form'

/**
 * Where the server is, for each version of the program. A release reaches only https addresses that are registered as
 * request, socket and upload domains: put the deployment's own here.
 */
const SERVERS = {
  develop: 'http://127.0.0.1:8000',
  trial: 'https://tutor.example.com',
  release: 'https://tutor.example.com',
} as const

/** In develop, the address chosen in the program. */
const OVERRIDE_KEY = 'server-address'

/**
 * How formulas are shown, on every device: the one switch for a device that refuses what formulas need. The page
 * `device-check` tells which of them works there (README).
 */
const FORMULA_FORM: FormulaForm = 'compact'

/** In develop, the form chosen on the page `device-check`. */
const FORM_KEY = 'formula-form'

/** What a developer chose for the phone; it is nothing of a student's. */
export const DEVELOPER_KEYS = [OVERRIDE_KEY, FORM_KEY] as const

/** http or https, a host name or an IPv4 or bracketed IPv6 address, a port or none, and nothing after it. */
const ORIGIN = /^https?:\/\/(?:[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\])(?::(\d{1,5}))?$/

/** Why a text is no server address. */
export class ServerAddressError extends Error {
  override readonly name = 'ServerAddressError'
  readonly code: 'EMPTY' | 'NO_SCHEME' | 'NOT_AN_ORIGIN' | 'BAD_PORT'

  constructor(code: ServerAddressError['code'], message: string) {
    super(message)
    this.code = code
  }
}

/** The server's origin, such as `https://192.168.1.5:8000`. */
export function serverOrigin(): string {
  const version = envVersion()
  if (version !== 'develop') return SERVERS[version]
  const chosen = wxStorage.get(OVERRIDE_KEY)
  if (typeof chosen !== 'string') return SERVERS.develop
  try {
    return parseServerOrigin(chosen)
  } catch {
    // Written by hand or by another version: the default still works, and the field in the program shows it.
    return SERVERS.develop
  }
}

/** How formulas are shown: {@link FORMULA_FORM}, in develop what was chosen instead. */
export function formulaForm(): FormulaForm {
  const chosen = envVersion() === 'develop' ? wxStorage.get(FORM_KEY) : undefined
  return chosen === 'compact' || chosen === 'html' || chosen === 'source' ? chosen : FORMULA_FORM
}

/** Changes how formulas are shown in develop, from the program's next start on. */
export function changeFormulaForm(form: FormulaForm): void {
  wxStorage.set(FORM_KEY, form)
}

/** Whether the address can be changed in the program: only in develop. */
export function canChangeServer(): boolean {
  return envVersion() === 'develop'
}

/** Changes the server in develop; an empty text goes back to the default. Throws {@link ServerAddressError}. */
export function changeServer(text: string): void {
  if (text.trim() === '') wxStorage.remove(OVERRIDE_KEY)
  else wxStorage.set(OVERRIDE_KEY, parseServerOrigin(text))
}

/** The origin that a person typed, in lower case and without a slash at its end. Throws {@link ServerAddressError}. */
export function parseServerOrigin(text: string): string {
  const origin = text.trim().toLowerCase().replace(/\/+$/, '')
  if (origin === '') throw new ServerAddressError('EMPTY', 'no server address')
  if (!/^https?:\/\//.test(origin)) {
    throw new ServerAddressError('NO_SCHEME', `"${text}" does not begin with http:// or https://`)
  }
  const match = ORIGIN.exec(origin)
  if (match === null) {
    throw new ServerAddressError('NOT_AN_ORIGIN', `"${text}" is not scheme://host:port, without a path`)
  }
  const port = match[1] === undefined ? 80 : Number(match[1])
  if (port < 1 || port > 65535)
    throw new ServerAddressError('BAD_PORT', `"${text}" has no port between 1 and 65535`)
  return origin
}

/** Where answers are asked for: `http` gives `ws`, `https` gives `wss`. */
export function answerSocketUrl(origin: string): string {
  return `${origin.replace(/^http/, 'ws')}/api/v1/learning/ws/ask`
}
