import type { Cancel, Clock } from '../../platform/ports'
import type { Exercise } from '../../render/index'

/** Pixels below the list's upper edge up to which a solution counts as the one that is read. */
const READ_FROM = 96
/** Pixels that stay free above a solution that was jumped to. */
const AIR = 8
/** Milliseconds for which a solution's place is waited for: what is not drawn yet tells none. */
const PATIENCE = 300

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
  /** Where an exercise of an answer begins on the screen, in pixels from its top; not told where that cannot be told. */
  whereabouts(requestId: string, exercise: Exercise, told: (top: number) => void): void
}

/** The exercises of the answer that was asked for last, which of them is read, and the way to another. */
export class JumpList {
  private view = NO_EXERCISES
  /** It is being looked for which one is read; the list was scrolled on meanwhile. */
  private search: 'none' | 'running' | 'again' = 'none'
  /** Which search it is: what is told to an earlier one is told to nobody. */
  private round = 0
  private cancelPatience: Cancel | undefined
  private listTop = 0

  constructor(
    private readonly page: JumpPage,
    private readonly clock: Pick<Clock, 'setTimer'>,
  ) {}

  /**
   * The answer that was asked for last brought another exercise. The one that is in sight is read, whether the page goes along with the answer's
   * end or stays: `listTop` is where the list stands.
   */
  outlined(requestId: string, exercises: readonly Exercise[], askedCount: number, listTop: number): void {
    this.endSearch()
    const isSame = requestId === this.view.exercisesOf
    const inSight = isSame ? Math.min(this.view.exercise, Math.max(0, exercises.length - 1)) : 0
    this.show({ exercises, exercisesOf: requestId, exercise: inSight, askedCount })
    this.scrolled(listTop)
  }

  /**
   * The list was scrolled: the last solution that begins above its upper part is read. Solutions stand in order, so a few are
   * asked where they are, one after the other, however many there are.
   */
  scrolled(listTop: number): void {
    if (this.view.exercises.length < 2) return
    this.listTop = listTop
    if (this.search === 'none') {
      this.search = 'running'
      this.look(0, this.view.exercises.length - 1)
    } else this.search = 'again'
  }

  /** Goes to an exercise. */
  jump(place: number, scrollTop: number, listTop: number): void {
    const exercise = this.view.exercises[place]
    if (exercise === undefined) return
    this.page.whereabouts(this.view.exercisesOf, exercise, (top) => {
      this.endSearch()
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
    this.round += 1
    const { round } = this
    this.cancelPatience = this.clock.setTimer(() => this.searched(), PATIENCE)
    this.page.whereabouts(exercisesOf, exercise, (top) => {
      if (round !== this.round) return
      this.cancelPatience?.()
      const isAbove = top <= this.listTop + READ_FROM
      this.look(isAbove ? middle : first, isAbove ? last : middle - 1)
    })
  }

  private found(exercise: number): void {
    this.show({ ...this.view, exercise })
    this.searched()
  }

  /** Found or not: where the list was scrolled on meanwhile it is looked for once more. */
  private searched(): void {
    const isPassed = this.search === 'again'
    this.endSearch()
    if (isPassed) this.scrolled(this.listTop)
  }

  private endSearch(): void {
    this.round += 1
    this.cancelPatience?.()
    this.search = 'none'
  }

  private show(view: JumpView): void {
    const { exercise, ...rest } = view
    const isSame = rest.exercises === this.view.exercises && rest.exercisesOf === this.view.exercisesOf
    if (isSame && exercise === this.view.exercise) return
    this.view = view
    this.page.setData(isSame ? { exercise } : view)
  }
}
