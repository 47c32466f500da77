/** Pixels from the end within which a student counts as reading there. */
export const NEAR_END = 96

/** Where the list stands, as its scroll events tell it. */
export interface ScrollPosition {
  scrollTop: number
  scrollHeight: number
  /** Height of the visible part. */
  viewHeight: number
}

/** Decides whether the page goes along with what grows at its end: only while the student is there. */
export interface FollowEnd {
  /** The page goes along. */
  readonly following: boolean
  /** The page may be moved to the end now: it goes along, and neither finger nor wheel holds the list. */
  readonly moves: boolean
  /** The end is in sight, or the page goes along with it. */
  readonly atEnd: boolean
  /** Something new is below what the student sees. */
  readonly news: boolean
  /** Says whether one of them changed. */
  scrolled(position: ScrollPosition): boolean
  /**
   * How many pixels below what the student sees the list ends, measured after it grew without being followed: one that
   * fits is never scrolled. Says whether something changed.
   */
  measured(below: number): boolean
  /** The student's finger is on the list, or the wheel turns: nothing may move under it. */
  touched(down: boolean): void
  /** Something came at the end; says whether the page has to move there now. */
  grew(): boolean
  /** What is looked at stays in sight, whatever comes below it, until the student moves the list. */
  stay(): void
  /** The student asked for the end, or sent a question. */
  toEnd(): void
}

/** A list that stands at its end, untouched. */
export function createFollowEnd(): FollowEnd {
  let following = true
  let touching = false
  let staying = false
  let near = true
  let grewUnseen = false
  let lastTop = 0
  let lastHeight = 0

  /** What is near is seen, and is no news. Says whether the end came into sight or went out of it. */
  function sees(below: number): boolean {
    const before = near
    near = below <= NEAR_END
    const changed = near !== before
    if (near) grewUnseen = false
    return changed
  }

  return {
    get following() {
      return following
    },
    get moves() {
      return following && !touching
    },
    get atEnd() {
      return following || near
    },
    get news() {
      return grewUnseen && !near
    },
    scrolled({ scrollTop, scrollHeight, viewHeight }) {
      const seen = sees(scrollHeight - scrollTop - viewHeight)
      // A list that became shorter moves up by itself.
      const movedUp = scrollTop < lastTop && scrollHeight >= lastHeight
      lastTop = scrollTop
      lastHeight = scrollHeight
      // Nobody but the page itself moved it.
      if (staying) return seen
      // What grows by itself moves the end away from a student who did nothing: only going up leaves the end. It does at
      // once, also near the end: a wheel goes up in small steps, and a page that goes along would undo each of them.
      const goesAlong = near ? !movedUp : following && !movedUp
      const changed = seen || goesAlong !== following
      following = goesAlong
      return changed
    },
    measured(below) {
      return !following && sees(below)
    },
    touched(down) {
      touching = down
      if (down) staying = false
    },
    grew() {
      if (!following) grewUnseen = true
      return following && !touching
    },
    stay() {
      following = false
      grewUnseen = false
      near = true
      staying = true
    },
    toEnd() {
      staying = false
      following = true
      grewUnseen = false
      touching = false
      lastTop = 0
    },
  }
}
