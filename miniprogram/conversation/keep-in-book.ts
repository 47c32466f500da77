import type { NewMistake } from '../../typings/mistakes'
import { chatMessages } from '../messages/chat.zh-CN'
import { beginningOf } from './beginning-of'
import { first } from './characters'
import { hintedQuestion } from './hint-levels'
import type { LearningPort } from './ports'
import { resultOf } from './result-of'
import { savedOf, type Turn } from './turn'
import type { Kept } from './turn-phase'

/** Characters that the mistake book takes of a question, and of anything else: Unicode's, so that an emoji is one. */
const QUESTION_LIMIT = 8000
const LIMIT = 2000

/** What keeping an exercise is bound to. */
export interface KeepInBookOptions {
  /** How far it is, each time that this is another. */
  set(kept: Kept): void
  /** Waited for before the exercise is read from its turn and goes out; must not reject. */
  ready(): Promise<void>
}

/**
 * Writes the exercise of a saved answer into the mistake book, once: says whether it is `new` there. `undefined` where that is
 * done or on its way already, and where nothing is saved. Rejects with a `LearningError`; then it is not there.
 */
export async function keepInBook(
  turn: Turn,
  turns: readonly Turn[],
  learning: Pick<LearningPort, 'keep'>,
  { set, ready }: KeepInBookOptions,
): Promise<'new' | 'known' | undefined> {
  if (savedOf(turn)?.kept !== 'no') return undefined
  set('on-its-way')
  try {
    await ready()
    const { isNew } = await learning.keep(mistakeOf(turn, turns))
    set('yes')
    return isNew ? 'new' : 'known'
  } catch (error) {
    set('no')
    throw error
  }
}

/** What the book is told of it. A hint is no solution: its question is kept without one. */
export function mistakeOf(turn: Turn, turns: readonly Turn[]): NewMistake {
  const isHint = turn.asking.mode === 'hint'
  const behind = isHint ? hintedQuestion(turn, turns) : undefined
  const { content } = turns.find(({ questionId }) => behind !== undefined && questionId === behind) ?? turn
  const { title, subject } = savedOf(turn)?.extras ?? {}
  const correct = isHint ? undefined : resultOf(turn.text)
  return {
    text: first(content || title || chatMessages.keep.unnamed, QUESTION_LIMIT),
    ...(subject ? { subject } : {}),
    ...(correct === undefined ? {} : { correct_answer: beginningOf(correct, LIMIT) }),
    ...(isHint ? {} : { reason: beginningOf(turn.text, LIMIT) }),
  }
}
