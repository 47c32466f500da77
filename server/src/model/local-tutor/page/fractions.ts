import type { Image } from 'paddleocr'
import { heightOf, type Rectangle } from './found-line'

/** A printed fraction: what stands above its bar, and below. */
export interface PrintedFraction {
  top: Rectangle
  bar: Rectangle
  bottom: Rectangle
}

/** A bar is at least so many times as wide as it is high. */
const FLAT = 4
/** Pixels: shorter ones are dashes of small print, longer ones rules of the page. */
const [SHORTEST, LONGEST] = [10, 260]
/** Numbers of a sum in columns are nearer to each other than this, in their heights. */
const NEAR = 0.95
/** A pixel is ink where it is darker than this part of what is around it. */
const INK = 0.75
/** Pixels of the squares whose lightest part is taken for the paper. */
const SQUARE = 32

/** Which pixels are ink, whatever the light: each is compared to the paper around it. */
function inkOf({ data, width, height, channels }: Image): (x: number, y: number) => boolean {
  const columns = Math.ceil(width / SQUARE)
  const paper = new Uint8Array(columns * Math.ceil(height / SQUARE))
  const grey = (x: number, y: number): number => data[(y * width + x) * channels + 1] ?? 255
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const square = Math.floor(y / SQUARE) * columns + Math.floor(x / SQUARE)
      paper[square] = Math.max(paper[square] ?? 0, grey(x, y))
    }
  }
  return (x, y) => {
    if (x < 0 || y < 0 || x >= width || y >= height) return false
    return grey(x, y) < INK * (paper[Math.floor(y / SQUARE) * columns + Math.floor(x / SQUARE)] ?? 255)
  }
}

type Ink = ReturnType<typeof inkOf>

/** Flat, straight pieces of ink with nothing touching them. */
function barsOf({ width, height }: Image, ink: Ink): Rectangle[] {
  const bars: Rectangle[] = []
  for (let y = 1; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (!ink(x, y) || ink(x, y - 1)) continue
      const left = x
      while (ink(x, y)) x++
      const length = x - left
      if (length < SHORTEST || length > LONGEST) continue
      let bottom = y
      const middle = left + Math.floor(length / 2)
      while (ink(middle, bottom)) bottom++
      if (length >= FLAT * (bottom - y)) bars.push({ left, top: y, right: x, bottom })
    }
  }
  return bars.filter((bar, index) => !bars.slice(0, index).some((other) => isSame(bar, other)))
}

const isSame = (bar: Rectangle, other: Rectangle): boolean =>
  Math.abs(bar.top - other.top) <= 4 && bar.left < other.right && other.left < bar.right

/** The rows with ink that begin next to a bar, upwards (-1) or downwards (1), and where in them the ink is. */
function besideBar(bar: Rectangle, step: -1 | 1, ink: Ink): Rectangle | undefined {
  const most = 1.6 * (bar.right - bar.left) + 24
  const rowInk = (y: number): number[] => {
    const found: number[] = []
    for (let x = bar.left; x < bar.right; x++) if (ink(x, y)) found.push(x)
    return found
  }
  let y = step < 0 ? bar.top - 2 : bar.bottom + 1
  const start = y
  while (rowInk(y).length === 0) {
    y += step
    if (Math.abs(y - start) > most / 3) return undefined
  }
  const first = y
  let [left, right] = [bar.right, bar.left]
  for (let row = rowInk(y); row.length > 0 && Math.abs(y - first) < most; y += step, row = rowInk(y)) {
    left = Math.min(left, row[0] ?? left)
    right = Math.max(right, (row[row.length - 1] ?? right) + 1)
  }
  if (Math.abs(y - first) >= most) return undefined
  return step < 0 ? { left, top: y + 1, right, bottom: first + 1 } : { left, top: first, right, bottom: y }
}

/**
 * Whether these are the two numbers of a fraction: alike in height, no dots (÷) or bars (=), and clear of the bar, which the
 * strokes of a Chinese character are not.
 */
function areNumbers(top: Rectangle, bottom: Rectangle, bar: Rectangle): boolean {
  const [upper, lower] = [heightOf(top), heightOf(bottom)]
  const thick = heightOf(bar)
  const clear = Math.max(2, 0.08 * upper)
  if (bar.top - top.bottom < clear || bottom.top - bar.bottom < clear) return false
  return (
    Math.min(upper, lower) >= Math.max(9, 3.5 * thick) &&
    Math.max(upper, lower) <= 1.5 * Math.min(upper, lower)
  )
}

/** What stands above a numerator, as near as the numbers of one sum in columns stand. */
function nextAbove({ top, bar }: PrintedFraction, ink: Ink): Rectangle | undefined {
  const above = besideBar({ ...bar, top: top.top, bottom: top.top }, -1, ink)
  return above !== undefined && top.top - above.bottom < NEAR * heightOf(top) ? above : undefined
}

const overlap = (one: Rectangle, other: Rectangle): boolean =>
  one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom

/**
 * The printed fractions of an upright page. Right above a fraction may stand another one; where a lone number stands there, it
 * is a sum in columns with the rule under it.
 */
export function fractionsOn(page: Image): PrintedFraction[] {
  const ink = inkOf(page)
  const found = barsOf(page, ink).flatMap((bar) => {
    const [top, bottom] = [besideBar(bar, -1, ink), besideBar(bar, 1, ink)]
    return top !== undefined && bottom !== undefined && areNumbers(top, bottom, bar)
      ? [{ top, bar, bottom }]
      : []
  })
  return found.filter((fraction) => {
    const above = nextAbove(fraction, ink)
    return above === undefined || found.some(({ bottom }) => overlap(bottom, above))
  })
}
