import type { Box, Image } from 'paddleocr'

type Point = { x: number; y: number }
type Corners = [Point, Point, Point, Point]

const cornersOf = ({ points, x, y, width, height }: Box): Corners =>
  points ?? [
    { x, y },
    { x: x + width, y },
    { x: x + width, y: y + height },
    { x, y: y + height },
  ]

const distance = (one: Point, other: Point): number => Math.hypot(one.x - other.x, one.y - other.y)

/** How tall a line is across its own direction, in pixels. */
export function lineHeight(box: Box): number {
  const [topLeft, , , bottomLeft] = cornersOf(box)
  return Math.max(1, distance(topLeft, bottomLeft))
}

/** How long a line is in its own direction, in pixels. */
export function lineLength(box: Box): number {
  const [topLeft, topRight] = cornersOf(box)
  return distance(topLeft, topRight)
}

/** By how much a line leaves the horizontal, in degrees. */
export function slopeOf(box: Box): number {
  const [topLeft, topRight] = cornersOf(box)
  return (Math.atan2(topRight.y - topLeft.y, topRight.x - topLeft.x) * 180) / Math.PI
}

/**
 * A line of a page, made level, with so many pixels more on both sides and above and below. A single character gets as much
 * room as it is tall: a crop that is narrower would be taken for a line that stands upright.
 */
export function cropOf(page: Image, box: Box, sideways: number, upright: number): Image {
  const [topLeft, topRight, bottomRight, bottomLeft] = cornersOf(box)
  const width = Math.max(1, distance(topLeft, topRight))
  const height = lineHeight(box)
  const side = Math.max(sideways, (0.9 * height - width) / 2)
  const across = {
    x: ((topRight.x - topLeft.x) / width) * side,
    y: ((topRight.y - topLeft.y) / width) * side,
  }
  const down = {
    x: ((bottomLeft.x - topLeft.x) / height) * upright,
    y: ((bottomLeft.y - topLeft.y) / height) * upright,
  }
  const moved = (point: Point, right: number, below: number): Point => ({
    x: point.x + right * across.x + below * down.x,
    y: point.y + right * across.y + below * down.y,
  })
  return page.cropRotated([
    moved(topLeft, -1, -1),
    moved(topRight, 1, -1),
    moved(bottomRight, 1, 1),
    moved(bottomLeft, -1, 1),
  ])
}
