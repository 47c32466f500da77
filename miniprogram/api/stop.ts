import { answerSocketUrl, serverOrigin } from '../config'
import { wxHttp } from '../platform/wx-http'
import type { TokenSource } from '../stream/answer-types'
import type { WaitingStop } from '../stream/stop-outbox'
import { tokenSource } from './login'

type Tutor = typeof import('../stream/backends/tutor')

/** Tokens of this run's streams, for stops that they leave: a test or another login may have its own. */
const tokens = new Map<string, TokenSource>()

/** Names the token that a stop of this answer goes out with. */
export function rememberToken(requestId: string, token: TokenSource): void {
  tokens.set(requestId, token)
}

/** The stop was delivered, or none was left. */
export function forgetToken(requestId: string): void {
  tokens.delete(requestId)
}

/**
 * Tells the server to stop. True when it answered: also a refusal is final. False where no answer came or it cannot serve. One that an earlier
 * run left for another server than the program's own cannot be told any more: what it was asked with is gone, and this login is not that server's.
 */
export async function deliverStop({ requestId, address }: WaitingStop): Promise<boolean> {
  const url = address.startsWith('ws') ? address : answerSocketUrl(address)
  const isOwn = url.startsWith(`${serverOrigin().replace(/^http/, 'ws')}/`)
  const token = tokens.get(requestId) ?? (isOwn ? tokenSource() : undefined)
  if (token === undefined) return true
  const { tutorBackend }: Tutor = require('../stream/backends/tutor')
  const told = await tutorBackend({ url, token }).tellStop(requestId, wxHttp)
  if (told) forgetToken(requestId)
  return told
}
