import type { AnswerPatch } from '../../render/index'
import { patchesByPassage } from '../../render/passages'

/** What shows a passage. */
export interface PassageView {
  /** Shows a patch of its rows; `taken` is called when the page has it. */
  show(patch: AnswerPatch, taken: () => void): void
}

/** What the feed needs of the answer that it feeds. */
export interface PassageFeedHandlers {
  /** The page is to have these passages too, whose numbers go on where the last ones ended. */
  add(places: number[]): void
  /** The page is to have these passages too, which stand before all that are there. */
  addBefore(places: number[]): void
  /** The rows of a passage are about to change. */
  changes(place: number): void
}

interface Waiting {
  patch: AnswerPatch
  taken(): void
}

/** Brings an answer's patches to its passages. What is for a passage that is not on the page yet waits for it. */
export class PassageFeed<View extends PassageView> {
  private count = 0
  /** So many passages at the beginning are kept off the page until they are brought. */
  private kept = 0
  private isGathering = false
  private readonly present = new Map<number, View>()
  private readonly waiting = new Map<number, Waiting[]>()

  constructor(private readonly handlers: PassageFeedHandlers) {}

  /** How many passages there are, also those that are still to come onto the page. */
  get size(): number {
    return this.count
  }

  /** The passage of that number, once it is on the page. */
  passage(place: number): View | undefined {
    return this.present.get(place)
  }

  /** From now on passages are kept off the page, and count as shown, until they are brought. For an answer that has none yet. */
  gather(): void {
    this.isGathering = true
  }

  /** Brings the last `most` of the passages that are kept, and gathers no more; answers how many are kept still. */
  bring(most: number): number {
    this.isGathering = false
    const last = this.kept
    this.kept = Math.max(0, last - most)
    if (last > this.kept) this.handlers.addBefore(numbers(this.kept, last))
    return this.kept
  }

  /** Shows a patch; `taken` is called when every passage that it touches has its part. */
  show(patch: AnswerPatch, taken: () => void): void {
    const patches = patchesByPassage(patch)
    const last = Math.max(...patches.keys())
    if (this.isGathering) {
      for (const [place, part] of patches) this.gathered(place, part)
      this.count = Math.max(this.count, last + 1)
      this.kept = this.count
      taken()
      return
    }
    let left = patches.size
    const partTaken = (): void => {
      left -= 1
      if (left === 0) taken()
    }
    for (const [place, part] of patches) {
      const waiting = this.waiting.get(place) ?? []
      waiting.push({ patch: part, taken: partTaken })
      this.waiting.set(place, waiting)
    }
    if (last >= this.count) {
      const added = numbers(this.count, last + 1)
      this.count = last + 1
      this.handlers.add(added)
    }
    for (const place of patches.keys()) this.feed(place)
  }

  /** A passage is on the page: it gets what waits for it. */
  placed(place: number, passage: View): void {
    this.present.set(place, passage)
    this.feed(place)
  }

  /** Joins a patch to what a passage gets in one when it comes; a path that is written again comes behind what it changes. */
  private gathered(place: number, part: AnswerPatch): void {
    const patch = this.waiting.get(place)?.[0]?.patch ?? {}
    for (const [path, value] of Object.entries(part)) {
      delete patch[path]
      patch[path] = value
    }
    this.waiting.set(place, [{ patch, taken: () => undefined }])
  }

  private feed(place: number): void {
    const waiting = this.waiting.get(place)
    const passage = this.present.get(place)
    if (waiting === undefined || passage === undefined) return
    this.waiting.delete(place)
    this.handlers.changes(place)
    for (const { patch, taken } of waiting) passage.show(patch, taken)
  }
}

/** From `first` on, up to before `last`. */
function numbers(first: number, last: number): number[] {
  return Array.from({ length: last - first }, (_, index) => first + index)
}
