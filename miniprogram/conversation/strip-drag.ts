/** Where pages of a strip stand while one of them is held. */
export interface StripDrag {
  /** The place, counted from 0, at which the held one would be laid down. */
  readonly target: number
  /** Pixels that each of the others moves aside. */
  readonly shifts: readonly number[]
  /** The number that each page would have, from 1. */
  readonly numbers: readonly number[]
}

/**
 * The page at `from` of `count` is held and was moved by `distance` pixels; pages stand `pitch` pixels apart. Those between
 * its old and its new place make room.
 */
export function dragStrip(from: number, distance: number, pitch: number, count: number): StripDrag {
  const target = Math.min(Math.max(from + Math.round(distance / pitch), 0), count - 1)
  const shifts = Array.from({ length: count }, (_, index) => {
    if (index > from && index <= target) return -pitch
    return index < from && index >= target ? pitch : 0
  })
  const numbers = shifts.map((shift, index) => (index === from ? target : index + Math.sign(shift)) + 1)
  return { target, shifts, numbers }
}

/** Pixels that a strip scrolls at a time while a page is held near its end; 0 where it is not. */
export function edgeScroll(x: number, left: number, right: number, reach = 36, step = 14): number {
  if (x < left + reach) return -step
  return x > right - reach ? step : 0
}
