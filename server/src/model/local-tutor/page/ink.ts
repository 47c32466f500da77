import { type Bilevel, portableBitmap, rowBytes } from './bilevel'

/** A rectangle of pixels; both ends belong to it. */
export interface Box {
  x0: number
  y0: number
  x1: number
  y1: number
}

export const widthOf = ({ x0, x1 }: Box): number => x1 - x0 + 1
export const heightOf = ({ y0, y1 }: Box): number => y1 - y0 + 1
export const middleOf = ({ x0, x1 }: Box): number => (x0 + x1) / 2

/** The smallest box around some boxes; there is at least one. */
export const around = (boxes: readonly Box[]): Box => ({
  x0: Math.min(...boxes.map(({ x0 }) => x0)),
  y0: Math.min(...boxes.map(({ y0 }) => y0)),
  x1: Math.max(...boxes.map(({ x1 }) => x1)),
  y1: Math.max(...boxes.map(({ y1 }) => y1)),
})

/** A page in black and white, as the page reader saw it. */
export class Ink {
  constructor(private readonly picture: Bilevel) {}

  /** Of the page, in pixels. */
  get size(): { width: number; height: number } {
    return this.picture
  }

  has(x: number, y: number): boolean {
    const { width, height, bits } = this.picture
    if (x < 0 || y < 0 || x >= width || y >= height) return false
    return ((bits[y * rowBytes(width) + (x >> 3)] ?? 0) & (0x80 >> (x & 7))) !== 0
  }

  /** The part of a box's pixels that is black, 0 to 1. */
  density({ x0, y0, x1, y1 }: Box): number {
    let black = 0
    for (let y = y0; y <= y1; y++) for (let x = x0; x <= x1; x++) if (this.has(x, y)) black++
    return black / ((x1 - x0 + 1) * (y1 - y0 + 1))
  }

  /** The page without what is inside these boxes, as an image. */
  without(boxes: readonly Box[]): Buffer {
    const { width, height } = this.picture
    const bits = this.picture.bits.slice()
    for (const { x0, y0, x1, y1 } of boxes) {
      for (let y = y0; y <= y1; y++) {
        for (let x = x0; x <= x1; x++) {
          const index = y * rowBytes(width) + (x >> 3)
          bits[index] = (bits[index] ?? 0) & ~(0x80 >> (x & 7))
        }
      }
    }
    return portableBitmap({ width, height, bits })
  }

  /** One box, enlarged on a white ground, as an image: a small sign as a reader of pages likes it. */
  enlarged(box: Box, scale: number): Buffer {
    const border = 4 * scale
    const [width, height] = [widthOf(box) * scale + 2 * border, heightOf(box) * scale + 2 * border]
    const bits = new Uint8Array(rowBytes(width) * height)
    for (let y = border; y < height - border; y++) {
      for (let x = border; x < width - border; x++) {
        const [fromX, fromY] = [
          box.x0 + Math.floor((x - border) / scale),
          box.y0 + Math.floor((y - border) / scale),
        ]
        const index = y * rowBytes(width) + (x >> 3)
        if (this.has(fromX, fromY)) bits[index] = (bits[index] ?? 0) | (0x80 >> (x & 7))
      }
    }
    return portableBitmap({ width, height, bits })
  }

  /** Connected pieces of ink that begin inside an area, from left to right. */
  pieces(area: Box): Box[] {
    const seen = new Uint8Array(widthOf(area) * heightOf(area))
    const pieces: Box[] = []
    for (let x = area.x0; x <= area.x1; x++) {
      for (let y = area.y0; y <= area.y1; y++) {
        if (this.has(x, y) && this.see(x, y, area, seen)) pieces.push(this.flood(x, y, area, seen))
      }
    }
    return pieces
  }

  /** Marks a black pixel inside the area as seen; false if it is none, or was seen before. */
  private see(x: number, y: number, { x0, y0, x1, y1 }: Box, seen: Uint8Array): boolean {
    if (x < x0 || x > x1 || y < y0 || y > y1) return false
    const index = (y - y0) * (x1 - x0 + 1) + (x - x0)
    if (seen[index] === 1 || !this.has(x, y)) return false
    seen[index] = 1
    return true
  }

  private flood(startX: number, startY: number, area: Box, seen: Uint8Array): Box {
    const box: Box = { x0: startX, y0: startY, x1: startX, y1: startY }
    const waiting = [startX, startY]
    while (waiting.length > 0) {
      const y = waiting.pop() ?? 0
      const x = waiting.pop() ?? 0
      if (x < box.x0) box.x0 = x
      if (x > box.x1) box.x1 = x
      if (y < box.y0) box.y0 = y
      if (y > box.y1) box.y1 = y
      for (let nextX = x - 1; nextX <= x + 1; nextX++) {
        for (let nextY = y - 1; nextY <= y + 1; nextY++) {
          if (this.see(nextX, nextY, area, seen)) waiting.push(nextX, nextY)
        }
      }
    }
    return box
  }
}
