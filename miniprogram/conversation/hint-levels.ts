import type { Turn } from './turn'

/** The level from which a hint is the whole solution. */
export const WHOLE_SOLUTION = 4

/** The question that a hint is for; itself where it was asked as a hint. `undefined` until the server wrote it. */
export function hintedQuestion(turn: Turn, turns: readonly Turn[]): string | undefined {
  const { about } = turn.asking
  if (about === undefined) return turn.questionId
  const behind = turns.find(({ questionId }) => questionId === about)
  // A hint to a hint is one to the question behind it.
  return behind?.asking.mode === 'hint' ? (behind.asking.about ?? about) : about
}

/** The how manyth hint to its question a turn is, from 1; 0 for what is no hint. One that failed does not count. */
export function hintLevel(turn: Turn, turns: readonly Turn[]): number {
  if (turn.asking.mode !== 'hint') return 0
  const question = hintedQuestion(turn, turns)
  const earlier = turns.slice(0, turns.indexOf(turn)).filter((each) => {
    const isHint = each.asking.mode === 'hint' && each.phase.name !== 'failed'
    return isHint && question !== undefined && hintedQuestion(each, turns) === question
  })
  return earlier.length + 1
}
