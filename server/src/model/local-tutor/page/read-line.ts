import { alignColumns, UNREAD } from './align'
import { type Box, heightOf, type Ink, middleOf, widthOf } from './ink'
import { type Column, columnsIn, type Measure } from './marks'

/** A character as the page reader saw it, with its (rough) place. */
export interface Glyph extends Box {
  text: string
  /** How sure the reader is of its word, 0–100. */
  confidence: number
  /** Whether a space stands before it. */
  spaced: boolean
}

export interface TextLine extends Box {
  glyphs: Glyph[]
}

/** The shapes of a line's mathematics. */
export interface Shapes {
  measure: Measure
  columns: Column[]
}

const SURE = 75
const isChinese = (glyph: Glyph | undefined): boolean =>
  glyph !== undefined && /[\u3400-\u9fff]/.test(glyph.text) && glyph.confidence >= SURE

/** A Chinese character of the words; strokes such as 二 count only beside others, being signs misread else. */
const isWord = (glyph: Glyph, index: number, glyphs: readonly Glyph[]): boolean =>
  isChinese(glyph) &&
  (!/[一二三十工]/.test(glyph.text) || isChinese(glyphs[index - 1]) || isChinese(glyphs[index + 1]))

const median = (values: readonly number[]): number | undefined =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]

/** The line's digits give its measure; a line without any has no mathematics. */
function measureOf({ glyphs, ...box }: TextLine, ink: Ink): Measure | undefined {
  const digits = glyphs.filter(({ text }) => /\d/.test(text))
  const pieces = ink
    .pieces(box)
    .filter((piece) => digits.some(({ x0, x1 }) => middleOf(piece) >= x0 && middleOf(piece) <= x1))
    .filter((piece) => heightOf(piece) >= 0.4 * heightOf(box) && widthOf(piece) <= heightOf(piece))
  const digit = median(pieces.map(heightOf))
  const baseline = median(pieces.map(({ y1 }) => y1))
  return digit === undefined || baseline === undefined ? undefined : { digit, baseline }
}

/** The line, a little taller (brackets and powers stick out) and wider (a bracket may have been overlooked). */
const roomOf = ({ x0, y0, x1, y1 }: TextLine, { digit }: Measure): Box => ({
  x0: Math.max(0, Math.round(x0 - digit)),
  y0: Math.max(0, Math.round(y0 - 0.2 * digit)),
  x1: Math.round(x1 + digit),
  y1: Math.round(y1 + 0.2 * digit),
})

/** The shapes after the words of a line: right of its last colon, or of its last Chinese character. */
export function shapesOf(line: TextLine, ink: Ink): Shapes | undefined {
  const measure = measureOf(line, ink)
  if (measure === undefined) return undefined
  const all = columnsIn(roomOf(line, measure), ink, measure)
  const colon = all.map(({ sign }) => sign).lastIndexOf(':')
  const hasColon = line.glyphs.some(({ text }) => /[:：]/.test(text))
  if (hasColon !== colon >= 0) return undefined
  const words = line.glyphs.filter(isWord)
  const edge = Math.max(0, ...words.map(({ x1 }) => x1))
  const after = colon >= 0 ? all.slice(colon + 1) : all.filter(({ x0 }) => x0 > edge)
  const start = colon >= 0 ? 0 : after.findIndex((column) => !isCharacter(column, measure))
  const columns = words.length === 0 ? after : after.slice(Math.max(0, start))
  return {
    measure,
    columns: columns.filter((column, index) => isPlausible(column, columns[index - 1], measure)),
  }
}

/** Too tall for a digit or a letter, and no bracket: the end of the Chinese text. */
const isCharacter = (column: Column, { digit }: Measure): boolean =>
  column.sign === undefined && heightOf(column) >= 1.15 * digit

/** A raised sign is a power only close to the right of a letter, a digit or a bracket. */
function isPlausible(column: Column, left: Column | undefined, { digit }: Measure): boolean {
  if (column.sign !== '^') return true
  const raises =
    left !== undefined && (left.sign === undefined || left.sign === ')') && left.low === undefined
  return raises && column.x0 - left.x1 <= 0.35 * digit
}

/** The characters that belong to the shapes: after the last colon, or the last sure Chinese character. */
function tailStart(glyphs: readonly Glyph[]): number {
  const colon = glyphs.map(({ text }) => /[:：]/.test(text)).lastIndexOf(true)
  return 1 + (colon >= 0 ? colon : glyphs.map(isWord).lastIndexOf(true))
}

/** Where shapes do not help, + between numbers may be a ÷, which the reader does not know: left open, not guessed. */
const unsure = (text: string): string => text.replace(/(?<=[\d)]\s*)\+(?=\s*[\d(])/g, UNREAD)

const plain = (glyphs: readonly Glyph[]): string =>
  glyphs.map(({ text, spaced }, index) => (spaced && index > 0 ? ` ${text}` : text)).join('')

/** A line's text, and how badly the reading fitted the shapes (infinite where they could not be compared). */
export interface LineReading {
  text: string
  cost: number
}

/**
 * The line's text, its signs as their shapes say.
 *
 * @param powerOf the digit that a raised sign was read as
 */
export function readLine(
  { glyphs }: TextLine,
  shapes: Shapes | undefined,
  powerOf: (sign: Column) => string,
): LineReading {
  const start = tailStart(glyphs)
  const tail = glyphs.slice(start).map(({ text }) => text)
  const aligned = shapes === undefined ? undefined : alignColumns(shapes.columns, tail, shapes.measure)
  if (shapes === undefined || aligned === undefined) {
    return { text: unsure(plain(glyphs)).trim(), cost: Number.POSITIVE_INFINITY }
  }
  const { columns, measure } = shapes
  const mathematics = columns
    .map((column, index) => {
      const text = column.sign === '^' ? `^${powerOf(column)}` : (aligned.texts[index] ?? '')
      return `${isGap(columns[index - 1], column, measure) ? ' ' : ''}${text}`
    })
    .join('')
  return { text: `${plain(glyphs.slice(0, start))} ${mathematics}`.trim(), cost: aligned.cost }
}

/** A space wide enough to part two problems of one line, or a label from what it numbers. */
const isGap = (left: Column | undefined, { x0 }: Column, { digit }: Measure): boolean =>
  left !== undefined && x0 - left.x1 > (left.low !== undefined ? 0.3 : 0.9) * digit
