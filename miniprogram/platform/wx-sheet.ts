import { HostLacks, LINE_HEIGHT, type SheetLine } from './ports'
import { type Canvas, type Context, offscreenCanvas } from './wx-canvas'
import { savedFile } from './wx-canvas-file'
import { answered, failureText } from './wx-host'

/** Colours of the paper and the pens: a picture is light in both themes. */
const PAPER = '#f6f4ee'
const MARGIN = '#e0a197'
const SIGN = '#0a7161'
const TONES = { ink: '#1d2733', soft: '#4d5763' } as const

/** Where things stand on it, in pixels. */
interface Sheet {
  width: number
  /** The margin's line, and where the text begins. */
  line: number
  left: number
  top: number
  bottom: number
  /** At least so high; as high as its lines where it is missing. */
  height?: number
}

type Measure = (text: string, size: number, bold: boolean) => number

/**
 * Draws lines of text on a page of the book, and gives the picture's path; `write` is given a measure of texts. Rejects with
 * `HostFailure`.
 */
export async function drawSheet(sheet: Sheet, write: (measure: Measure) => SheetLine[]): Promise<string> {
  const canvas = offscreenCanvas()
  return drawPage(canvas, sheet, write(measureOn(canvas.getContext('2d'))))
}

/** The same on several pages, in their order. */
export async function drawSheets(
  sheet: Sheet,
  write: (measure: Measure) => SheetLine[][],
): Promise<string[]> {
  const paths: string[] = []
  for (const lines of write(measureOn(offscreenCanvas().getContext('2d'))))
    paths.push(await drawPage(offscreenCanvas(), sheet, lines))
  return paths
}

function measureOn(context: Context): Measure {
  return (text, size, bold) => {
    context.font = fontOf(size, bold)
    return context.measureText(text).width
  }
}

function drawPage(canvas: Canvas, sheet: Sheet, lines: readonly SheetLine[]): Promise<string> {
  const context = canvas.getContext('2d')
  const height = lines.reduce(
    (sum, { size, gap }) => sum + gap + size * LINE_HEIGHT,
    sheet.top + sheet.bottom,
  )
  canvas.width = sheet.width
  canvas.height = Math.max(sheet.height ?? 0, Math.ceil(height))
  context.fillStyle = PAPER
  context.fillRect(0, 0, canvas.width, canvas.height)
  context.fillStyle = MARGIN
  context.fillRect(sheet.line, 0, 2, canvas.height)
  let top = sheet.top
  for (const { text, size, bold, tone, sign, gap } of lines) {
    top += gap
    const base = top + size * 1.1
    context.font = fontOf(size, bold)
    context.fillStyle = TONES[tone]
    context.fillText(text, sheet.left, base)
    context.fillStyle = SIGN
    context.font = fontOf(size, true)
    if (sign !== '') context.fillText(sign, (sheet.line - size) / 2, base)
    top += size * LINE_HEIGHT
  }
  return savedFile(canvas)
}

/** Lets the student keep a picture or send it on. Rejects with `HostFailure` where the host can do neither. */
export function givePicture(path: string): Promise<void> {
  return answered((wx, resolve, fail) => {
    const done = () => resolve()
    const refused = (reason: unknown) => (/cancel/i.test(failureText(reason)) ? resolve() : fail(reason))
    if (wx.showShareImageMenu !== undefined) wx.showShareImageMenu({ path, success: done, fail: refused })
    else if (wx.previewImage === undefined) fail(new HostLacks('showShareImageMenu'))
    else wx.previewImage({ urls: [path], success: done, fail: refused })
  })
}

function fontOf(size: number, bold: boolean): string {
  return `${bold ? 'bold ' : ''}${size}px sans-serif`
}
