import { isId } from './identifiers'

const prefix = '/api/v1/files/'

/** The id in a `/api/v1/files/…` address, signed or not; `undefined` for any other address. */
export function fileIdOf(url: string): string | undefined {
  if (!url.startsWith(prefix)) return undefined
  const id = url.slice(prefix.length).split('?', 1)[0] ?? ''
  return isId(id) ? id : undefined
}

/** The address of a file without a signature: what is stored, and what only its owner can open. */
export function plainFileUrl(id: string): string {
  return prefix + id
}
