/**
 * Text that a replay from the start brings again: what is held already is swallowed, and where the two differ the replay
 * is what counts.
 */
export class TextSoFar {
  /** All of the text. */
  text: string
  private replayed: string | undefined

  constructor(text = '') {
    this.text = text
  }

  /** The text begins anew from here. */
  replay(): void {
    this.replayed = this.text === '' ? undefined : ''
  }

  /** What this delta adds to the text: a delta, or all of it anew. */
  push(delta: string): { delta: string } | { whole: string } {
    if (this.replayed === undefined) {
      this.text += delta
      return { delta }
    }
    const replayed = this.replayed + delta
    if (this.text.startsWith(replayed)) {
      this.replayed = replayed === this.text ? undefined : replayed
      return { delta: '' }
    }
    const added = replayed.startsWith(this.text) ? replayed.slice(this.text.length) : undefined
    this.replayed = undefined
    this.text = replayed
    return added === undefined ? { whole: replayed } : { delta: added }
  }

  /** All of it anew. */
  replace(text: string): void {
    this.text = text
    this.replayed = undefined
  }
}
