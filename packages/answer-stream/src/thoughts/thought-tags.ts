import { ANY_CLOSING, beginningAtEnd, type Closing, closingOf, mayOpen, openingOf } from './tags'

/** A piece of what a model writes. */
export interface Piece {
  content: string
  reasoning: string
}

/** What is known of a text before it comes. */
export interface ThoughtTagsOptions {
  /** The prompt ended with an opening tag: the text begins inside of the thoughts. */
  thinksFirst?: boolean | undefined
  /** The text is meant to be JSON: one that begins so, in a fence or without, has no thoughts. */
  isData?: boolean | undefined
}

/** Blanks behind which no model opens its thoughts: more of them are told as they come. */
const MOST_BLANKS = 256
const BEGINS_DATA = /^[{[`]/

/**
 * Parts a model's thoughts from its answer where it writes both into one text, the thoughts between tags (`<think>` and others,
 * ./tags). A tag may be torn over any number of deltas.
 *
 * Thoughts stand at the beginning, blanks aside: a tag opens them there, or behind thoughts that closed, and its partner closes them.
 * From the answer's first character on all is text, also what looks like a tag: an answer may speak of them.
 *
 * Of ES2019: it runs on phones and in the server.
 */
export class ThoughtTags {
  /** `behind` the thoughts, before the answer's first character. */
  private place: 'beginning' | 'thoughts' | 'behind' | 'text' = 'beginning'
  /** What closes the thoughts. */
  private closing: Closing = ANY_CLOSING
  /** Thoughts that no tag of this text opened; `undefined` where there are none. They may turn out to be the answer. */
  private unopened: string | undefined
  /** The thoughts come by themselves, beside the text: between tags they are told once more. */
  private apart = false
  /** Not told yet, since it may belong to a tag. */
  private held = ''
  private thinksFirst: boolean
  private readonly isData: boolean

  constructor({ thinksFirst = false, isData = false }: ThoughtTagsOptions = {}) {
    this.thinksFirst = thinksFirst
    this.isData = isData
  }

  /** What a delta says, as far as that is sure. Thoughts that came by themselves are not among it. */
  take(delta: string): Piece {
    const piece: Piece = { content: '', reasoning: '' }
    let rest = this.held + delta
    this.held = ''
    while (rest !== '') rest = this.read(rest, piece)
    return piece
  }

  /** The thoughts come by themselves: the text does not begin inside of them, though data may stand behind a stray closing tag. */
  thoughtsApart(): void {
    this.apart = true
    if (this.place === 'beginning' && !this.isData) this.thinksFirst = false
  }

  /** Whether there are words that are the answer unless a closing tag comes. */
  get mayAnswer(): boolean {
    return this.unopened !== undefined && this.unopened.trim() !== ''
  }

  /** The stream ended: what was held back. Thoughts that nothing opened and nothing closed are the answer, where the text is whole. */
  end(isWhole: boolean): Piece {
    const { place, unopened = '', held } = this
    if (place === 'thoughts' && (this.unopened === undefined || !isWhole))
      return { content: '', reasoning: '' }
    const content = unopened + held
    this.unopened = undefined
    this.held = ''
    if (content !== '') this.place = 'text'
    return { content, reasoning: '' }
  }

  /** Reads the next part of a text; returns what of it is still to be read. */
  private read(text: string, piece: Piece): string {
    if (this.place === 'thoughts') return this.think(text, piece)
    if (this.place !== 'text') return this.lead(text)
    piece.content += text
    return ''
  }

  /** Reads a beginning, in which a tag may open thoughts behind blanks. */
  private lead(given: string): string {
    const text = given.trimStart()
    // Blanks behind the thoughts are of neither.
    const kept = this.place === 'behind' ? text : given
    const isNear = kept.length - text.length <= MOST_BLANKS
    if (isNear && mayOpen(text)) {
      this.held = kept
      return ''
    }
    const tag = isNear ? openingOf(text) : undefined
    if (tag !== undefined) {
      this.place = 'thoughts'
      this.closing = closingOf(tag)
      return text.slice(tag.length)
    }
    const isText = this.isData && (!isNear || BEGINS_DATA.test(text))
    if (this.place === 'beginning' && this.thinksFirst && !isText) {
      this.place = 'thoughts'
      this.unopened = ''
    } else this.place = 'text'
    return kept
  }

  private think(text: string, piece: Piece): string {
    const found = this.closing.find(text)
    const end = found?.index ?? beginningAtEnd(text, this.closing.tags)
    this.tellThought(piece, text.slice(0, end))
    if (found === undefined) {
      this.held = text.slice(end)
      return ''
    }
    this.unopened = undefined
    this.place = 'behind'
    return text.slice(found.end)
  }

  private tellThought(piece: Piece, text: string): void {
    if (this.unopened !== undefined) this.unopened += text
    else if (this.apart) return
    piece.reasoning += text
  }
}
