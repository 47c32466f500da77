import type { SimulatedTime } from './clock'
import { deltasOf, wordsOf } from './model'
import type { Question, Schedule } from './schedule'

/** Hears an answer as it is written. */
export interface Reader {
  delta(text: string): void
  /** There will be no more; not told where the model falls silent. */
  ended(ending: Exclude<Question['ending'], 'silence'>): void
}

/** Writes the answer to these words at its schedule's pace. What it returns breaks that off. */
export function writeAnswer(
  time: SimulatedTime,
  schedule: Schedule,
  words: string,
  { delta, ended }: Reader,
): () => void {
  const number = schedule.questions.findIndex((_, at) => wordsOf(at) === words)
  const question = schedule.questions[number]
  if (question === undefined) throw new Error(`a question that nobody asked: ${words}`)
  const { ending, pauses, readingTime } = question
  const deltas = deltasOf(schedule, number)
  let cancel = (): void => undefined
  const writeFrom = (index: number): void => {
    const next = deltas[index]
    if (next === undefined) {
      if (ending !== 'silence') ended(ending)
      return
    }
    cancel = time.after(pauses[index] ?? 0, () => {
      delta(next)
      writeFrom(index + 1)
    })
  }
  cancel = time.after(readingTime, () => {
    if (ending === 'refuse') ended(ending)
    else writeFrom(0)
  })
  return () => cancel()
}
