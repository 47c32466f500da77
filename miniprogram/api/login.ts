import type { LoginResult } from '../../typings/protocol'
import { serverOrigin } from '../config'
import { HostLacks } from '../platform/ports'
import { envVersion, loginCode } from '../platform/wx-account'
import { wxClock } from '../platform/wx-clock'
import { wxHttp } from '../platform/wx-http'
import { wxStorage } from '../platform/wx-storage'
import { clientError, LearningError } from '../stream/learning-error'
import { readLogin } from './bodies'
import { BodyReader } from './body-reader'
import { callError, readResponse } from './responses'

const KEY = 'login'
/** Milliseconds before its end from which a token is no longer begun with. */
const MARGIN = 60 * 1000
/** Milliseconds for one call. */
const TIMEOUT = 15000

/** A login as it is kept; it is good for the server that gave it only. */
interface KeptLogin {
  origin: string
  accessToken: string
  refreshToken: string
  /** Milliseconds since the epoch. */
  expiresAt: number
}

/** What this run of the program was logged in with last: a storage that is full keeps none. One for the program, as its storage is. */
let held: KeptLogin | undefined

/**
 * Only one login of a server runs at a time, since each makes the refresh token before it useless; whoever needs a token of that
 * server meanwhile waits for the same. In develop another server may be chosen meanwhile, whose token is another.
 */
let underWay: { readonly origin: string; readonly login: Promise<KeptLogin> } | undefined

/** A token that should still be good; logs in where there is none. */
async function accessToken(): Promise<string> {
  const kept = keptLogin()
  if (kept !== undefined && kept.expiresAt - MARGIN > wxClock.date()) return kept.accessToken
  return (await renew()).accessToken
}

/** A token in place of one that the server refused. */
async function tokenAfter(refused: string): Promise<string> {
  const kept = keptLogin()
  // Somebody else had it renewed meanwhile.
  if (kept !== undefined && kept.accessToken !== refused && underWay?.origin !== kept.origin)
    return kept.accessToken
  return (await renew()).accessToken
}

/**
 * A source of tokens for one call or stream of a server, the one that is asked now where nothing else is said: asked again, it gives another than
 * the one that was refused. It rejects with `LearningError`, with `AUTH_ERROR` also where another server was chosen meanwhile: the token of one is
 * none of the other's business.
 */
export function tokenSource(origin = serverOrigin()): () => Promise<string> {
  let given: string | undefined
  return async () => {
    if (serverOrigin() !== origin) throw clientError('AUTH_ERROR')
    given = given === undefined ? await accessToken() : await tokenAfter(given)
    return given
  }
}

/** Forgets the login: the next call logs in anew. */
export function forgetLogin(): void {
  held = undefined
  wxStorage.remove(KEY)
}

function renew(): Promise<KeptLogin> {
  const origin = serverOrigin()
  if (underWay?.origin === origin) return underWay.login
  const begun = {
    origin,
    login: refreshOrLogin(origin).finally(() => {
      if (underWay === begun) underWay = undefined
    }),
  }
  underWay = begun
  return begun.login
}

async function refreshOrLogin(origin: string): Promise<KeptLogin> {
  const kept = keptLogin()
  try {
    const result = kept === undefined ? await login(origin) : await refreshed(origin, kept.refreshToken)
    const renewed = {
      origin,
      accessToken: result.access_token,
      refreshToken: result.refresh_token,
      expiresAt: wxClock.date() + result.expires_in * 1000,
    }
    // One that comes late, of a server that was left, takes the place of no other's.
    if (serverOrigin() === origin) {
      held = renewed
      wxStorage.set(KEY, renewed)
    }
    return renewed
  } catch (error) {
    // Without requests there is no token, now or later.
    throw error instanceof HostLacks ? clientError('AUTH_ERROR') : callError(error)
  }
}

async function refreshed(origin: string, refreshToken: string): Promise<LoginResult> {
  try {
    return await post(origin, 'refresh', { refresh_token: refreshToken })
  } catch (error) {
    // The refresh token is no longer good: who is meant to log in is known to the host.
    if (error instanceof LearningError && !error.retryable) return login(origin)
    throw error
  }
}

async function login(origin: string): Promise<LoginResult> {
  if (envVersion() !== 'develop') return post(origin, 'wechat-login', { code: await loginCode() })
  try {
    return await post(origin, 'dev-login', {})
  } catch (error) {
    // A develop version that was pointed at a production server.
    if (!(error instanceof LearningError) || error.code !== 'NOT_FOUND') throw error
    return post(origin, 'wechat-login', { code: await loginCode() })
  }
}

async function post(origin: string, call: string, body: object): Promise<LoginResult> {
  const url = `${origin}/api/v1/auth/${call}`
  return readResponse(
    await wxHttp.send({ method: 'POST', url, headers: {}, body, timeout: TIMEOUT }),
    readLogin,
  )
}

function keptLogin(): KeptLogin | undefined {
  const stored = storedLogin()
  // What could not be stored holds against what was stored before it.
  const kept = held === undefined || stored?.refreshToken === held.refreshToken ? stored : held
  return kept?.origin === serverOrigin() ? kept : undefined
}

function storedLogin(): KeptLogin | undefined {
  const stored = wxStorage.get(KEY)
  if (typeof stored !== 'object' || stored === null) return undefined
  try {
    const body = new BodyReader(stored)
    return {
      origin: body.text('origin'),
      accessToken: body.text('accessToken'),
      refreshToken: body.text('refreshToken'),
      expiresAt: body.count('expiresAt'),
    }
  } catch {
    // Kept by another version of the program.
    return undefined
  }
}
