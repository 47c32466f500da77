import type { Transaction } from 'kysely'
import type { AskParams } from '../../../typings/protocol'
import { NotTheirs } from '../answer/answer-store'
import type { QuestionTable, References, Schema } from './schema'
import { parseParams } from './stored-answer'

/** A question with what it refers to, each of which is this user's. */
export interface ReferringQuestion {
  /** Those of the question that is answered anew, where it is one. */
  params: AskParams
  references: References
}

const columns = [
  'id',
  'session_id',
  'params',
  'mode',
  'about',
  'mistake_id',
  'again',
  'hint_to',
  'hint_level',
] as const

type Known = Pick<QuestionTable, (typeof columns)[number]>

/** Looks up what a question with this id refers to. Rejects with {@link NotTheirs}. */
export async function resolveReferences(
  transaction: Transaction<Schema>,
  userId: string,
  questionId: string,
  params: AskParams,
): Promise<ReferringQuestion> {
  const about =
    params.about === undefined ? undefined : await find(transaction, userId, 'about', params.about)
  if (params.mistake_id !== undefined) await findMistake(transaction, userId, params.mistake_id)
  if (params.again !== undefined) return anew(await find(transaction, userId, 'again', params.again))
  const { mode = null, mistake_id = null } = params
  return {
    params: about === undefined ? params : { ...params, about: about.id },
    references: {
      mode,
      about: about?.id ?? null,
      mistake_id,
      again: null,
      ...(mode === 'hint'
        ? await asHint(transaction, questionId, about)
        : { hint_to: null, hint_level: null }),
    },
  }
}

function anew({ id, session_id, params, ...same }: Known): ReferringQuestion {
  return {
    params: { ...parseParams(params), session_id, again: id },
    references: { ...same, again: id },
  }
}

/** The question with this id, or the one in whose place it stands. */
async function find(
  transaction: Transaction<Schema>,
  userId: string,
  reference: 'about' | 'again',
  id: string,
): Promise<Known> {
  const own = transaction.selectFrom('question').select(columns).where('user_id', '=', userId)
  const named = await own.where('id', '=', id).executeTakeFirst()
  const found = named?.again ? await own.where('id', '=', named.again).executeTakeFirst() : named
  if (found === undefined) throw new NotTheirs(reference)
  return found
}

async function findMistake(transaction: Transaction<Schema>, userId: string, id: string): Promise<void> {
  const found = await transaction
    .selectFrom('mistake')
    .select('id')
    .where('id', '=', id)
    .where('user_id', '=', userId)
    .executeTakeFirst()
  if (found === undefined) throw new NotTheirs('mistake_id')
}

/** A hint to a hint is one to the question behind it. One that failed does not count, nor does the same one made anew. */
async function asHint(
  transaction: Transaction<Schema>,
  questionId: string,
  about: Known | undefined,
): Promise<Pick<References, 'hint_to' | 'hint_level'>> {
  if (about === undefined) return { hint_to: questionId, hint_level: 1 }
  const hint_to = about.hint_to ?? about.id
  // Of two at once the second waits here until it can count the first.
  await transaction
    .updateTable('question')
    .set(({ ref }) => ({ hint_to: ref('hint_to') }))
    .where('id', '=', hint_to)
    .execute()
  const { hints } = await transaction
    .selectFrom('question')
    .select(({ fn }) => fn.count<number>(fn.coalesce('again', 'id')).distinct().as('hints'))
    .where('hint_to', '=', hint_to)
    .where('status', '<>', 'failed')
    .executeTakeFirstOrThrow()
  return { hint_to, hint_level: hints + 1 }
}
