import type { Correction, CorrectionItem, Verdict } from '../../../../../typings/protocol'

/** An item that has no number of its own yet. */
export interface Marked extends Omit<CorrectionItem, 'no'> {
  label: string | undefined
}

/** Numbers the items, each once, and counts them. */
export function correctionOf(marked: readonly Marked[]): Correction {
  const counts: Record<Verdict, number> = { right: 0, wrong: 0, unanswered: 0, unclear: 0 }
  const taken = new Map<string, number>()
  const ofThePages = new Set(marked.map(({ label }) => label && beginning(label, MOST_OF_A_NUMBER)))
  const isFree = (no: string) => !taken.has(no) && !ofThePages.has(no)
  const items = marked.map(({ label, ...item }, index) => {
    counts[item.verdict]++
    return { ...item, no: numberOf(label ?? running(index + 1, isFree), taken) }
  })
  return { ...counts, items }
}

/** Characters of a number. docs/protocol.md, "What follows an answer". */
const MOST_OF_A_NUMBER = 20

/** For an exercise without a number: its place, or the next that nothing has, and no page says further on. */
function running(place: number, isFree: (no: string) => boolean): string {
  let next = place
  while (!isFree(`${next}`)) next += 1
  return `${next}`
}

/** A number that is said again gets ·2, ·3 and so on. */
function numberOf(label: string, taken: Map<string, number>): string {
  const no = beginning(label, MOST_OF_A_NUMBER)
  const times = (taken.get(no) ?? 0) + 1
  taken.set(no, times)
  if (times === 1) return no
  const mark = `·${times}`
  return numberOf(beginning(no, MOST_OF_A_NUMBER - mark.length) + mark, taken)
}

const beginning = (text: string, most: number): string => [...text].slice(0, most).join('')
