import type { Correction, CorrectionItem } from '../../../../../typings/protocol'
import type { PageReading } from '../answer-text'
import { boxAround, type PageBox, type PageLine } from '../page/page-text'

/** The part of a line's height that a box has to cover to mean the line; models are off by about a line. */
const LEAST_SHARED = 0.3
/** The part of the characters that two readings of one exercise have in common at least. */
const LEAST_ALIKE = 0.6

/**
 * Lays the boxes that a model gave onto the lines that the page reader saw: a box that covers lines which say what the item
 * says becomes the box around these. A box of which the reader saw nothing stays as the model gave it, and none is made up.
 */
export function layBoxes(correction: Correction, readings: readonly PageReading[]): Correction {
  const items = correction.items.map((item) => {
    const reading = item.page === null ? undefined : readings[item.page - 1]
    return reading === undefined || 'failure' in reading ? item : laid(item, reading.lines)
  })
  return { ...correction, items }
}

function laid(item: CorrectionItem, lines: readonly PageLine[]): CorrectionItem {
  const { box } = item
  if (box === null) return item
  const covered = lines.filter((line) => line.box !== null && sharedHeight(box, line.box) >= LEAST_SHARED)
  const said = `${item.text}${item.student_answer ?? ''}`
  const alike = covered.filter(({ text }) => alikeness(text, said) >= LEAST_ALIKE)
  const around = boxAround(alike)
  return around === null ? item : { ...item, box: around }
}

/** The part of a line's height inside of a box that also covers some of its width. */
function sharedHeight([x, y, width, height]: PageBox, [left, top, lineWidth, lineHeight]: PageBox): number {
  const across = Math.min(x + width, left + lineWidth) - Math.max(x, left)
  const down = Math.min(y + height, top + lineHeight) - Math.max(y, top)
  return across <= 0 || lineHeight === 0 ? 0 : down / lineHeight
}

const charactersOf = (text: string): string[] => [...text.toLowerCase().replace(/[\s$\\{}]/g, '')]

/** The part of a line's characters that also stand in a text, in the same order (0 to 1). */
function alikeness(line: string, text: string): number {
  const [own, other] = [charactersOf(line), charactersOf(text)]
  if (own.length === 0) return 0
  let row = new Array<number>(other.length + 1).fill(0)
  for (const character of own) {
    const next = [0]
    for (let index = 1; index <= other.length; index++) {
      const both = character === other[index - 1] ? (row[index - 1] ?? 0) + 1 : 0
      next.push(Math.max(both, row[index] ?? 0, next[index - 1] ?? 0))
    }
    row = next
  }
  return (row[other.length] ?? 0) / own.length
}
