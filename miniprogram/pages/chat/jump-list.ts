import type { Exercise } from '../../render/index'

/** Pixels below the list's upper edge up to which a solution counts as the one that is read. */
const READ_FROM = 96
/** Pixels that stay free above a solution that was jumped to. */
const AIR = 8

/** What the list of exercises shows. */
export interface JumpView {
  exercises: readonly Exercise[]
  /** The answer that they belong to. */
  exercisesOf: string
  /** The place of the one that is read, from 0. */
  exercise: number
  /** How many the question named. */
  askedCount: number
}

/** Before there is anything to jump to. */
export const NO_EXERCISES: JumpView = { exercises: [], exercisesOf: '', exercise: 0, askedCount: 0 }

/** What the list needs of the page. */
export interface JumpPage {
  setData(patch: Partial<JumpView> | { scrollTop: number }): void
  /** Where an exercise of an answer begins on the screen, in pixels from its top. */
  whereabouts(requestId: string, exercise: Exercise, told: (top: number) => void): void
}

/** The exercises of the answer that was asked for last, which of them is read, and the way to another. */
export class JumpList {
  private view = NO_EXERCISES
  /** It is being looked for which one is read; the list was scrolled on meanwhile. */
  private search: 'none' | 'running' | 'again' = 'none'
  private listTop = 0

  constructor(private readonly page: JumpPage) {}

  /**
   * The answer that was asked for last brought another exercise. The newest is read where the page goes along with the answer's end. Where it
   * stays, as at a page that is marked, `staysAt` is where the list stands: the one that is in sight goes on being read.
   */
  outlined(requestId: string, exercises: readonly Exercise[], askedCount: number, staysAt?: number): void {
    const isSame = requestId === this.view.exercisesOf
    if (!isSame) this.search = 'none'
    const newest = Math.max(0, exercises.length - 1)
    const inSight = isSame ? Math.min(this.view.exercise, newest) : 0
    const exercise = staysAt === undefined ? newest : inSight
    this.show({ exercises, exercisesOf: requestId, exercise, askedCount })
    if (staysAt !== undefined) this.scrolled(staysAt)
  }

  /**
   * The list was scrolled: the last solution that begins above its upper part is read. Solutions stand in order, so a few are
   * asked where they are, one after the other, however many there are.
   */
  scrolled(listTop: number): void {
    if (this.view.exercises.length < 2) return
    this.listTop = listTop
    if (this.search === 'none') this.look(0, this.view.exercises.length - 1)
    else this.search = 'again'
  }

  /** Goes to an exercise. */
  jump(place: number, scrollTop: number, listTop: number): void {
    const exercise = this.view.exercises[place]
    if (exercise === undefined) return
    this.page.whereabouts(this.view.exercisesOf, exercise, (top) => {
      this.page.setData({ scrollTop: Math.max(0, scrollTop + top - listTop - AIR) })
      this.show({ ...this.view, exercise: place })
    })
  }

  /** The one that is read is among those from `first` to `last`. */
  private look(first: number, last: number): void {
    const { exercises, exercisesOf } = this.view
    const middle = Math.ceil((first + last) / 2)
    const exercise = exercises[middle]
    if (first === last || exercise === undefined) {
      this.found(first)
      return
    }
    if (this.search === 'none') this.search = 'running'
    this.page.whereabouts(exercisesOf, exercise, (top) => {
      if (this.search === 'none' || exercisesOf !== this.view.exercisesOf) return
      const isAbove = top <= this.listTop + READ_FROM
      this.look(isAbove ? middle : first, isAbove ? last : middle - 1)
    })
  }

  private found(exercise: number): void {
    const isPassed = this.search === 'again'
    this.search = 'none'
    this.show({ ...this.view, exercise })
    if (isPassed) this.scrolled(this.listTop)
  }

  private show(view: JumpView): void {
    const { exercise, ...rest } = view
    const isSame = rest.exercises === this.view.exercises && rest.exercisesOf === this.view.exercisesOf
    if (isSame && exercise === this.view.exercise) return
    this.view = view
    this.page.setData(isSame ? { exercise } : view)
  }
}
