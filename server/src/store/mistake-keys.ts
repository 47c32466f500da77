import { createHash } from 'node:crypto'
import type { Kysely } from 'kysely'
import type { Schema } from './schema'

/** What makes two mistakes the same: the number in one question's correction … */
export function sameInCorrection(questionId: string, no: string): string {
  return digest('correction', questionId, no)
}

/** … or, of those written down by hand, subject and text without outer and doubled spaces. */
export function sameByHand(subject: string | null, text: string): string {
  return digest('hand', plain(subject ?? ''), plain(text))
}

/**
 * The mistake that is found by a key of {@link sameByHand}; `undefined` where no mistake is this exercise. Several are the same one
 * where a subject was changed: the first keeps the key, and when it is gone the oldest of the others gets it. Under
 * `lockUser`.
 */
export async function holderOf(
  transaction: Kysely<Schema>,
  userId: string,
  sameAs: string,
): Promise<string | undefined> {
  const ofUser = transaction.selectFrom('mistake').where('user_id', '=', userId)
  const holder = await ofUser.select('id').where('same_as', '=', sameAs).executeTakeFirst()
  if (holder !== undefined) return holder.id
  const others = await ofUser
    .select(['id', 'subject', 'text'])
    .where('no', 'is', null)
    .whereRef('same_as', '=', 'id')
    .orderBy('created_at')
    .orderBy('id')
    .execute()
  const next = others.find(({ subject, text }) => sameByHand(subject, text) === sameAs)
  if (next === undefined) return undefined
  await transaction.updateTable('mistake').set({ same_as: sameAs }).where('id', '=', next.id).execute()
  return next.id
}

const plain = (text: string): string => text.trim().replace(/\s+/g, ' ')

/** A text of any length as a key of an index. */
function digest(...parts: string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url')
}
