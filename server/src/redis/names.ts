import { createHash } from 'node:crypto'

/** What is kept and told of one answer in Redis. */
export interface AnswerNames {
  /** The stream of its frames. */
  frames: string
  /** Where they are told as well. */
  channel: string
  /** Who reads it. */
  readers: string
}

/** A request is its user's: two users may have the same id for theirs, of any characters. */
export function namesOf({ userId, requestId }: { userId: string; requestId: string }): AnswerNames {
  const text = JSON.stringify([userId, requestId])
  const hash = createHash('sha256').update(text).digest('base64url').slice(0, 32)
  return { frames: `wuhao:frames:${hash}`, channel: `wuhao:told:${hash}`, readers: `wuhao:readers:${hash}` }
}

/** What every server hears. */
export const CALLS = 'wuhao:calls'

/** What is said to one server. */
export function serverChannel(server: string): string {
  return `wuhao:server:${server}`
}
