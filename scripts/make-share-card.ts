/**
 * Draws the picture of the card that is sent to others (`onShareAppMessage`), 5:4: a page of the book with its margin and an
 * answer that is underlined twice, and nothing of a student. Run by hand when the design changes:
 * `npx tsx scripts/make-share-card.ts`.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { crc32, deflateSync } from 'node:zlib'

const OUTPUT = path.join(__dirname, '..', 'miniprogram', 'images', 'share.png')
const WIDTH = 500
const HEIGHT = 400

/** Red, green, blue; the light tokens of the design. */
type Colour = readonly [number, number, number]
const PAPER: Colour = [0xf6, 0xf4, 0xee]
const MARGIN: Colour = [0xe0, 0xa1, 0x97]
const INK: Colour = [0x1d, 0x27, 0x33]
const LINE: Colour = [0xdc, 0xd8, 0xcc]
const BRAND: Colour = [0x0a, 0x71, 0x61]
const BRAND_SOFT: Colour = [0xdc, 0xef, 0xe9]

/** Left, top, width, height and colour, the lower ones first. */
const PARTS: readonly (readonly [number, number, number, number, Colour])[] = [
  [0, 0, WIDTH, HEIGHT, PAPER],
  [96, 0, 2, HEIGHT, MARGIN],
  // A question, its sign filled.
  [30, 64, 44, 44, INK],
  [124, 68, 300, 16, INK],
  [124, 98, 220, 16, INK],
  [124, 138, 340, 2, LINE],
  // Its solution, the sign outlined.
  [30, 166, 44, 44, BRAND],
  [34, 170, 36, 36, PAPER],
  [124, 172, 320, 12, LINE],
  [124, 200, 280, 12, LINE],
  [124, 228, 240, 12, LINE],
  // The answer, underlined twice.
  [30, 284, 44, 44, BRAND],
  [124, 268, 340, 76, BRAND_SOFT],
  [124, 344, 340, 3, BRAND],
  [124, 350, 340, 3, BRAND],
  [148, 298, 190, 16, BRAND],
]

/** Rows of pixels, each behind the byte that says that it is not filtered. */
function pixels(): Buffer {
  const rows = Buffer.alloc(HEIGHT * (1 + 3 * WIDTH))
  for (const [left, top, width, height, colour] of PARTS)
    for (let y = top; y < top + height; y += 1)
      for (let x = left; x < left + width; x += 1) rows.set(colour, y * (1 + 3 * WIDTH) + 1 + 3 * x)
  return rows
}

function chunk(kind: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(kind, 'latin1'), data])
  const framed = Buffer.alloc(body.length + 8)
  framed.writeUInt32BE(data.length, 0)
  body.copy(framed, 4)
  framed.writeUInt32BE(crc32(body), body.length + 4)
  return framed
}

/** Eight bits a channel, no transparency. */
function header(): Buffer {
  const data = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 8, 2, 0, 0, 0])
  data.writeUInt32BE(WIDTH, 0)
  data.writeUInt32BE(HEIGHT, 4)
  return data
}

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
mkdirSync(path.dirname(OUTPUT), { recursive: true })
writeFileSync(
  OUTPUT,
  Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header()),
    chunk('IDAT', deflateSync(pixels(), { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]),
)
