import { promisify } from 'node:util'
import { inflate } from 'node:zlib'

/** A picture of one bit a pixel, 1 for black; each row begins with a new byte. */
export interface Bilevel {
  width: number
  height: number
  bits: Uint8Array
}

const unpack = promisify(inflate)
const SIGNATURE_LENGTH = 8
/** Length, type and checksum around a chunk's data. */
const CHUNK_FRAME = 12

export const rowBytes = (width: number): number => Math.ceil(width / 8)

interface Chunk {
  type: string
  data: Buffer
}

function chunksOf(png: Buffer): Chunk[] {
  const chunks: Chunk[] = []
  for (let start = SIGNATURE_LENGTH; start + CHUNK_FRAME <= png.length; ) {
    const length = png.readUInt32BE(start)
    const type = png.toString('latin1', start + 4, start + 8)
    chunks.push({ type, data: png.subarray(start + 8, start + 8 + length) })
    start += CHUNK_FRAME + length
  }
  return chunks
}

/** The byte that PNG's fourth filter expects: of left, above and above-left the nearest to their sum. */
function paeth(left: number, above: number, corner: number): number {
  const estimate = left + above - corner
  const [toLeft, toAbove, toCorner] = [
    Math.abs(estimate - left),
    Math.abs(estimate - above),
    Math.abs(estimate - corner),
  ]
  if (toLeft <= toAbove && toLeft <= toCorner) return left
  return toAbove <= toCorner ? above : corner
}

/** Undoes PNG's row filters; a pixel is less than a byte, so that the left neighbour is the byte before. */
function unfilter(filtered: Uint8Array, width: number, height: number): Uint8Array {
  const bytes = rowBytes(width)
  const rows = new Uint8Array(bytes * height)
  for (let y = 0; y < height; y++) {
    const from = y * (bytes + 1)
    const to = y * bytes
    const filter = filtered[from]
    for (let x = 0; x < bytes; x++) {
      const left = x === 0 ? 0 : (rows[to + x - 1] ?? 0)
      const above = y === 0 ? 0 : (rows[to + x - bytes] ?? 0)
      const corner = x === 0 || y === 0 ? 0 : (rows[to + x - bytes - 1] ?? 0)
      const expected =
        filter === 1
          ? left
          : filter === 2
            ? above
            : filter === 3
              ? (left + above) >> 1
              : filter === 4
                ? paeth(left, above, corner)
                : 0
      rows[to + x] = (filtered[from + 1 + x] ?? 0) + expected
    }
  }
  return rows
}

/**
 * Reads the black-and-white PNG that Tesseract gives of a page (grey, one bit, not interlaced). A general decoder makes
 * four bytes of each bit and holds the server up for seconds at a photo's size; this one takes some milliseconds.
 */
export async function readBilevel(png: Buffer): Promise<Bilevel> {
  const chunks = chunksOf(png)
  const header = chunks.find(({ type }) => type === 'IHDR')?.data
  if (header === undefined || header[8] !== 1 || header[9] !== 0 || header[12] !== 0) {
    throw new Error('the page reader gave a picture that is not black and white')
  }
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)]
  const packed = Buffer.concat(chunks.flatMap(({ type, data }) => (type === 'IDAT' ? [data] : [])))
  const bits = unfilter(await unpack(packed), width, height)
  for (let index = 0; index < bits.length; index++) bits[index] = ~(bits[index] ?? 0)
  return { width, height, bits }
}

/** The picture as a portable bitmap, which Tesseract reads and which needs no packing. */
export function portableBitmap({ width, height, bits }: Bilevel): Buffer {
  return Buffer.concat([Buffer.from(`P4\n${width} ${height}\n`, 'latin1'), bits])
}
