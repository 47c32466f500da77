import { widthOf } from './ink'
import type { Column, Measure } from './marks'

/** What stands where the reader saw no character for a shape: it makes the statement unreadable, never wrong. */
export const UNREAD = '□'

/** What the page reader takes a sign for. */
const CONFUSED: Record<string, string> = {
  '+': '十t',
  '-': '一—–~_',
  '×': 'xX*Ⅹ乂Xk',
  '÷': '二+=三:',
  '=': '二-—三',
  '(': 'C〈《<[{（【',
  ')': 'D〉》>]}）】',
  ':': '：;',
}

/** Costs of the readings; only their order matters. */
const COST = {
  exact: 0,
  confused: 0.3,
  /** Capitals and strokes of Chinese are rare where digits and letters stand. */
  odd: 0.4,
  unlike: 2.5,
  lostSign: 0.8,
  lostCharacter: 1.5,
  extraCross: 0.6,
  extra: 1.3,
}

const LOW = /[.。·,，、;；]/
const isSignText = (text: string): boolean => /[+\-—=÷×:()]/.test(text)

/** How unlikely it is that this column was read as this character. */
function matchCost(column: Column, text: string): number {
  if (column.sign === '^') return COST.unlike
  if (column.sign !== undefined) {
    if (column.sign === text) return COST.exact
    return CONFUSED[column.sign]?.includes(text) ? COST.confused : COST.unlike
  }
  if (column.low !== undefined) return LOW.test(text) ? COST.exact : COST.unlike
  if (isSignText(text) || LOW.test(text)) return COST.unlike
  return /[\da-zX]/.test(text) ? COST.exact : COST.odd
}

function lostCost({ sign, low }: Column): number {
  if (sign === '^') return 0
  if (low === 'comma') return COST.confused
  return sign !== undefined || low !== undefined ? COST.lostSign : COST.lostCharacter
}

const extraCost = (text: string): number => (/[xX.\s]/.test(text) ? COST.extraCross : COST.extra)

/** Two characters that touch make one wide column. */
const pairCost = (column: Column, { digit }: Measure): number =>
  widthOf(column) >= 0.95 * digit && column.sign === undefined && column.low === undefined
    ? 0.4
    : Number.POSITIVE_INFINITY

type Step = { columns: number; glyphs: number; cost: number }

function stepsFrom(column: Column | undefined, text: readonly string[], measure: Measure): Step[] {
  const [first, second] = text
  const steps: Step[] = []
  if (column !== undefined) steps.push({ columns: 1, glyphs: 0, cost: lostCost(column) })
  if (first !== undefined) steps.push({ columns: 0, glyphs: 1, cost: extraCost(first) })
  if (column === undefined || first === undefined) return steps
  steps.push({ columns: 1, glyphs: 1, cost: matchCost(column, first) })
  if (second !== undefined && !isSignText(first) && !isSignText(second)) {
    steps.push({ columns: 1, glyphs: 2, cost: pairCost(column, measure) })
  }
  return steps
}

const ownText = (column: Column, read: string): string => {
  if (column.stacked) return UNREAD
  if (column.sign !== undefined) return column.sign
  if (column.low !== undefined) return column.low === 'point' ? '.' : '、'
  return read === '' ? UNREAD : read
}

/** A text for each column, and how badly the reading fitted (0 is perfect). */
export interface Alignment {
  texts: string[]
  cost: number
}

/**
 * Lays the shapes of a line beside the characters that were read, in order (places of single characters are not to be
 * trusted), at the least cost; shapes decide about signs, the reader about letters and digits.
 *
 * @returns undefined where the two do not go together at all
 */
export function alignColumns(
  columns: readonly Column[],
  glyphs: readonly string[],
  measure: Measure,
): Alignment | undefined {
  const width = glyphs.length + 1
  const cost = new Float64Array((columns.length + 1) * width)
  const chosen = new Map<number, Step>()
  for (let column = columns.length; column >= 0; column--) {
    for (let glyph = glyphs.length; glyph >= 0; glyph--) {
      const index = column * width + glyph
      if (column === columns.length && glyph === glyphs.length) continue
      let best = Number.POSITIVE_INFINITY
      for (const step of stepsFrom(columns[column], glyphs.slice(glyph, glyph + 2), measure)) {
        const rest = cost[(column + step.columns) * width + glyph + step.glyphs] ?? Number.POSITIVE_INFINITY
        if (step.cost + rest >= best) continue
        best = step.cost + rest
        chosen.set(index, step)
      }
      cost[index] = best
    }
  }
  if ((cost[0] ?? 0) > 0.5 * Math.max(columns.length, 4)) return undefined
  return { texts: follow(columns, glyphs, chosen), cost: cost[0] ?? 0 }
}

function follow(
  columns: readonly Column[],
  glyphs: readonly string[],
  chosen: ReadonlyMap<number, Step>,
): string[] {
  const texts: string[] = []
  let [column, glyph] = [0, 0]
  for (;;) {
    const step = chosen.get(column * (glyphs.length + 1) + glyph)
    if (step === undefined) return texts
    const shape = columns[column]
    if (step.columns === 1 && shape !== undefined) {
      texts.push(ownText(shape, glyphs.slice(glyph, glyph + step.glyphs).join('')))
    }
    column += step.columns
    glyph += step.glyphs
  }
}
