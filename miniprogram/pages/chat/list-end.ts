import { createFollowEnd, type ScrollPosition } from '../../conversation/follow-end'
import type { Patch } from '../../conversation/patch-batch'
import type { Cancel, Clock } from '../../platform/ports'
import { EndMover } from './end-mover'

/** Milliseconds from a growth that the page does not follow to the look where the end is now: cards draw a little later. */
const LOOK_AFTER = 300

/** What the list's end needs of the page. */
export interface ListView {
  /** Something is on the page, and it is in sight. */
  isShown(): boolean
  /** Takes what goes to the page; `atOnce`: in this turn, with all that waits. */
  send(patch: Patch, atOnce: boolean): void
  /** Tells how many pixels below its visible part the list ends, now that it is drawn. */
  measureEnd(told: (below: number) => void): void
}

/** The end of the page's list: goes along with what grows there while the student reads there, else marks that there is something new. */
export class ListEnd {
  private readonly follow = createFollowEnd()
  private readonly view: ListView
  private readonly clock: Clock
  private readonly mover: EndMover
  private look: Cancel | undefined

  constructor(view: ListView, clock: Clock) {
    this.view = view
    this.clock = clock
    this.mover = new EndMover(
      () => this.goesAlong,
      (patch, atOnce) => view.send(patch, atOnce),
      clock,
    )
  }

  /** Whether the page may be moved to the end just now. */
  get goesAlong(): boolean {
    return this.follow.moves && this.view.isShown()
  }

  scrolled(position: ScrollPosition): void {
    if (this.follow.scrolled(position)) this.tell()
  }

  /** The student's finger or wheel moves the list, or let it go: then it catches up with what grew meanwhile (`grows`). */
  touched(down: boolean, grows: boolean): void {
    this.follow.touched(down)
    if (!down && grows) this.resized()
  }

  /** Another part of the list is visible now. */
  resized(): void {
    if (this.goesAlong) this.mover.grew()
  }

  /** A card is higher from this turn on. */
  drew(): void {
    if (this.goesAlong) this.mover.drew()
    else this.lookLater()
  }

  /** Something came at the end: the page goes along, or marks it. */
  grew(): void {
    const { news } = this.follow
    if (this.follow.grew()) this.mover.grew()
    else if (this.follow.news !== news) this.tell()
    this.lookLater()
  }

  /** The student asked for the end, or sent a question. */
  toEnd(): void {
    this.follow.toEnd()
    this.tell()
    this.grew()
  }

  /** The page greets: it is read from its top. */
  toStart(): void {
    this.follow.toEnd()
    this.tell({ scrollTop: 0 })
  }

  /** What is looked at stays in sight while something grows below it. `intoView`: its element. */
  stayAt(intoView: string): void {
    this.follow.stay()
    this.tell({ intoView })
  }

  /** The page is gone. */
  leave(): void {
    this.mover.end()
    this.look?.()
  }

  private tell(more: Patch = {}): void {
    this.view.send({ atEnd: this.follow.atEnd, news: this.follow.news, ...more }, false)
  }

  /** A list that is not followed tells by itself where its end is only when it is scrolled. */
  private lookLater(): void {
    if (this.follow.following) return
    this.look ??= this.clock.setTimer(() => {
      this.look = undefined
      this.view.measureEnd((below) => {
        if (this.follow.measured(below)) this.tell()
      })
    }, LOOK_AFTER)
  }
}
