import { PNG } from 'pngjs'

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
  private constructor(private readonly picture: PNG) {}

  /** @param dataUrl a PNG, as `data:image/png;base64,…` */
  static fromDataUrl(dataUrl: string): Ink {
    return new Ink(PNG.sync.read(Buffer.from(dataUrl.slice(dataUrl.indexOf(',') + 1), 'base64')))
  }

  has(x: number, y: number): boolean {
    const { width, height, data } = this.picture
    if (x < 0 || y < 0 || x >= width || y >= height) return false
    return (data[(y * width + x) * 4] ?? 255) < 128
  }

  /** The part of a box's pixels that is black, 0 to 1. */
  density({ x0, y0, x1, y1 }: Box): number {
    let black = 0
    for (let y = y0; y <= y1; y++) for (let x = x0; x <= x1; x++) if (this.has(x, y)) black++
    return black / ((x1 - x0 + 1) * (y1 - y0 + 1))
  }

  /** The page without what is inside these boxes, as a PNG. */
  without(boxes: readonly Box[]): Buffer {
    const { width, height, data } = this.picture
    const copy = new PNG({ width, height })
    data.copy(copy.data)
    for (const { x0, y0, x1, y1 } of boxes) {
      for (let y = y0; y <= y1; y++) copy.data.fill(255, (y * width + x0) * 4, (y * width + x1 + 1) * 4)
    }
    return PNG.sync.write(copy)
  }

  /** One box, enlarged on a white ground: a small sign as a reader of pages likes it. */
  enlarged(box: Box, scale: number): Buffer {
    const border = 4 * scale
    const [width, height] = [widthOf(box) * scale + 2 * border, heightOf(box) * scale + 2 * border]
    const picture = new PNG({ width, height })
    picture.data.fill(255)
    for (let y = 0; y < heightOf(box) * scale; y++) {
      for (let x = 0; x < widthOf(box) * scale; x++) {
        if (!this.has(box.x0 + Math.floor(x / scale), box.y0 + Math.floor(y / scale))) continue
        const start = ((y + border) * width + x + border) * 4
        picture.data.fill(0, start, start + 3)
      }
    }
    return PNG.sync.write(picture)
  }

  /** Connected pieces of ink that begin inside an area, from left to right. */
  pieces(area: Box): Box[] {
    const width = widthOf(area)
    const seen = new Uint8Array(width * heightOf(area))
    const pieces: Box[] = []
    for (let x = area.x0; x <= area.x1; x++) {
      for (let y = area.y0; y <= area.y1; y++) {
        const piece = this.flood(x, y, area, seen)
        if (piece !== undefined) pieces.push(piece)
      }
    }
    return pieces
  }

  private flood(startX: number, startY: number, area: Box, seen: Uint8Array): Box | undefined {
    const width = widthOf(area)
    const waiting = [startX, startY]
    let box: Box | undefined
    while (waiting.length > 0) {
      const y = waiting.pop() ?? 0
      const x = waiting.pop() ?? 0
      if (x < area.x0 || x > area.x1 || y < area.y0 || y > area.y1) continue
      const index = (y - area.y0) * width + (x - area.x0)
      if (seen[index] === 1 || !this.has(x, y)) continue
      seen[index] = 1
      const pixel = { x0: x, y0: y, x1: x, y1: y }
      box = box === undefined ? pixel : around([box, pixel])
      for (let dx = -1; dx <= 1; dx++) for (let dy = -1; dy <= 1; dy++) waiting.push(x + dx, y + dy)
    }
    return box
  }
}
