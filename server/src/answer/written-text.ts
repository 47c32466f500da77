import { WholeCharacters } from '../text/whole-characters'
import { Unrepeated } from './unrepeated'

/** Blanks of every kind, also those without a width. */
const BLANK = /^[\s\u200b-\u200d\u2060]*$/

/**
 * The text of an answer as its model writes it: in whole characters, without what is there already where it goes on, and never
 * begun by blanks alone, since an answer of blanks is none.
 */
export class WrittenText {
  private readonly characters = new WholeCharacters()
  private readonly unrepeated: Unrepeated
  private blanks = ''
  private begun: boolean

  /** `before`: what is written already. */
  constructor(before: string) {
    this.unrepeated = new Unrepeated(before)
    this.begun = !BLANK.test(before)
  }

  /** Whether there is any text, that of before counted in. */
  get isEmpty(): boolean {
    return !this.begun
  }

  /** What of a delta is to be shown now. */
  take(delta: string): string {
    return this.show(this.unrepeated.take(this.characters.take(delta)))
  }

  /** What was held back until the model ended. */
  end(): string {
    return this.show(this.unrepeated.end())
  }

  private show(text: string): string {
    if (this.begun) return text
    this.blanks += text
    if (BLANK.test(this.blanks)) return ''
    this.begun = true
    const shown = this.blanks
    this.blanks = ''
    return shown
  }
}
