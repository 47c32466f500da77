import type { Image } from 'paddleocr'
import { isSure, plainly } from './doubt'
import { type FoundLine, heightOf, joined, median, type Rectangle } from './found-line'
import { fractionsOn, type PrintedFraction } from './fractions'
import { certaintyOf, type ReadCharacter, textOf } from './line-decoder'
import type { TextModel } from './text-model'

/** A number before a row and a sign behind it may be overlooked: there is room for these, in heights of its numbers. */
const ROOM = 2.2

/** A line with printed fractions, which a reader of lines would take for two lines or for noise. */
interface FractionRow extends Rectangle {
  /** From left to right. */
  fractions: PrintedFraction[]
}

const aroundOf = ({ top, bar, bottom }: PrintedFraction): Rectangle => joined(joined(top, bar), bottom)
const middleOf = ({ top, bottom }: Rectangle): number => (top + bottom) / 2

function rowsOf(fractions: readonly PrintedFraction[]): FractionRow[] {
  const rows: FractionRow[] = []
  for (const fraction of fractions) {
    const own = aroundOf(fraction)
    const height = heightOf(fraction.top)
    const row = rows.find(
      ({ fractions: [first] }) =>
        first !== undefined && Math.abs(middleOf(first.bar) - middleOf(fraction.bar)) < height / 2,
    )
    if (row === undefined) rows.push({ ...own, fractions: [fraction] })
    else Object.assign(row, joined(row, own), { fractions: [...row.fractions, fraction] })
  }
  for (const row of rows) row.fractions.sort((a, b) => a.bar.left - b.bar.left)
  return rows
}

/** What was read of a part of the line, twice. */
interface Part {
  characters: ReadCharacter[]
  text: string
  other: string
}

/** Pieces that stand on a row of fractions, which are read as one line. */
const isOn = (row: Rectangle, piece: Rectangle): boolean =>
  middleOf(piece) > row.top && middleOf(piece) < row.bottom

/**
 * The lines with printed fractions, read part by part (3/4, 1又1/2), and the pieces that they are made of: these are no lines of
 * their own.
 */
export async function linesWithFractions(
  model: TextModel,
  page: Image,
  pieces: readonly Rectangle[],
): Promise<{ lines: FoundLine[]; isTaken: (piece: Rectangle) => boolean }> {
  const rows = rowsOf(fractionsOn(page))
  const lines: FoundLine[] = []
  for (const row of rows)
    lines.push(
      await readRow(
        model,
        page,
        row,
        pieces.filter((piece) => isOn(row, piece)),
      ),
    )
  return { lines, isTaken: (piece) => rows.some((row) => isOn(row, piece)) }
}

async function readRow(
  model: TextModel,
  page: Image,
  row: FractionRow,
  pieces: readonly Rectangle[],
): Promise<FoundLine> {
  const { fractions, ...around } = row
  const whole = pieces.reduce<Rectangle>(joined, around)
  const height = median(fractions.map(({ top }) => heightOf(top)))
  const axis = median(fractions.map(({ bar }) => middleOf(bar)))
  const [left, right] = [
    Math.min(whole.left, row.left - ROOM * height),
    Math.max(whole.right, row.right + ROOM * height),
  ]
  const parts: Part[] = []
  let from = left
  for (const { top, bar, bottom } of fractions) {
    const before = await between(model, page, from, bar.left, axis, height)
    const [numerator, denominator] = [await number(model, page, top), await number(model, page, bottom)]
    const isMixed = /\d\s*$/.test(before.text)
    parts.push(before, ...(isMixed ? [sign('又')] : []), numerator, sign('/'), denominator)
    from = bar.right
  }
  parts.push(await between(model, page, from, right, axis, height))
  const characters = parts.flatMap((part) => part.characters)
  const text = parts.map((part) => part.text).join('')
  const other = parts.map((part) => part.other).join('')
  const isRead = parts.every((part) => part.characters.length === 0 || certaintyOf(part.characters) > 0.5)
  const certainty = isRead ? certaintyOf(characters) : 0
  const line = { ...whole, characters, text, certainty }
  return plainly(other) === plainly(text) ? line : { ...line, other }
}

const sign = (text: string): Part => ({ characters: [], text, other: text })

/** What stands between two fractions, on the height of their bars. */
async function between(
  model: TextModel,
  page: Image,
  left: number,
  right: number,
  axis: number,
  height: number,
): Promise<Part> {
  if (right - left < height / 3) return sign('')
  const strip = { left, right, top: axis - 0.8 * height, bottom: axis + 0.8 * height }
  return twice(model, page, strip, { ...strip, top: axis - height, bottom: axis + height })
}

/** A numerator or a denominator. */
async function number(model: TextModel, page: Image, place: Rectangle): Promise<Part> {
  return twice(model, page, wider(place, 0.25, 0.12), wider(place, 0.45, 0.1))
}

function wider({ left, top, right, bottom }: Rectangle, sideways: number, upright: number): Rectangle {
  const height = bottom - top
  return {
    left: left - sideways * height,
    right: right + sideways * height,
    top: top - upright * height,
    bottom: bottom + upright * height,
  }
}

async function twice(model: TextModel, page: Image, first: Rectangle, second: Rectangle): Promise<Part> {
  const characters = await model.read(cut(page, first))
  const text = textOf(characters)
  if (text === '') return sign('')
  if (isSure(characters)) return { characters, text, other: text }
  return { characters, text, other: textOf(await model.read(cut(page, second))) }
}

/** A part of the page, as far as it lies on it. */
function cut(page: Image, { left, top, right, bottom }: Rectangle): Image {
  const [x, y] = [Math.max(0, Math.floor(left)), Math.max(0, Math.floor(top))]
  const width = Math.max(1, Math.min(page.width, Math.ceil(right)) - x)
  const height = Math.max(1, Math.min(page.height, Math.ceil(bottom)) - y)
  return page.crop({ x, y, width, height })
}
