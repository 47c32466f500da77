import { type Page, PSM, type Worker } from 'tesseract.js'
import { readBilevel } from './bilevel'
import { Ink } from './ink'
import type { Column } from './marks'
import { lineText, type Shapes, shapesOf, type TextLine } from './read-line'

/** More raised signs than this are no powers: a page of pictures would take too long. */
const MAX_POWERS = 24
const SCALE = 3

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

/**
 * Reads a page line by line. Tesseract's alphabet has no × and ÷, it loses thin brackets, and a power makes it misread
 * the letter below: so the signs of mathematics are told by their shapes, and a page with powers is read again
 * without them.
 *
 * @param ended once aborted, the worker is gone: nothing is asked of it any more
 */
export async function readPage(worker: Worker, image: Buffer, ended: AbortSignal): Promise<string[]> {
  const first = await recognise(worker, image, true, ended)
  const ink = await inkOf(first)
  const shapes = linesOf(first).flatMap((line) => shapesOf(line, ink) ?? [])
  const raised = shapes.flatMap(({ columns }) => columns.filter(({ sign }) => sign === '^'))
  const tooMany = raised.length > MAX_POWERS
  const page =
    raised.length === 0 || tooMany ? first : await recognise(worker, ink.without(raised), false, ended)
  const powers = await powersOf(worker, ink, tooMany ? [] : raised, ended)
  return linesOf(page)
    .map((line) => lineText(line, shapesBeside(line, shapes), (column) => powers.get(column) ?? '2'))
    .filter((line) => line !== '')
}
