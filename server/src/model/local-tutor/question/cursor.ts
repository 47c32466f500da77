import { Unsolved } from '../mathematics/quantity'

/** A place in a text that is read from left to right, with a way back. */
export class Cursor {
  position = 0
  /** The failure that was met furthest to the right: the one that says most about why a text was not understood. */
  failure: { position: number; error: Unsolved } | undefined

  constructor(readonly text: string) {}

  /** What has not been read. */
  get rest(): string {
    return this.text.slice(this.position)
  }

  /** Whether only spaces and line ends are left. */
  get atEnd(): boolean {
    return this.rest.trim() === ''
  }

  /** Spaces, not the ends of lines. */
  skipSpaces(): void {
    while (this.text[this.position] === ' ' || this.text[this.position] === '\t') this.position++
  }

  /** What a pattern finds right here, after spaces. `pattern` is sticky. */
  match(pattern: RegExp): RegExpExecArray | undefined {
    const before = this.position
    this.skipSpaces()
    pattern.lastIndex = this.position
    const match = pattern.exec(this.text)
    if (match === null) {
      this.position = before
      return undefined
    }
    this.position += match[0].length
    return match
  }

  /** As {@link match}, only whether. */
  eat(pattern: RegExp): boolean {
    return this.match(pattern) !== undefined
  }

  /** Whether a pattern is found right here, after spaces; nothing is read. */
  sees(pattern: RegExp): boolean {
    const before = this.position
    const seen = this.eat(pattern)
    this.position = before
    return seen
  }

  /** Reads by a rule; where it gives nothing, or fails, nothing was read. */
  attempt<Read>(rule: () => Read | undefined): Read | undefined {
    const before = this.position
    try {
      const read = rule()
      if (read === undefined) this.position = before
      return read
    } catch (error) {
      if (!(error instanceof Unsolved)) throw error
      if (this.failure === undefined || this.failure.position <= this.position) {
        this.failure = { position: this.position, error }
      }
      this.position = before
      return undefined
    }
  }
}
