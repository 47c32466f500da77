/**
 * Joins the halves of a character that a model's deltas tear apart: a half can neither be kept in UTF-8 nor shown.
 * What never finds its other half becomes U+FFFD, as a database would make of it.
 */
export class WholeCharacters {
  private half = ''

  /** The delta, without a half at its end, which waits for the next delta. */
  take(delta: string): string {
    const text = this.half + delta
    this.half = /[\ud800-\udbff]$/.test(text) ? text.slice(-1) : ''
    return text.slice(0, text.length - this.half.length).replace(/\p{Surrogate}/gu, '\ufffd')
  }
}
