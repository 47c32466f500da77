import type { Box, Image } from 'paddleocr'
import type { ReadingFailure } from '../answer-text'
import { slopeOf } from './crop'
import { type FoundLine, heightOf, median } from './found-line'

/** A page of which the characters are read with more certainty on the whole is legible. */
const LEGIBLE = 0.72
/** Print that is lower, in pixels. */
const SMALL = 13
/** An edge that takes less of the contrast from one pixel to the next but one. */
const BLURRED = 0.3
/** Lines that leave the horizontal by more degrees. */
const SLANTED = 20

/** Why a page cannot be read, where it cannot: undefined for a page that can, and for one without any text. */
export function illegibility(
  page: Image,
  boxes: readonly Box[],
  lines: readonly FoundLine[],
): ReadingFailure | undefined {
  const characters = lines.flatMap((line) => line.characters)
  if (lines.length === 0) return undefined
  const certainty = characters.reduce((sum, one) => sum + one.certainty, 0) / Math.max(1, characters.length)
  if (characters.length > 0 && certainty >= LEGIBLE) return undefined
  if (median(boxes.map((box) => Math.abs(slopeOf(box)))) > SLANTED) return 'turned'
  if (median(lines.map(heightOf)) < SMALL) return 'too_small'
  if (median(lines.map((line) => edgeOf(page, line))) < BLURRED) return 'blurred'
  return 'handwriting'
}

/** How much of a line's contrast its sharpest edge takes within two pixels, 0 to 1. */
function edgeOf({ data, width, height, channels }: Image, line: FoundLine): number {
  let [least, most, edge] = [255, 0, 0]
  const grey = (x: number, y: number): number => data[(y * width + x) * channels + 1] ?? 255
  const [right, bottom] = [Math.min(line.right, width), Math.min(line.bottom, height)]
  for (let y = Math.max(0, line.top); y < bottom; y += 2) {
    for (let x = Math.max(0, line.left) + 2; x < right; x++) {
      const value = grey(x, y)
      least = Math.min(least, value)
      most = Math.max(most, value)
      edge = Math.max(edge, Math.abs(value - grey(x - 2, y)))
    }
  }
  return most > least ? edge / (most - least) : 0
}
