import type { Exercise } from '../../render/index'

/** Pixels below the list's upper edge up to which a solution counts as the one that is read. */
const READ_FROM = 96
/** Pixels that stay free above a solution that was jumped to. */
const AIR = 8

/** What the list of exercises shows. */
export interface JumpView {
  exercises: readonly Exercise[]
  exercise: number
  askedCount: number
}

/** What the list needs of the page. */
export interface JumpPage {
  setData(patch: Partial<JumpView> | { scrollTop: number }): void
  /** Where an exercise of an answer begins on the screen, in pixels from its top. */
  whereabouts(requestId: string, exercise: Exercise, told: (top: number) => void): void
}

/** The exercises of the answer that was asked for last, which of them is read, and the way to another. */
export class JumpList {
  private requestId = ''
  private view: JumpView = { exercises: [], exercise: 0, askedCount: 0 }
  /** Where each begins, in pixels of the list's content. */
  private tops: number[] = []

  constructor(private readonly page: JumpPage) {}

  /** Another answer is the last one, or none. */
  follows(requestId: string, askedCount: number): void {
    if (requestId === this.requestId) return
    this.requestId = requestId
    this.tops = []
    this.show({ exercises: [], exercise: 0, askedCount })
  }

  /** An answer brought another exercise. The newest is read until the student scrolls. */
  outlined(requestId: string, exercises: readonly Exercise[]): void {
    if (requestId !== this.requestId) return
    this.show({ ...this.view, exercises, exercise: Math.max(0, exercises.length - 1) })
  }

  /** The list was scrolled: the last solution that begins above its upper part is read. */
  scrolled(scrollTop: number, listTop: number): void {
    const { exercises } = this.view
    if (exercises.length < 2) return
    for (const [place, exercise] of exercises.entries()) {
      this.page.whereabouts(this.requestId, exercise, (top) => {
        this.tops[place] = top - listTop + scrollTop
        this.read(scrollTop)
      })
    }
  }

  /** Goes to an exercise. */
  jump(place: number, scrollTop: number, listTop: number): void {
    const exercise = this.view.exercises[place]
    if (exercise === undefined) return
    this.page.whereabouts(this.requestId, exercise, (top) => {
      this.page.setData({ scrollTop: Math.max(0, scrollTop + top - listTop - AIR) })
      this.show({ ...this.view, exercise: place })
    })
  }

  private read(scrollTop: number): void {
    let exercise = 0
    this.tops.forEach((top, place) => {
      if (top <= scrollTop + READ_FROM) exercise = Math.max(exercise, place)
    })
    this.show({ ...this.view, exercise })
  }

  private show(view: JumpView): void {
    const before = this.view
    this.view = view
    const patch: Partial<JumpView> = {}
    if (view.exercises !== before.exercises) patch.exercises = view.exercises
    if (view.exercise !== before.exercise) patch.exercise = view.exercise
    if (view.askedCount !== before.askedCount) patch.askedCount = view.askedCount
    if (Object.keys(patch).length > 0) this.page.setData(patch)
  }
}
