import type { CorrectionItem, PageBox, Verdict } from '../../../../typings/protocol'
import type { Size } from '../../../platform/ports'

/** Pixels: the disc of a mark, what its white ring takes around it, and what is between it and its line. */
const DISC = 26
const RING = 2
const GAP = 5
/** Around what was read, so that no line strikes through it: readers of pages tell the letters' own edges. */
const AROUND = 4
/** The least side of what a finger taps. */
const TOUCH = 44

/** In pixels from the page's upper left corner. */
export interface Place {
  left: number
  top: number
  width: number
  height: number
}

/** One mark on a page. */
export interface PageMark {
  no: string
  verdict: Verdict
  /** Around the exercise. */
  box: Place
  /** The sign: left of its line, for what is right at the line's end; on the other side where only that has room. Inside of the page. */
  disc: Place
  /** What a finger taps: both of them, and as large as a finger. */
  touch: Place
}

/** Where the marks of one page stand that is shown so large. What has no place on it is not among them. */
export function pageMarks(items: readonly CorrectionItem[], page: number, size: Size): PageMark[] {
  return items.flatMap(({ no, verdict, page: on, box }) => {
    if (on !== page || box === null) return []
    const place = placeOf(box, size)
    const disc = discOf(place, verdict, size)
    return [{ no, verdict, box: place, disc, touch: touchOf(place, disc, size) }]
  })
}

/** The mark that a tap at a point of the page means: of those that a finger reaches there, the one whose middle is nearest. */
export function tappedMark(marks: readonly PageMark[], x: number, y: number): PageMark | undefined {
  const distance = ({ touch }: PageMark): number => {
    const across = touch.left + touch.width / 2 - x
    const down = touch.top + touch.height / 2 - y
    return across * across + down * down
  }
  return marks
    .filter(({ touch: { left, top, width, height } }) => {
      return x >= left && x <= left + width && y >= top && y <= top + height
    })
    .reduce<PageMark | undefined>((nearest, mark) => {
      return nearest === undefined || distance(mark) < distance(nearest) ? mark : nearest
    }, undefined)
}

function placeOf([x, y, width, height]: PageBox, size: Size): Place {
  const [left, right] = around(x * size.width, (x + width) * size.width, size.width)
  const [top, bottom] = around(y * size.height, (y + height) * size.height, size.height)
  return { left, top, width: right - left, height: bottom - top }
}

/** A little more on both sides, as far as the page goes. */
function around(from: number, to: number, side: number): [from: number, to: number] {
  return [Math.max(0, from - AROUND), Math.min(side, to + AROUND)]
}

/** A sign on its own line would hide what a student wrote. */
function discOf(box: Place, verdict: Verdict, size: Size): Place {
  const [before, behind] = [box.left - GAP - DISC, box.left + box.width + GAP]
  const [wanted, other] = verdict === 'right' ? [behind, before] : [before, behind]
  const hasRoom = (left: number): boolean => left >= RING && left + DISC <= size.width - RING
  const beside = hasRoom(other) && !hasRoom(wanted) ? other : wanted
  return {
    left: within(beside, DISC, RING, size.width),
    top: within(box.top + box.height / 2 - DISC / 2, DISC, RING, size.height),
    width: DISC,
    height: DISC,
  }
}

function touchOf(box: Place, disc: Place, size: Size): Place {
  const [left, width] = reach(box.left, box.width, disc.left, size.width)
  const [top, height] = reach(box.top, box.height, disc.top, size.height)
  return { left, top, width, height }
}

/** From where to where a finger reaches, along one side: the box and the disc, no less than a finger, around their middle. */
function reach(from: number, length: number, disc: number, side: number): [from: number, length: number] {
  const start = Math.min(from, disc)
  const end = Math.max(from + length, disc + DISC)
  const reached = Math.max(TOUCH, end - start)
  return [within((start + end) / 2 - reached / 2, reached, 0, side), reached]
}

/** As near as it may be to where it was wanted: not beyond the page, where it fits. */
function within(wanted: number, length: number, edge: number, side: number): number {
  return Math.max(edge, Math.min(wanted, side - edge - length))
}
