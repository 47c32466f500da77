import * as v from 'valibot'
import type { EarlierTurn } from '../answer/answer-store'
import { type CheckContent, refuseRiskyWords, unchecked } from '../safety/content-safety'
import { requestId } from '../socket/client-message'
import type { ThreadRepository } from '../store/thread-repository'
import { requestOfText } from './message-ids'
import { keptText, type Said, turnsOf } from './said'

/** What looking at the earlier messages of a client needs. */
export interface EarlierParts {
  threads: Pick<ThreadRepository, 'session' | 'answers'>
  checkContent: CheckContent
}

/**
 * Characters of earlier messages that are checked, of a new thread once: each check of 2,500 is one of everybody's, and the question has four at
 * the most. All of them together have less than a second.
 */
const MOST_CHECKED = 20_000
/** Messages that are looked up; a turn has one answer as a rule, and ten turns are kept. */
const MOST_LOOKED_UP = 40

/**
 * What a new thread begins with; nothing where it is known. They are a client's texts, whichever role they have there, and go to a model: they are
 * checked like a question. An answer that is this user's own, word for word, was checked when it was written. Of more than can be
 * checked the oldest turns are left out. Rejects with `AnswerError`, as a question does.
 */
export async function earlierOf(
  userId: string,
  { thread, before }: { thread: string; before: () => readonly Said[] },
  { threads, checkContent }: EarlierParts,
): Promise<readonly EarlierTurn[]> {
  if ((await threads.session(userId, thread)) !== undefined) return []
  const said = before()
  const turns = turnsOf(said)
  if (checkContent === unchecked || turns.length === 0) return turns
  const known = new Set((await threads.answers(userId, answersNamedIn(said))).map(keptText))
  const { kept, texts } = within(MOST_CHECKED, turns, known)
  await refuseRiskyWords(checkContent, userId, texts)
  return kept
}

function answersNamedIn(said: readonly Said[]): string[] {
  return said
    .filter(({ role }) => role === 'assistant')
    .slice(-MOST_LOOKED_UP)
    .map(({ id }) => (id === undefined ? undefined : requestOfText(id)))
    .filter((id) => v.is(requestId, id))
}

/** The newest turns whose texts to check have so many characters. */
function within(
  most: number,
  turns: readonly EarlierTurn[],
  known: ReadonlySet<string>,
): { kept: EarlierTurn[]; texts: string[] } {
  const kept: EarlierTurn[] = []
  const texts: string[] = []
  let left = most
  for (const turn of turns.toReversed()) {
    const those = [turn.question, ...(known.has(turn.answer) ? [] : [turn.answer])]
    left -= those.reduce((sum, { length }) => sum + length, 0)
    if (left < 0) break
    kept.unshift(turn)
    texts.unshift(...those)
  }
  return { kept, texts }
}
