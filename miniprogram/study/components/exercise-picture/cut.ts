import type { PageBox } from '../../../mistakes/mistake'
import type { Size } from '../../../platform/ports'

/** What is seen around a box, as a share of the page: writing seldom keeps to its edge. */
const AIR = 0.012
/** Height over width of a page that is not there yet. */
export const USUAL_PAGE = 4 / 3

/** Height over width that what is shown has at least: a line by itself is hard to place. */
const LEAST_RATIO = 0.18

/** A box with some air around it, inside of its page; above and below more, where it is a low one. */
function airy([x, y, width, height]: PageBox, page: number): PageBox {
  const left = Math.max(0, x - AIR)
  const wide = Math.min(1, x + width + AIR) - left
  const air = Math.max(AIR, ((LEAST_RATIO * wide) / page - height) / 2)
  const top = Math.max(0, y - air)
  return [left, top, wide, Math.min(1, y + height + air) - top]
}

/** Styles that show of a page only a box. */
export interface Cut {
  /** Height over width of what is shown. */
  ratio: number
  /** Of the image inside of a frame that has this ratio. */
  place: string
}

/** `page`: the page's height over its width; `box`: what is shown of it, all of it for none. */
export function cutOf(box: readonly number[], page: number): Cut {
  const [x = 0, y = 0, width = 1, height = 1] = box
  const [left, top, wide, high] = airy([x, y, width, height], page)
  const share = (value: number) => `${(100 * value).toFixed(3)}%`
  return {
    ratio: (high / wide) * page,
    place: `left:${share(-left / wide)};top:${share(-top / high)};width:${share(1 / wide)};height:${share(1 / high)}`,
  }
}

/** The largest frame of a ratio that fits into a room, in pixels, in its middle. */
export function framed(ratio: number, room: Size): string {
  const width = Math.min(room.width, room.height / ratio)
  const height = width * ratio
  const px = (value: number) => `${value.toFixed(1)}px`
  return `left:${px((room.width - width) / 2)};top:${px((room.height - height) / 2)};width:${px(width)};height:${px(height)}`
}
