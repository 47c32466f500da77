import type { Cancel, Clock } from '../../platform/ports'

/** Passages before and behind those in sight that stay on the page: about a screen each way. */
export const KEPT_AROUND = 2

/** Milliseconds after a change before anything is folded: passages come into sight and leave it one by one. */
export const FOLD_DELAY = 250

/** Milliseconds after which a passage that is held is drawn where the host has told of no change. */
const HOLD_LIMIT = 1000

/** What carries it out. */
export interface FoldingHandlers {
  fold(passage: number): void
  /** `first`: it was held, and is drawn for the first time. */
  unfold(passage: number, first: boolean): void
}

/**
 * Decides which passages of an answer keep their rows on the page: those in sight and their neighbours. Of the others only the
 * height stays, so that an answer of any length takes no more nodes than a few screens do. Nothing is folded before the host has
 * told of a change by itself: else nobody might tell when it comes back into sight.
 */
export class Folding {
  /** Whether each passage is in sight, as far as that is known. */
  private readonly sights = new Map<number, boolean>()
  private isWatched = false
  private readonly folded = new Set<number>()
  /** Those whose rows changed since the last folding. */
  private readonly changing = new Set<number>()
  /** Those of the folded that were never drawn. */
  private readonly held = new Set<number>()
  private timer: Cancel | undefined
  private limit: Cancel | undefined

  constructor(
    private readonly handlers: FoldingHandlers,
    private readonly clock: Clock,
  ) {}

  /** A passage came onto the page with its rows off it: they are drawn when it comes near what is in sight. */
  hold(passage: number): void {
    this.folded.add(passage)
    this.held.add(passage)
    this.limit ??= this.clock.setTimer(() => {
      this.limit = undefined
      if (this.isWatched) return
      for (const each of this.held) this.unfold(each)
    }, HOLD_LIMIT)
  }

  /** Whether anything was told of a passage. */
  knows(passage: number): boolean {
    return this.folded.has(passage) || this.sights.has(passage)
  }

  /** Whether its rows are off the page. */
  isFolded(passage: number): boolean {
    return this.folded.has(passage)
  }

  /** Where a passage was when it came onto the page. What the host told since is newer. */
  located(passage: number, sighted: boolean): void {
    if (!this.sights.has(passage)) this.place(passage, sighted)
  }

  /** A passage came into sight, or left it. */
  saw(passage: number, sighted: boolean): void {
    this.isWatched = true
    this.place(passage, sighted)
  }

  private place(passage: number, sighted: boolean): void {
    this.sights.set(passage, sighted)
    for (const each of this.folded) if (this.isNear(each)) this.unfold(each)
    this.foldLater()
  }

  /** The rows of a passage change, and with them its height. */
  changes(passage: number): void {
    this.changing.add(passage)
    if (this.folded.has(passage) && !this.held.has(passage)) this.unfold(passage)
    this.foldLater()
  }

  /** The page has another width: no height holds any more. */
  resized(): void {
    for (const passage of this.folded) if (!this.held.has(passage)) this.unfold(passage)
    this.foldLater()
  }

  /** The answer is gone from the page. */
  end(): void {
    this.timer?.()
    this.limit?.()
  }

  private foldLater(): void {
    this.timer ??= this.clock.setTimer(() => this.fold(), FOLD_DELAY)
  }

  private fold(): void {
    this.timer = undefined
    if (!this.isWatched) return
    for (const passage of this.sights.keys()) {
      if (this.folded.has(passage) || this.changing.has(passage) || this.isNear(passage)) continue
      this.folded.add(passage)
      this.handlers.fold(passage)
    }
    if (this.changing.size > 0) this.foldLater()
    this.changing.clear()
  }

  private unfold(passage: number): void {
    this.folded.delete(passage)
    this.handlers.unfold(passage, this.held.delete(passage))
  }

  private isNear(passage: number): boolean {
    for (let each = passage - KEPT_AROUND; each <= passage + KEPT_AROUND; each++)
      if (this.sights.get(each)) return true
    return false
  }
}
