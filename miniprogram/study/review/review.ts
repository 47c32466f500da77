import type { KnownMistake, Mistake, ReviewRating } from '../../mistakes/mistake'
import type { Calendar, Cancel, Clock } from '../../platform/ports'

/** Milliseconds for which a rating can be taken back. */
export const UNDO_TIME = 5000

/** What a review needs of the outbox that its ratings go to. */
export interface RatingsPort {
  hold(mistake: Mistake, rating: ReviewRating): void
  withdraw(): void
  release(): void
}

/** How one exercise went. */
export interface Reviewed {
  readonly mistake: KnownMistake
  readonly rating: ReviewRating
  /** When it was rated, in milliseconds since the epoch. */
  readonly at: number
}

/**
 * The review of today's exercises, one after the other. A rating goes out when it cannot be taken back any more: after five
 * seconds, with the next rating, or when the page is left.
 */
export class Review {
  readonly done: Reviewed[] = []
  /** The solution of the present exercise is seen. */
  isOpen = false
  private undoTimer: Cancel | undefined
  private changed: () => void = () => undefined

  constructor(
    private list: readonly KnownMistake[],
    private readonly ratings: RatingsPort,
    private readonly clock: Clock & Calendar,
  ) {}

  /** What was rated, what is being reviewed, and what is to come, in this order. */
  get mistakes(): readonly KnownMistake[] {
    return this.list
  }

  /**
   * What is due may be another list than when the review began: what is due no more is not asked for, as it was deleted, mastered or
   * rated elsewhere, and what has come up since is asked for at the end. What was rated here stays as it is.
   */
  renew(due: readonly KnownMistake[]): void {
    const { present } = this
    const rated = this.done.map(({ mistake }) => mistake)
    const left = new Map(due.map((each) => [each.id, each]))
    const begun = this.list.slice(rated.length).flatMap(({ id }) => left.get(id) ?? [])
    const known = new Set(this.list.map(({ id }) => id))
    const added = due.filter(({ id }) => !known.has(id))
    this.list = [...rated, ...begun, ...added]
    if (this.present?.id !== present?.id) this.isOpen = false
    this.changed()
  }

  /** Has `changed` told of each change from now on, and nobody else: a review outlives the page that shows it. */
  listen(changed: () => void): void {
    this.changed = changed
  }

  /** Nothing at the end. */
  get present(): KnownMistake | undefined {
    return this.list[this.done.length]
  }

  /** The rating that can be taken back. */
  get undoable(): Reviewed | undefined {
    return this.undoTimer === undefined ? undefined : this.done[this.done.length - 1]
  }

  open(): void {
    if (this.present === undefined || this.isOpen) return
    this.isOpen = true
    this.changed()
  }

  /** Goes on with the next. A second tap finds another exercise, which is shut, and does nothing. */
  rate(rating: ReviewRating): void {
    const mistake = this.present
    if (mistake === undefined || !this.isOpen) return
    this.done.push({ mistake, rating, at: this.clock.date() })
    this.isOpen = false
    this.ratings.hold(mistake, rating)
    this.undoTimer?.()
    this.undoTimer = this.clock.setTimer(() => this.settle(), UNDO_TIME)
    this.changed()
  }

  /** Takes the last rating back: its exercise is there again, open. */
  undo(): void {
    if (this.undoable === undefined) return
    this.endUndo()
    this.done.pop()
    this.isOpen = true
    this.ratings.withdraw()
    this.changed()
  }

  /** Nothing is taken back any more: the last rating goes out. */
  settle(): void {
    if (this.undoTimer === undefined) return
    this.endUndo()
    this.ratings.release()
    this.changed()
  }

  private endUndo(): void {
    this.undoTimer?.()
    this.undoTimer = undefined
  }
}
