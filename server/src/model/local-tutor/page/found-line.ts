import type { ReadCharacter } from './line-decoder'

/** A rectangle of pixels; its right and lower edge do not belong to it. */
export interface Rectangle {
  left: number
  top: number
  right: number
  bottom: number
}

/** A piece of text that was found on a page, with both readings of it. */
export interface FoundLine extends Rectangle {
  characters: ReadCharacter[]
  text: string
  /** A second reading, where it says something else. */
  other?: string
  /** How sure the model is of the whole line, 0 to 1. */
  certainty: number
}

/** In pixels. */
export const heightOf = ({ top, bottom }: Rectangle): number => bottom - top
/** In pixels. */
export const widthOf = ({ left, right }: Rectangle): number => right - left

/** The smallest rectangle around two. */
export const joined = (one: Rectangle, other: Rectangle): Rectangle => ({
  left: Math.min(one.left, other.left),
  top: Math.min(one.top, other.top),
  right: Math.max(one.right, other.right),
  bottom: Math.max(one.bottom, other.bottom),
})

/** The part of the lower one's height that both have in common. */
export const sharedRows = (one: Rectangle, other: Rectangle): number =>
  (Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top)) /
  Math.min(heightOf(one), heightOf(other))

/** The part of the narrower one's width that both have in common. */
export const sharedColumns = (one: Rectangle, other: Rectangle): number =>
  (Math.min(one.right, other.right) - Math.max(one.left, other.left)) / Math.min(widthOf(one), widthOf(other))

/** The value in the middle, of an even number the upper one; 0 of none. */
export const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
