/** Characters at the end of a text in which a model that goes on may begin again. */
const TAIL = 400
/** A repetition shorter than this, or of fewer letters, may be what is meant: `- - -`, `1 + 1 + 1`. */
const SHORTEST = 6
const FEWEST_LETTERS = 4

/**
 * What a model writes that goes on from a text, without what is there already: some begin with the last words again, some with
 * the first. What may be a repetition is held back until that is known.
 */
export class Unrepeated {
  private held = ''
  private decided: boolean

  constructor(private readonly text: string) {
    this.decided = text === ''
  }

  take(delta: string): string {
    if (this.decided) return delta
    this.held += delta
    const begun = this.held.trimStart()
    if (begun === '' || this.mayRepeat(begun)) return ''
    return this.decide(begun)
  }

  /** The model has ended. */
  end(): string {
    if (this.decided) return ''
    const begun = this.held.trimStart()
    const { text } = this
    // All of it is the beginning of the text, told again and cut before its end.
    if (begun !== text && text.startsWith(begun) && isTelling(begun) && !isRepetitive(begun)) {
      this.decided = true
      return ''
    }
    return this.decide(begun)
  }

  private mayRepeat(begun: string): boolean {
    const { text } = this
    return text.startsWith(begun) || text.slice(-TAIL).includes(begun)
  }

  private decide(begun: string): string {
    this.decided = true
    const repeated = this.repeated(begun)
    return repeated === 0 ? this.held : begun.slice(repeated)
  }

  private repeated(begun: string): number {
    const { text } = this
    if (text.length > 1 && begun.startsWith(text) && !isRepetitive(text)) return text.length
    for (let length = Math.min(begun.length, text.length, TAIL); length >= SHORTEST; length -= 1) {
      const end = begun.slice(0, length)
      if (text.endsWith(end) && isTelling(end)) return isPeriodic(text, end) ? 0 : length
    }
    return 0
  }
}

/** Whether this is too much to be said twice by chance. */
function isTelling(repeated: string): boolean {
  const letters = repeated.match(/\p{L}/gu) ?? []
  return repeated.length >= SHORTEST && new Set(letters).size >= FEWEST_LETTERS
}

/** A text that ends by saying the same again and again is not repeated by the next time. */
function isPeriodic(text: string, end: string): boolean {
  const before = text.slice(Math.max(0, text.length - 2 * end.length), text.length - end.length)
  return isRepetitive(end) || (before !== '' && end.endsWith(before))
}

/** Whether a text is the same piece twice or more often, the last time perhaps not to its end. */
function isRepetitive(text: string): boolean {
  // The longest beginning of each part that is its end as well (Knuth, Morris and Pratt).
  const borders = [0]
  for (let at = 1, border = 0; at < text.length; at += 1) {
    while (border > 0 && text[at] !== text[border]) border = borders[border - 1] ?? 0
    if (text[at] === text[border]) border += 1
    borders.push(border)
  }
  return 2 * (borders.at(-1) ?? 0) >= text.length
}
