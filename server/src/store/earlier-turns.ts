import type { ExpressionBuilder, Kysely } from 'kysely'
import * as v from 'valibot'
import type { EarlierTurn } from '../answer/answer-store'
import type { Schema } from './schema'
import { statement } from './statement'
import { parseParams } from './stored-answer'

/**
 * The last `max` questions of a session before this one whose answers have a text, each with its newest one; oldest first.
 * `except`: one that is left out with all hints to it.
 */
export async function earlierTurns(
  database: Kysely<Schema>,
  sessionId: string,
  beforeQuestionId: string,
  max: number,
  except?: string,
): Promise<EarlierTurn[]> {
  const which = { sessionId, beforeQuestionId, max }
  const rows =
    except === undefined
      ? await lastTurns(database, which)
      : await lastOtherTurns(database, { ...which, except })
  const asked = rows.reverse().map(earlierTurn)
  if (asked.length === max) return asked
  return [...(await saidBefore(database, sessionId)).slice(asked.length - max), ...asked]
}

interface Which {
  sessionId: string
  beforeQuestionId: string
  max: number
}

const lastTurns = statement<Which, Row>((database, value) =>
  selectTurns(database)
    .where('question.session_id', '=', value('sessionId'))
    .where('question.id', '<', value('beforeQuestionId'))
    .orderBy('question.id', 'desc')
    .limit(value('max')),
)

const lastOtherTurns = statement<Which & { except: string }, Row>((database, value) =>
  selectTurns(database)
    .where('question.session_id', '=', value('sessionId'))
    .where('question.id', '<', value('beforeQuestionId'))
    .where('question.id', '<>', value('except'))
    .where((where) => where.or([where('hint_to', 'is', null), where('hint_to', '<>', value('except'))]))
    .orderBy('question.id', 'desc')
    .limit(value('max')),
)

const saidBeforeSchema = v.array(v.object({ question: v.string(), answer: v.string() }))

/** What its client said to have been asked and answered before the session began. */
async function saidBefore(database: Kysely<Schema>, sessionId: string): Promise<EarlierTurn[]> {
  const [session] = await selectSaidBefore(database, { sessionId })
  const json = session?.said_before ?? null
  return json === null ? [] : v.parse(saidBeforeSchema, JSON.parse(json))
}

const selectSaidBefore = statement<{ sessionId: string }, { said_before: string | null }>((database, value) =>
  database.selectFrom('chat_session').select('said_before').where('id', '=', value('sessionId')),
)

/** The hints to a question before this one that have a text, oldest first. */
export async function earlierHints(
  database: Kysely<Schema>,
  questionId: string,
  beforeQuestionId: string,
): Promise<EarlierTurn[]> {
  const rows = await selectTurns(database)
    .where('question.hint_to', '=', questionId)
    .where('question.id', '<', beforeQuestionId)
    .orderBy('question.id')
    .execute()
  // The exercise goes along with its pages already.
  return rows.map(earlierTurn).map(({ imageUrls, ...turn }) => turn)
}

/** This user's question as a turn; its answer is empty where it has none with a text. */
export async function turnOf(
  database: Kysely<Schema>,
  userId: string,
  questionId: string,
): Promise<(EarlierTurn & { hintTo: string | null }) | undefined> {
  const row = await database
    .selectFrom('question')
    .select(['question.content', 'question.params', 'question.hint_to'])
    .select((select) => newestText(select).as('answer'))
    .where('question.id', '=', questionId)
    .where('question.user_id', '=', userId)
    .executeTakeFirst()
  return row && { ...earlierTurn(row), hintTo: row.hint_to }
}

function selectTurns(database: Kysely<Schema>) {
  return database
    .selectFrom('question')
    .select(['question.content', 'question.params'])
    .select((select) => newestText(select).as('answer'))
    .where('question.again', 'is', null)
    .where((where) => where(newestText(where), 'is not', null))
}

/**
 * Of a question and of those that answered it anew. One that was stopped before its first word tells a model nothing, and some
 * refuse an empty message.
 */
function newestText({ selectFrom }: ExpressionBuilder<Schema, 'question'>) {
  return selectFrom('question as run')
    .innerJoin('answer', 'answer.question_id', 'run.id')
    .select('answer.content')
    .where((where) =>
      where.or([
        where('run.id', '=', where.ref('question.id')),
        where('run.again', '=', where.ref('question.id')),
      ]),
    )
    .where('answer.content', '<>', '')
    .orderBy('run.id', 'desc')
    .limit(1)
}

function earlierTurn({ content: question, params, answer }: Row): EarlierTurn {
  const { image_urls: imageUrls, mode } = parseParams(params)
  return {
    question,
    answer: answer ?? '',
    ...(imageUrls === undefined ? {} : { imageUrls }),
    ...(mode === undefined ? {} : { mode }),
  }
}

interface Row {
  content: string
  params: string
  answer: string | null
}
