/** A text without halves of characters, which UTF-8 does not have: each is U+FFFD, as a database would make of it. */
export function inWholeCharacters(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\ufffd')
}

/** Whether a text is kept as it is. Of names it has to be so: two that differ in a half would be one in a database. */
export function isOfWholeCharacters(text: string): boolean {
  return !/\p{Surrogate}/u.test(text)
}

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
    return inWholeCharacters(text.slice(0, text.length - this.half.length))
  }
}
