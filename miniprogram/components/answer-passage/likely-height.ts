import { type Row, visibleText } from '../../render/index'

/** Pixels of answer-passage.wxss: the letters and lines of a text and of code, and what stands between rows. */
const LETTER = 16
const LINE = 28
const GAP = 12
const CODE_LINE = 21.5
const CODE_FRAME = 70
const TABLE_LINE = 40
const FORMULA = 56
const RULE = 17
const CONTAINER = 28
/** A letter beside a Chinese character, about: formulas are shorter than their source. */
const NARROW = 0.5

/** Pixels that a text of so many characters takes with all around it, about, where it has not been read yet. */
export function likelyHeightOfText(characters: number): number {
  return Math.round(characters * 1.6)
}

/** Pixels that rows take in lines of that width, about: they stand for the rows until those are drawn. */
export function likelyHeight(rows: readonly (Row | 0)[], width: number): number {
  return Math.round(rows.reduce<number>((sum, row) => sum + (row === 0 ? 0 : heightOf(row, width)), 0))
}

function heightOf(row: Row, width: number): number {
  const [head] = row
  const { t: kind, n: containers = '', h: level } = head === 0 ? {} : head
  if (kind === 'r') return RULE
  if (kind === 'm') return FORMULA
  if (kind === 't') return GAP + (row.length - 1) * TABLE_LINE
  const text = visibleText(row)
  if (kind === 'c') return CODE_FRAME + text.split('\n').length * CODE_LINE
  const line = Math.max(LETTER * 4, width - containers.length * CONTAINER)
  const lines = text.split('\n').reduce((sum, part) => sum + Math.max(1, Math.ceil(widthOf(part) / line)), 0)
  return (level === undefined ? GAP : GAP + 8) + lines * LINE
}

function widthOf(text: string): number {
  const wide = text.replace(/[^\u2e80-\uffef]/g, '').length
  return (wide + (text.length - wide) * NARROW) * LETTER
}
