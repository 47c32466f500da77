import * as v from 'valibot'

/** A message as the client sent it. */
export type Message = Readonly<Record<string, unknown>>

/** Messages of one body. */
const MOST = 10_000

/** The messages of a body, none of which is looked into yet: that is done with those that count. */
export const messagesIn = v.custom<readonly Message[]>(
  (list) => Array.isArray(list) && list.length <= MOST && list.every(isMessage),
)

function isMessage(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
