import type { Kysely } from 'kysely'
import type { Circumstances, StoredAnswer } from '../answer/answer-store'
import type { HintLevel } from '../model/model'
import { earlierHints, turnOf } from './earlier-turns'
import type { Schema } from './schema'

type Asked = Pick<StoredAnswer, 'userId' | 'questionId' | 'params'>

/** Reads {@link Circumstances}. What is deleted by now is as if it had never been referred to. */
export async function circumstancesOf(database: Kysely<Schema>, asked: Asked): Promise<Circumstances> {
  const grade = null
  const { mode, about } = asked.params
  if (mode === 'hint') return { grade, ...(await ofHint(database, asked)) }
  if (about === undefined) return { grade, turns: [] }
  return { grade, ...(await ofFollowUp(database, asked.userId, about)) }
}

/** A hint's exercise is not among the turns: there its answer would stand beside it. */
async function ofHint(
  database: Kysely<Schema>,
  { userId, questionId, params }: Asked,
): Promise<Omit<Circumstances, 'grade'>> {
  const own = await database
    .selectFrom('question')
    .select(['hint_to', 'hint_level'])
    .where('id', '=', questionId)
    .executeTakeFirst()
  const level = levelOf(own?.hint_level ?? 1)
  const place = params.again ?? questionId
  const about = own?.hint_to ?? place
  if (about === place) return { level, turns: [] }
  const behind = await turnOf(database, userId, about)
  if (behind === undefined) return { level, turns: [] }
  const { question: text, imageUrls = [] } = behind
  return { level, about, exercise: { text, imageUrls }, turns: await earlierHints(database, about, place) }
}

/** One without an answer yet is what is asked itself. */
async function ofFollowUp(
  database: Kysely<Schema>,
  userId: string,
  about: string,
): Promise<Omit<Circumstances, 'grade'>> {
  const behind = await turnOf(database, userId, about)
  if (behind === undefined) return { turns: [] }
  const { hintTo, ...turn } = behind
  if (turn.answer !== '') return { about, turns: [turn] }
  const { question: text, imageUrls = [] } = turn
  return { about, exercise: { text, imageUrls }, turns: [] }
}

/** From the fourth on a hint is the whole solution. PROTOCOL §5. */
function levelOf(level: number): HintLevel {
  if (level <= 1) return 1
  if (level === 2 || level === 3) return level
  return 4
}
