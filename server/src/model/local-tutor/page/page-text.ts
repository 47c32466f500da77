/** A rectangle in fractions of the page as it is shown (0 to 1, from its top left): x, y, width, height. */
export type PageBox = readonly [number, number, number, number]

/** A line of a page as it was read. */
export interface PageLine {
  text: string
  /** A second reading of the line, where it says something else: then the line is not read for certain. */
  other?: string
  /** Something stands there that could not be read: the text is empty. */
  isUnread?: true
  /** Null where it is not known. */
  box: PageBox | null
}

/** A page as it was read, its lines from top to bottom, column by column. */
export interface PageText {
  lines: PageLine[]
}

/** A rectangle of pixels as fractions of a page of this size; what sticks out of the page is cut off. */
export function pageBox(
  { x0, y0, x1, y1 }: { x0: number; y0: number; x1: number; y1: number },
  { width, height }: { width: number; height: number },
): PageBox {
  const within = (value: number): number => Math.min(Math.max(value, 0), 1)
  const [left, top] = [within(x0 / width), within(y0 / height)]
  return [left, top, within(x1 / width) - left, within(y1 / height) - top]
}

/** By how much a page is turned clockwise, in degrees. */
export type Turn = 0 | 90 | 180 | 270

/** A box of the upright page on the page as it is turned. */
export function boxOnTurned([x, y, width, height]: PageBox, turn: Turn): PageBox {
  switch (turn) {
    case 0:
      return [x, y, width, height]
    case 90:
      return [1 - y - height, x, height, width]
    case 180:
      return [1 - x - width, 1 - y - height, width, height]
    case 270:
      return [y, 1 - x - width, height, width]
  }
}

/** The smallest box around some lines; null where none of them has one. */
export function boxAround(lines: readonly PageLine[]): PageBox | null {
  const boxes = lines.flatMap(({ box }) => (box === null ? [] : [box]))
  const [only, ...more] = boxes
  if (only === undefined) return null
  if (more.length === 0) return only
  const [left, top] = [Math.min(...boxes.map(([x]) => x)), Math.min(...boxes.map(([, y]) => y))]
  const right = Math.max(...boxes.map(([x, , width]) => x + width))
  const bottom = Math.max(...boxes.map(([, y, , height]) => y + height))
  return [left, top, right - left, bottom - top]
}
