import { around, type Box, heightOf, type Ink, widthOf } from './ink'

/** Signs that the page reader's alphabet lacks or confuses; their shape tells what they are. */
export type Sign = '+' | '-' | '×' | '÷' | '=' | '(' | ')' | ':' | '^'

/** The measure of a line: height of its digits, and the line on which they stand (pixels). */
export interface Measure {
  digit: number
  baseline: number
}

/** Pieces that stand above each other belong to one sign: the bar and the dots of ÷, the two bars of =. */
export function columnsOf(pieces: readonly Box[]): Box[][] {
  const columns: Box[][] = []
  for (const piece of [...pieces].sort((a, b) => a.x0 - b.x0)) {
    const last = columns[columns.length - 1]
    const before = last === undefined ? undefined : around(last)
    const shared = before === undefined ? 0 : Math.min(before.x1, piece.x1) - piece.x0 + 1
    const narrower = before === undefined ? 1 : Math.min(widthOf(before), widthOf(piece))
    if (last !== undefined && shared / narrower >= 0.6) last.push(piece)
    else columns.push([piece])
  }
  return columns
}

const isBar = (box: Box, { digit }: Measure): boolean => {
  const width = widthOf(box)
  return width >= 2.5 * heightOf(box) && width >= 0.35 * digit && width <= 1.3 * digit
}

const isDot = (box: Box, { digit }: Measure): boolean =>
  Math.max(widthOf(box), heightOf(box)) <= 0.28 * digit && widthOf(box) <= 1.8 * heightOf(box)

/** What a column of pieces is, if it is one of the signs. */
export function signOf(column: readonly Box[], ink: Ink, measure: Measure): Sign | undefined {
  const parts = [...column].sort((a, b) => a.y0 - b.y0)
  const [first, second, third] = parts
  if (first === undefined) return undefined
  if (third !== undefined && second !== undefined) {
    const divided =
      parts.length === 3 && isDot(first, measure) && isBar(second, measure) && isDot(third, measure)
    return divided ? '÷' : undefined
  }
  if (second !== undefined) {
    if (isBar(first, measure) && isBar(second, measure)) return '='
    return isDot(first, measure) && isDot(second, measure) ? ':' : undefined
  }
  return singleSign(first, ink, measure)
}

function singleSign(box: Box, ink: Ink, measure: Measure): Sign | undefined {
  const { digit, baseline } = measure
  const [width, height] = [widthOf(box), heightOf(box)]
  const above = baseline - box.y1
  if (isBar(box, measure)) return above >= 0.15 * digit && above <= 0.8 * digit ? '-' : undefined
  if (height >= 1.1 * digit && width <= 0.45 * digit) return bracketOf(box, ink)
  const square = width / height > 0.75 && width / height < 1.34 && height >= 0.4 * digit && height <= digit
  if (square && above >= 0.07 * digit && above < 0.4 * digit) return crossOf(box, ink)
  const raised = above >= 0.35 * digit && height >= 0.35 * digit && height <= 0.8 * digit
  return raised && width <= height * 1.1 && box.y0 <= baseline - 0.75 * digit ? '^' : undefined
}

/** Mean column of the ink in a part of a box's rows, 0 (left) to 1 (right). */
function inkCentre(box: Box, ink: Ink, from: number, to: number): number {
  let [sum, count] = [0, 0]
  const height = heightOf(box)
  for (let y = box.y0 + Math.floor(from * height); y < box.y0 + to * height; y++) {
    for (let x = box.x0; x <= box.x1; x++) {
      if (!ink.has(x, y)) continue
      sum += (x - box.x0) / widthOf(box)
      count++
    }
  }
  return count === 0 ? 0.5 : sum / count
}

function bracketOf(box: Box, ink: Ink): Sign | undefined {
  const ends = (inkCentre(box, ink, 0, 0.2) + inkCentre(box, ink, 0.8, 1)) / 2
  const bulge = inkCentre(box, ink, 0.4, 0.6) - ends
  if (Math.abs(bulge) < 0.2) return undefined
  return bulge < 0 ? '(' : ')'
}

/** + has ink in the middle of its sides and none in its corners, × the other way round. */
function crossOf(box: Box, ink: Ink): Sign | undefined {
  const [width, height] = [widthOf(box), heightOf(box)]
  const [cellX, cellY] = [Math.max(1, Math.round(width / 4)), Math.max(1, Math.round(height / 4))]
  const cell = (column: number, row: number): boolean => {
    const x0 = box.x0 + Math.round((column / 2) * (width - cellX))
    const y0 = box.y0 + Math.round((row / 2) * (height - cellY))
    return ink.density({ x0, y0, x1: x0 + cellX - 1, y1: y0 + cellY - 1 }) > 0.08
  }
  if (!cell(1, 1)) return undefined
  const corners = [cell(0, 0), cell(2, 0), cell(0, 2), cell(2, 2)].filter(Boolean).length
  const sides = [cell(1, 0), cell(0, 1), cell(2, 1), cell(1, 2)].filter(Boolean).length
  if (corners === 0 && sides === 4) return '+'
  return corners === 4 && sides === 0 ? '×' : undefined
}

/** One place of a line, from left to right: a sign told by its shape, a point, or a character to be read. */
export interface Column extends Box {
  sign?: Sign
  /** A small mark at the foot of the line. */
  low?: 'point' | 'comma'
  /** Several pieces around a bar, such as a printed fraction: nothing that is read as one character. */
  stacked: boolean
}

/** The columns of an area, without underlines and specks. */
export function columnsIn(area: Box, ink: Ink, measure: Measure): Column[] {
  return columnsOf(ink.pieces(area)).flatMap((pieces): Column[] => {
    const box = around(pieces)
    const sign = signOf(pieces, ink, measure)
    if (sign !== undefined) return [{ ...box, sign, stacked: false }]
    const speck = Math.max(widthOf(box), heightOf(box)) < 0.09 * measure.digit
    const rule = pieces.length === 1 && widthOf(box) >= 2.5 * heightOf(box)
    if (speck || rule) return []
    const stacked = pieces.length > 2 && pieces.some((piece) => isBar(piece, measure))
    const low = lowMark(box, measure)
    return [low === undefined ? { ...box, stacked } : { ...box, low, stacked }]
  })
}

function lowMark(box: Box, measure: Measure): 'point' | 'comma' | undefined {
  const { digit, baseline } = measure
  if (box.y0 < baseline - 0.4 * digit || box.y1 < baseline - 0.2 * digit) return undefined
  return isDot(box, measure) && box.y1 <= baseline + 0.1 * digit ? 'point' : 'comma'
}
