import { CodePlace } from './code-place'
import {
  beginningAtEnd,
  CLOSING,
  endOfWrapper,
  finder,
  MAY_HAVE_TAG,
  mayBecome,
  OPENING,
  tagAtStart,
  UNWRAPPING,
  WRAPPING,
} from './tags'

/** A piece of what a model writes. */
export interface Piece {
  content: string
  reasoning: string
}

/** What is known of a text before it comes. */
export interface ThoughtTagsOptions {
  /** The prompt ended with an opening tag: the text begins inside of the thoughts. */
  thinksFirst?: boolean | undefined
  /** Called where all content so far turns out to have been thoughts, whose opening tag never came. Missing: somebody has read it. */
  forget?: (() => void) | undefined
}

/** A longer piece of a tag is no text that somebody meant. */
const LONGEST_SIGN = 2

const BEFORE_ANSWER = [...OPENING, ...WRAPPING]
const findClosing = finder(CLOSING)
const findTag = finder([...OPENING, ...CLOSING, ...UNWRAPPING])

/**
 * Parts a model's thoughts from its answer where it writes both into one text, the thoughts between tags (`<think>` and others,
 * ./tags). A tag may be torn over any number of deltas.
 *
 * Thoughts come first: a tag opens them at the beginning of the text, and later on only in a text that began so. Any other, and one in
 * code, is text that speaks of tags. A closing tag that nothing opened is no text, though: the opening one stands in the prompt. What came
 * before it were thoughts; where somebody has read them they stay, and {@link opensInPrompt} tells that the next text will begin so.
 *
 * Of ES2019: it runs on phones and in the server.
 */
export class ThoughtTags {
  /** `behind` the thoughts, before the answer's first word. */
  private place: 'beginning' | 'thoughts' | 'behind' | 'text' = 'beginning'
  /** Thoughts that no tag of this text opened; `undefined` where there are none. They may turn out to be the answer. */
  private unopened: string | undefined
  /** A tag of this text, or of its prompt, opened thoughts. */
  private opened: boolean
  /** They come by themselves, beside the text. */
  private apart = false
  /** Opening tags that are text, whose closing ones are text too. */
  private spokenOf = 0
  /** The tag that ends what stands around the answer; '' where nothing does. */
  private wrapperEnd = ''
  /** Not told yet, since it may belong to a tag. */
  private held = ''
  private hasWords = false
  private readonly code = new CodePlace()
  private thinksFirst: boolean
  private readonly forget: (() => void) | undefined
  private foundInPrompt = false

  constructor({ thinksFirst = false, forget }: ThoughtTagsOptions = {}) {
    this.thinksFirst = thinksFirst
    this.opened = thinksFirst
    this.forget = forget
  }

  /** What a delta says, as far as that is sure. */
  take(delta: string): Piece {
    const piece: Piece = { content: '', reasoning: '' }
    let rest = this.held + delta
    this.held = ''
    while (rest !== '') rest = this.read(rest, piece)
    return piece
  }

  /** The thoughts come by themselves: the text does not begin inside of them. */
  thoughtsApart(): void {
    this.apart = true
    if (this.place === 'beginning') this.thinksFirst = false
  }

  /** Whether there are words that are the answer unless a closing tag comes. */
  get mayAnswer(): boolean {
    return this.unopened !== undefined && this.unopened.trim() !== ''
  }

  /** Whether words turned out to be thoughts that nothing had opened, and had been told as text. */
  get opensInPrompt(): boolean {
    return this.foundInPrompt
  }

  /**
   * The stream ended: what was held back. Half of a tag is nobody's text, a lone `<` is. Thoughts that nothing opened and nothing
   * closed are the answer where the model `hasFinished`: by its own will, and not for want of room.
   */
  end(hasFinished: boolean): Piece {
    const sign = this.held.trim().length > LONGEST_SIGN ? '' : this.held
    const { unopened } = this
    this.held = ''
    if (this.place !== 'thoughts') return { content: sign, reasoning: '' }
    if (unopened === undefined || !hasFinished) return { content: '', reasoning: '' }
    this.place = 'text'
    this.unopened = undefined
    return { content: unopened + sign, reasoning: '' }
  }

