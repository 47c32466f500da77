/// <reference lib="dom" />
/** Two areas of a screenshot that should look alike, in CSS pixels. */
export interface InkPair {
  readonly left: { readonly x: number; readonly y: number }
  readonly right: { readonly x: number; readonly y: number }
  readonly width: number
  readonly height: number
}

/** How alike they are. */
export interface InkVerdict {
  /** Inked pixels of the left area. */
  readonly ink: number
  /** Inked pixels of either area with no ink of the other within reach. */
  readonly stray: number
}

/** A screenshot and what to compare in it. */
export interface InkQuestion {
  /** PNG, base64. */
  readonly picture: string
  readonly pairs: readonly InkPair[]
  /** Device pixels in a CSS pixel. */
  readonly scale: number
  /** How far ink may be from ink, in CSS pixels. */
  readonly reach: number
}

/** Compares pairs of areas. Runs inside of a browser page, which decodes the picture: it must refer to nothing else here. */
export async function compareInk({ picture, pairs, scale, reach }: InkQuestion): Promise<InkVerdict[]> {
  const image = new Image()
  image.src = `data:image/png;base64,${picture}`
  await image.decode()
  const canvas = new OffscreenCanvas(image.naturalWidth, image.naturalHeight)
  const context = canvas.getContext('2d')
  if (context === null) throw new Error('no canvas in this browser')
  context.drawImage(image, 0, 0)
  const distance = Math.round(reach * scale)
  return pairs.map(({ left, right, width, height }) => {
    const columns = Math.floor(width * scale)
    const lines = Math.floor(height * scale)
    const [one, other] = [left, right].map(({ x, y }) => {
      const { data } = context.getImageData(Math.round(x * scale), Math.round(y * scale), columns, lines)
      // Ink is whatever is visibly darker, or more coloured, than the white page.
      return Uint8Array.from({ length: columns * lines }, (_, at) =>
        Math.min(data[at * 4] ?? 0, data[at * 4 + 1] ?? 0, data[at * 4 + 2] ?? 0) < 128 ? 1 : 0,
      )
    })
    const strays = (from: Uint8Array, to: Uint8Array) => {
      let count = 0
      for (let at = 0; at < from.length; at++) {
        if (from[at] === 0) continue
        const [line, column] = [Math.floor(at / columns), at % columns]
        let isNear = false
        for (
          let y = Math.max(0, line - distance);
          y <= Math.min(lines - 1, line + distance) && !isNear;
          y++
        ) {
          for (let x = Math.max(0, column - distance); x <= Math.min(columns - 1, column + distance); x++) {
            if (to[y * columns + x] === 1) isNear = true
          }
        }
        if (!isNear) count++
      }
      return count
    }
    if (one === undefined || other === undefined) return { ink: 0, stray: 0 }
    return { ink: one.reduce((sum, pixel) => sum + pixel, 0), stray: strays(one, other) + strays(other, one) }
  })
}
