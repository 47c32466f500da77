import { answerSocketUrl, serverOrigin } from '../config'
import { wxHttp } from '../platform/wx-http'
import type { TokenSource } from '../stream/answer-types'
import type { WaitingStop } from '../stream/stop-outbox'
import { tokenSource } from './login'

type Tutor = typeof import('../stream/backends/tutor')

/** What makes the tokens of stops that this run's streams leave: a test or another login may have its own. */
const tokens = new Map<string, () => TokenSource>()

/**
 * Says what a stop of this answer goes out with; made anew for each attempt, since a source that has given a token takes being asked again for a
 * refusal of it.
 */
export function rememberToken(requestId: string, makeToken: () => TokenSource): void {
  tokens.set(requestId, makeToken)
}

/** The stop was delivered, or none was left. */
export function forgetToken(requestId: string): void {
  tokens.delete(requestId)
}

/**
 * Tells the server to stop. True when it answered: also a refusal is final. False where no answer came or it cannot serve. One that an earlier
 * run left for another server than the one that is chosen now waits until that is chosen again: this login is not that server's.
 */
export async function deliverStop({ requestId, address }: WaitingStop): Promise<boolean> {
  const url = address.startsWith('ws') ? address : answerSocketUrl(address)
  const isOwn = url.startsWith(`${serverOrigin().replace(/^http/, 'ws')}/`)
  const token = tokens.get(requestId)?.() ?? (isOwn ? tokenSource() : undefined)
  if (token === undefined) return false
  const { tutorBackend }: Tutor = require('../stream/backends/tutor')
  const told = await tutorBackend({ url, token }).tellStop(requestId, wxHttp)
  if (told) forgetToken(requestId)
  return told
}
