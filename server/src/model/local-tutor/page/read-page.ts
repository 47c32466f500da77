import type { Box, Image } from 'paddleocr'
import type { PageReading } from '../answer-text'
import { cropOf, lineHeight, lineLength } from './crop'
import { isSure, otherReading } from './doubt'
import type { FoundLine, Rectangle } from './found-line'
import { linesWithFractions } from './fraction-lines'
import { illegibility } from './illegibility'
import { certaintyOf, type ReadCharacter, textOf } from './line-decoder'
import { inReadingOrder } from './line-order'
import { boxOnTurned, type PageLine, pageBox, type Turn } from './page-text'
import { decodePage, turnedBack } from './picture'
import type { TextModel } from './text-model'
import { withVerticalSums } from './vertical-sum'

/** Pixels of the longer side as lines are looked for; small print needs more, everything else only takes longer. */
const LOOKED_AT = 1280
/** Lines that are read to tell which way up a page is. */
const TRIED = 4
/** Lines of an upright page are read with more certainty than this. */
const UPRIGHT = 0.85
/** A line that is read with less is noise or scribble: it is not shown, and never marked. */
const LEAST_CERTAIN = 0.6
/** More lines are no page of exercises, and take minutes. */
const MOST_LINES = 200

/** Reads a page: finds its lines, turns it upright, reads each line, twice where that is not sure. */
export async function readPage(model: TextModel, bytes: Uint8Array): Promise<PageReading> {
  const shown = await decodePage(bytes).catch(() => undefined)
  if (shown === undefined) return { failure: 'unreadable' }
  const { page, turn, boxes, tried } = await upright(model, shown)
  const fractions = await linesWithFractions(model, page, boxes.map(rectangleOf))
  const found: FoundLine[] = [...fractions.lines]
  for (const box of boxes.slice(0, MOST_LINES)) {
    if (fractions.isTaken(rectangleOf(box))) continue
    found.push(await readTwice(model, page, box, tried.get(box) ?? (await readOnce(model, page, box))))
  }
  const why = illegibility(page, boxes, found)
  if (why !== undefined) return { failure: why }
  const ordered = inReadingOrder(withVerticalSums(found.filter(({ text }) => text.trim() !== '')))
  return { lines: ordered.map((line) => pageLine(line, page, turn)) }
}

interface Upright {
  page: Image
  turn: Turn
  boxes: Box[]
  /** What was read of some lines while it was tried which way up the page is. */
  tried: ReadonlyMap<Box, ReadCharacter[]>
}

/** A page that stands on its side has its lines upright; one that stands on its head is read badly. */
async function upright(model: TextModel, shown: Image): Promise<Upright> {
  const boxes = await model.find(shown, LOOKED_AT)
  const isOnSide = boxes.filter(({ width, height }) => height > 1.5 * width).length > boxes.length / 2
  const tries: Turn[] = isOnSide ? [90, 270] : [0, 180]
  let best: (Upright & { certainty: number }) | undefined
  for (const turn of tries) {
    const page = turnedBack(shown, turn)
    const own = turn === 0 ? boxes : await model.find(page, LOOKED_AT)
    const tried = await readLongest(model, page, own)
    const certainty = certaintyOf([...tried.values()].flat())
    if (best === undefined || certainty > best.certainty) best = { page, turn, boxes: own, tried, certainty }
    if (certainty >= UPRIGHT) break
  }
  return best ?? { page: shown, turn: 0, boxes, tried: new Map() }
}

/** The longest lines, which tell most. */
async function readLongest(
  model: TextModel,
  page: Image,
  boxes: readonly Box[],
): Promise<Map<Box, ReadCharacter[]>> {
  const longest = [...boxes].sort((a, b) => lineLength(b) - lineLength(a)).slice(0, TRIED)
  const read = new Map<Box, ReadCharacter[]>()
  for (const box of longest) read.set(box, await readOnce(model, page, box))
  return read
}

const readOnce = (model: TextModel, page: Image, box: Box): Promise<ReadCharacter[]> =>
  model.read(cropOf(page, box, 0.04 * lineHeight(box), 0))

const rectangleOf = ({ x, y, width, height }: Box): Rectangle => ({
  left: x,
  top: y,
  right: x + width,
  bottom: y + height,
})

/** What is read of the same line with more around it confirms a first reading that is not sure, or throws doubt on it. */
async function readTwice(
  model: TextModel,
  page: Image,
  box: Box,
  characters: ReadCharacter[],
): Promise<FoundLine> {
  const text = textOf(characters)
  const line = { ...rectangleOf(box), characters, text, certainty: certaintyOf(characters) }
  if (!/\d/.test(text) || isSure(characters)) return line
  const height = lineHeight(box)
  const again = await model.read(cropOf(page, box, 0.22 * height, 0.06 * height))
  const other = otherReading(characters, again)
  return other === undefined ? line : { ...line, other }
}

/** A line as it is told, with its box on the page as that is shown: on its side, or on its head. */
function pageLine(line: FoundLine, page: Image, turn: Turn): PageLine {
  const { left, top, right, bottom, text, other, certainty } = line
  const upright = pageBox({ x0: left, y0: top, x1: right, y1: bottom }, page)
  const box = boxOnTurned(upright, turn)
  if (certainty < LEAST_CERTAIN) return { text: '', isUnread: true, box }
  return other === undefined ? { text, box } : { text, other, box }
}