  /** Reads the next part of a text; returns what of it is still to be read. */
  private read(text: string, piece: Piece): string {
    switch (this.place) {
      case 'beginning':
        return this.begin(text)
      case 'thoughts':
        return this.think(text, piece)
      case 'behind':
        return this.lead(text, BEFORE_ANSWER, () => 'text')
      case 'text':
        return this.write(text, piece)
    }
  }

  /** Some write the opening tag of the prompt once more. */
  private begin(text: string): string {
    return this.lead(text, OPENING, () => {
      if (!this.thinksFirst) return 'text'
      this.unopened = ''
      return 'thoughts'
    })
  }

  private think(text: string, piece: Piece): string {
    const found = MAY_HAVE_TAG.test(text) ? findClosing(text) : undefined
    if (found === undefined) {
      this.tellThought(piece, this.hold(text, beginningAtEnd(text, CLOSING)))
      return ''
    }
    piece.reasoning += text.slice(0, found.index)
    this.unopened = undefined
    this.place = 'behind'
    return text.slice(found.end)
  }

  /** Reads a beginning, in which one of these tags may stand behind blanks; `otherwise`: where the text is, if none does. */
  private lead(given: string, tags: readonly string[], otherwise: () => 'text' | 'thoughts'): string {
    const text = given.trimStart()
    // Blanks behind the thoughts are of neither.
    const kept = this.place === 'behind' ? text : given
    if (text === '' || mayBecome(text, tags)) {
      this.held = kept
      return ''
    }
    const tag = tagAtStart(text, tags)
    if (tag === undefined) {
      this.place = otherwise()
      return kept
    }
    this.wrapperEnd = endOfWrapper(tag)
    if (this.wrapperEnd === '') this.open()
    return text.slice(tag.length)
  }

  private write(text: string, piece: Piece): string {
    const found = MAY_HAVE_TAG.test(text) ? findTag(text) : undefined
    if (found === undefined) {
      this.tell(piece, this.hold(text, this.heldFrom(text)))
      return ''
    }
    const { tag, index, end } = found
    if (this.isText(tag, text.slice(0, index))) this.tell(piece, text.slice(0, end))
    else {
      this.tell(piece, text.slice(0, index))
      if (OPENING.includes(tag)) this.open()
      else this.close(tag, piece)
    }
    return text.slice(end)
  }

  /** Whether a tag behind this is only spoken of. */
  private isText(tag: string, before: string): boolean {
    if (this.isCode(before)) return true
    if (UNWRAPPING.includes(tag)) return tag !== this.wrapperEnd
    if (OPENING.includes(tag)) {
      if (this.opened) return false
      this.spokenOf += 1
      return true
    }
    if (this.spokenOf === 0) return false
    this.spokenOf -= 1
    return true
  }

  /** Whether what comes behind this is code. A text that nobody reads is data: it has none, though its thoughts may have some. */
  private isCode(before: string): boolean {
    return this.forget === undefined && this.code.holds(before)
  }

  private open(): void {
    this.place = 'thoughts'
    this.opened = true
  }

  private close(tag: string, piece: Piece): void {
    if (tag === this.wrapperEnd) this.wrapperEnd = ''
    else if (!this.opened && !this.apart) this.closeUnopened(piece)
    if (!this.hasWords) this.place = 'behind'
  }

  private closeUnopened(piece: Piece): void {
    this.opened = true
    if (this.forget === undefined) {
      this.foundInPrompt = this.hasWords
      return
    }
    piece.content = ''
    this.hasWords = false
    this.forget()
  }

  private tell(piece: Piece, text: string): void {
    piece.content += text
    this.code.take(text)
    this.hasWords = this.hasWords || text.trim() !== ''
  }

  private tellThought(piece: Piece, text: string): void {
    piece.reasoning += text
    if (this.unopened !== undefined) this.unopened += text
  }

  private heldFrom(text: string): number {
    if (!MAY_HAVE_TAG.test(text)) return text.length
    const at = beginningAtEnd(text, [...OPENING, ...CLOSING, this.wrapperEnd])
    return at < text.length && this.isCode(text.slice(0, at)) ? text.length : at
  }

  /** What of a text is told now. */
  private hold(text: string, from: number): string {
    this.held = text.slice(from)
    return text.slice(0, from)
  }
}
