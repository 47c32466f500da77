import { type Page, PSM, type Worker } from 'tesseract.js'
import { UNREAD } from './align'
import { readBilevel } from './bilevel'
import { Ink } from './ink'
import type { Column } from './marks'
import { type PageText, pageBox } from './page-text'
import { type LineReading, readLine, type Shapes, shapesOf, type TextLine } from './read-line'

/** More raised signs than this are no powers: a page of pictures would take too long. */
const MAX_POWERS = 24
const SCALE = 3
/** Pixels up to which a page without powers is read a second time: larger ones take seconds for each reading. */
const MAX_READ_TWICE = 8_000_000

function linesOf({ blocks }: Page): TextLine[] {
  const lines = (blocks ?? []).flatMap(({ paragraphs }) => paragraphs.flatMap(({ lines: own }) => own))
  return lines.map(({ bbox, words }) => ({
    ...bbox,
    glyphs: words.flatMap(({ symbols, confidence }) =>
      symbols.map(({ bbox: place, text }, index) => ({ ...place, text, confidence, spaced: index === 0 })),
    ),
  }))
}

async function recognise(worker: Worker, image: Buffer, binary: boolean, ended: AbortSignal): Promise<Page> {
  ended.throwIfAborted()
  const { data } = await worker.recognize(
    image,
    { rotateAuto: binary },
    { blocks: true, text: false, imageBinary: binary },
  )
  return data
}

async function inkOf({ imageBinary }: Page): Promise<Ink> {
  const dataUrl = imageBinary ?? ''
  return new Ink(await readBilevel(Buffer.from(dataUrl.slice(dataUrl.indexOf(',') + 1), 'base64')))
}

/** Reads powers one by one, with the reader set to single digits for as long as that takes. */
async function powersOf(
  worker: Worker,
  ink: Ink,
  columns: readonly Column[],
  ended: AbortSignal,
): Promise<Map<Column, string>> {
  const powers = new Map<Column, string>()
  if (columns.length === 0) return powers
  ended.throwIfAborted()
  await worker.setParameters({ tessedit_pageseg_mode: PSM.SINGLE_CHAR, tessedit_char_whitelist: '23' })
  for (const column of columns) {
    ended.throwIfAborted()
    const { data } = await worker.recognize(ink.enlarged(column, SCALE))
    // Where it cannot be read it is taken for what it nearly always is; the student sees the reading.
    powers.set(column, /[23]/.exec(data.text)?.[0] ?? '2')
  }
  ended.throwIfAborted()
  await worker.setParameters({ tessedit_pageseg_mode: PSM.SINGLE_BLOCK, tessedit_char_whitelist: '' })
  return powers
}

/** The shapes of the line at the same height, if there are any. */
function shapesBeside(line: TextLine, all: readonly Shapes[]): Shapes | undefined {
  return all.find(({ measure, columns }) => {
    const inside =
      measure.baseline > (line.y0 + line.y1) / 2 && measure.baseline <= line.y1 + measure.digit / 4
    return inside && columns.length > 0
  })
}

const middleOf = ({ y0, y1 }: TextLine): number => (y0 + y1) / 2

/** The other reading of the same line. */
const sameLine = (line: TextLine, others: readonly TextLine[]): TextLine | undefined =>
  others.find((other) => middleOf(line) > other.y0 && middleOf(line) < other.y1)

const plainly = (text: string): string => text.replace(/\s/g, '').toLowerCase()

const afterWords = (text: string): string => plainly(text).split(/[:：]/).pop() ?? ''
const chineseIn = (text: string): number => text.match(/[\u3400-\u9fff]/g)?.length ?? 0

/** Of two readings of a line the one that fits its shapes better; that they differ is not kept quiet. */
function chosen(first: LineReading, second: LineReading): { text: string; other?: string } {
  const [taken, other] = second.cost < first.cost ? [second.text, first.text] : [first.text, second.text]
  const isMathematics = [taken, other].every((text) => /\d.*[+\-×÷=]/.test(text))
  if (!isMathematics || plainly(taken) === plainly(other)) return { text: taken }
  if (afterWords(taken) === afterWords(other)) {
    return { text: chineseIn(other) > chineseIn(taken) ? other : taken }
  }
  return other.includes(UNREAD) ? { text: taken } : { text: taken, other }
}

/**
 * Reads a page line by line, twice. Tesseract's alphabet has no × and ÷, it loses thin brackets, and a power makes it
 * misread the letter below: so the signs of mathematics are told by their shapes, and the second reading is one without
 * the powers. Where both readings saw the same shapes they check each other.
 *
 * @param ended once aborted, the worker is gone: nothing is asked of it any more
 */
export async function readPage(worker: Worker, image: Buffer, ended: AbortSignal): Promise<PageText> {
  const first = await recognise(worker, image, true, ended)
  const ink = await inkOf(first)
  const firstLines = linesOf(first)
  const shapes = firstLines.flatMap((line) => shapesOf(line, ink) ?? [])
  const raised = shapes.flatMap(({ columns }) => columns.filter(isPower))
  const powers = raised.length <= MAX_POWERS ? raised : []
  if (powers.length === 0 && ink.size.width * ink.size.height > MAX_READ_TWICE) {
    const lines = firstLines.map((line) => ({
      text: readLine(line, shapesBeside(line, shapes), () => '').text,
      box: pageBox(line, ink.size),
    }))
    return { lines: lines.filter(({ text }) => text !== '') }
  }
  const secondLines = linesOf(await recognise(worker, ink.without(powers), false, ended))
  const digits = await powersOf(worker, ink, powers, ended)
  const readingOf = (line: TextLine): LineReading =>
    readLine(line, shapesBeside(line, shapes), (column) => digits.get(column) ?? '2')
  const read = secondLines.map((line) => {
    const other = sameLine(line, firstLines)
    const hasPowers = shapesBeside(line, shapes)?.columns.some(isPower) ?? false
    const second = readingOf(line)
    const box = pageBox(line, ink.size)
    return other === undefined || hasPowers
      ? { text: second.text, box }
      : { ...chosen(readingOf(other), second), box }
  })
  return { lines: read.filter(({ text }) => text !== '') }
}

const isPower = ({ sign }: Column): boolean => sign === '^'
