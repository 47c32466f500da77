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
  /** The rows of a passage are about to change. */
  changes(place: number): void
}

/** Brings an answer's patches to its passages. What is for a passage that is not on the page yet waits for it. */
export class PassageFeed<View extends PassageView> {
  private count = 0
  private readonly present = new Map<number, View>()
  private readonly waiting = new Map<number, { patch: AnswerPatch; taken: () => void }[]>()

  constructor(private readonly handlers: PassageFeedHandlers) {}

  /** How many passages there are, also those that are still to come onto the page. */
  get size(): number {
    return this.count
  }

  /** The passage of that number, once it is on the page. */
  passage(place: number): View | undefined {
    return this.present.get(place)
  }

  /** Shows a patch; `taken` is called when every passage that it touches has its part. */
  show(patch: AnswerPatch, taken: () => void): void {
    const patches = patchesByPassage(patch)
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
    this.addUpTo(Math.max(...patches.keys()))
    for (const place of patches.keys()) this.feed(place)
  }

  /** A passage is on the page: it gets what waits for it. */
  placed(place: number, passage: View): void {
    this.present.set(place, passage)
    this.feed(place)
  }

  private feed(place: number): void {
    const waiting = this.waiting.get(place)
    const passage = this.present.get(place)
    if (waiting === undefined || passage === undefined) return
    this.waiting.delete(place)
    this.handlers.changes(place)
    for (const { patch, taken } of waiting) passage.show(patch, taken)
  }

  private addUpTo(last: number): void {
    const places: number[] = []
    for (; this.count <= last; this.count++) places.push(this.count)
    if (places.length > 0) this.handlers.add(places)
  }
}
