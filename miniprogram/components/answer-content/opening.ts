import { likelyHeightOfText } from '../answer-passage/likely-height'

/** Characters that are read in one slice. */
const SLICE = 12_000
/** Passages at the end that are drawn when they come, about a screen of them, one in a slice; and those that come before them in one. */
const DRAWN_FIRST = 3
const BROUGHT = 4

/** What an answer that is opened is read with, and comes onto the page by. */
export interface OpeningParts {
  readonly renderer: { push(text: string): void; flush(): void; end(): void }
  /** Keeps the passages until they are brought, the last ones first; tells how many are left. */
  readonly feed: { readonly size: number; gather(): void; bring(most: number): number }
  /** All is there: the passages from this one on are drawn when they come, those before it when they come near what is in sight. */
  drawsFrom(place: number): void
  /** A passage is about to come that is drawn then. */
  completes(place: number): void
  /** Pixels that stand for the passages which are still to come, about. */
  keeps(pixels: number): void
}

/**
 * A finished answer that comes onto the page, a slice at a time. It is parted into its blocks, since how it goes on may hang on how it
 * began; then its end is read and drawn, where the page stands; what lies before that follows backwards.
 */
export class Opening {
  private read = 0
  private drawn = 0

  /** @param torn it was cut inside of a formula, which stays held back */
  constructor(
    private readonly text: string,
    private readonly torn: boolean,
    private readonly parts: OpeningParts,
  ) {
    parts.feed.gather()
    parts.keeps(likelyHeightOfText(text.length))
  }

  /** Does the next part of it; false when nothing is left. */
  slice(): boolean {
    if (this.read < this.text.length) this.readOn()
    if (this.read < this.text.length) return true
    const { feed, drawsFrom, completes } = this.parts
    if (this.drawn === DRAWN_FIRST) return this.bring(BROUGHT)
    if (this.drawn === 0) drawsFrom(feed.size - DRAWN_FIRST)
    this.drawn += 1
    completes(feed.size - this.drawn)
    return this.bring(1)
  }

  /** Brings all that was read so far: the rest is not wanted any more. */
  cancel(): void {
    this.bring(this.parts.feed.size)
  }

  private readOn(): void {
    const { renderer } = this.parts
    renderer.push(this.text.slice(this.read, this.read + SLICE))
    this.read += SLICE
    if (this.read < this.text.length || this.torn) renderer.flush()
    else renderer.end()
  }

  private bring(most: number): boolean {
    const { feed, keeps } = this.parts
    const left = feed.bring(most)
    keeps(feed.size === 0 ? 0 : Math.round((likelyHeightOfText(this.text.length) * left) / feed.size))
    return left > 0
  }
}
