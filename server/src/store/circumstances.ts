import type { Kysely } from 'kysely'
import type { Circumstances, StoredAnswer } from '../answer/answer-store'
import type { HintLevel } from '../model/model'
import { earlierHints, turnOf } from './earlier-turns'
import { entriesOf } from './mistake-entry'
import type { Schema } from './schema'
import { statement } from './statement'

type Asked = Pick<StoredAnswer, 'userId' | 'questionId' | 'params'>

/** Reads {@link Circumstances}. What is deleted by now is as if it had never been referred to. */
export async function circumstancesOf(database: Kysely<Schema>, asked: Asked): Promise<Circumstances> {
  const grade = await gradeOf(database, asked.userId)
  const { userId, params } = asked
  const { mode, about } = params
  const circumstances: Omit<Circumstances, 'grade'> =
    mode === 'hint'
      ? await ofHint(database, asked)
      : about === undefined
        ? { turns: [] }
        : await ofFollowUp(database, userId, about)
  // An exercise like one of the mistake book is like that one, whatever it is about.
  if (circumstances.exercise !== undefined && mode !== 'similar') return { grade, ...circumstances }
  const mistake = await ofMistake(database, userId, params.mistake_id)
  return { grade, ...circumstances, ...(mistake === undefined ? {} : { exercise: mistake }) }
}

async function gradeOf(database: Kysely<Schema>, userId: string): Promise<number | null> {
  const [user] = await selectGrade(database, { userId })
  return user?.grade ?? null
}

const selectGrade = statement<{ userId: string }, { grade: number | null }>((database, value) =>
  database.selectFrom('user_account').select('grade').where('id', '=', value('userId')),
)

async function ofMistake(
  database: Kysely<Schema>,
  userId: string,
  mistakeId: string | undefined,
): Promise<Circumstances['exercise']> {
  if (mistakeId === undefined) return undefined
  const rows = await database
    .selectFrom('mistake')
    .selectAll()
    .where('id', '=', mistakeId)
    .where('user_id', '=', userId)
    .execute()
  const [entry] = await entriesOf(database, rows)
  if (entry === undefined) return undefined
  const { text, subject, student_answer, correct_answer, reason, points } = entry
  return { text, imageUrls: [], mistake: { subject, student_answer, correct_answer, reason, points } }
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

/** From the fourth on a hint is the whole solution. docs/protocol.md, "Kinds of answers". */
function levelOf(level: number): HintLevel {
  if (level <= 1) return 1
  if (level === 2 || level === 3) return level
  return 4
}
