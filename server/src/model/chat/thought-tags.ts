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

const TAG = /<(\/?)think(?:ing)?>/gi
const CLOSING = /<\/(?:think|thinking)>\s*/i
const FIRST_OPENING = /^\s*<think(?:ing)?>/i
/** A beginning of a tag at the end of a text: the rest of it may come with the next delta. */
const HALF_TAG = /`?<\/?(?:t(?:h(?:i(?:n(?:k(?:i(?:n(?:g)?)?)?)?)?)?)?)?$/i
const HALF_CLOSING = /<(?:\/(?:t(?:h(?:i(?:n(?:k(?:i(?:n(?:g)?)?)?)?)?)?)?)?)?$/i
/** A text of which it cannot be said yet whether it begins with an opening tag. */
const HALF_FIRST = /^\s*(?:<(?:t(?:h(?:i(?:n(?:k(?:i(?:n(?:g)?)?)?)?)?)?)?)?)?$/i
/** A longer piece of a tag is no text that somebody meant. */
const LONGEST_SIGN = 2

/**
 * Parts a model's thoughts from its answer where it writes both into one text, the thoughts between `<think>` and `</think>`.
 * A tag may be torn over any number of deltas; one that a back-quote stands before is only spoken of. A closing tag that nothing
 * opened is no text either: the opening one may stand in the prompt.
 */
export class ThoughtTags {
  private place: 'beginning' | 'thoughts' | 'text'
  /** Thoughts that no tag of this text opened; `undefined` where there are none. They may turn out to be the answer. */
  private unopened: string | undefined
  private opened: boolean
  /** Not told yet, since it may belong to a tag. */
  private held = ''
  /** Blanks between the thoughts and the answer are neither. */
  private skipBlanks = false
  private last = ''
  private readonly forget: (() => void) | undefined

  constructor({ thinksFirst = false, forget }: ThoughtTagsOptions = {}) {
    this.place = thinksFirst ? 'beginning' : 'text'
    this.opened = thinksFirst
    this.forget = forget
  }

  take(delta: string): Piece {
    const piece: Piece = { content: '', reasoning: '' }
    // Most deltas have nothing of a tag.
    if (this.place === 'text' && !this.skipBlanks && this.held === '' && !delta.includes('<')) {
      this.last = delta.at(-1) ?? this.last
      return { content: delta, reasoning: '' }
    }
    let rest = this.held + delta
    this.held = ''
    while (rest !== '') rest = this.read(rest, piece)
    return piece
  }

  /** The thoughts came by themselves before there was any text: it begins outside of them. */
  thoughtsApart(): void {
    if (this.place === 'beginning') this.place = 'text'
  }

  /** Whether there are words that are the answer unless a closing tag comes. */
  get mayAnswer(): boolean {
    return this.unopened !== undefined && this.unopened.trim() !== ''
  }

  /**
   * The stream ended: what was held back. Half of a tag is nobody's text, a lone `<` is. Thoughts that nothing opened and nothing
   * closed are the answer, where the text is whole.
   */
  end(isWhole: boolean): Piece {
    const sign = this.held.length > LONGEST_SIGN ? '' : this.held
    const { unopened } = this
    this.held = ''
    if (this.place !== 'thoughts') return { content: sign, reasoning: '' }
    if (unopened === undefined || !isWhole) return { content: '', reasoning: '' }
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
      case 'text':
        return this.write(text, piece)
    }
  }

  /** Some write the opening tag of the prompt once more. */
  private begin(text: string): string {
    if (HALF_FIRST.test(text)) {
      this.held = text
      return ''
    }
    this.place = 'thoughts'
    const opening = FIRST_OPENING.exec(text)
    if (opening !== null) return text.slice(opening[0].length)
    this.unopened = ''
    return text
  }

  private think(text: string, piece: Piece): string {
    const end = CLOSING.exec(text)
    if (end === null) {
      this.tell(piece, 'reasoning', this.hold(text, HALF_CLOSING))
      return ''
    }
    piece.reasoning += text.slice(0, end.index)
    this.unopened = undefined
    this.place = 'text'
    this.skipBlanks = true
    return text.slice(end.index + end[0].length)
  }

  private write(given: string, piece: Piece): string {
    const text = this.skipBlanks ? given.trimStart() : given
    if (text === '') return ''
    this.skipBlanks = false
    const tag = this.tagIn(text)
    if (tag === undefined) {
      this.tell(piece, 'content', this.hold(text, HALF_TAG))
      return ''
    }
    this.tell(piece, 'content', text.slice(0, tag.index))
    if (tag[1] === '/') this.closeUnopened(piece)
    else this.open()
    return text.slice(tag.index + tag[0].length)
  }

  private open(): void {
    this.place = 'thoughts'
    this.opened = true
  }

  private closeUnopened(piece: Piece): void {
    if (this.opened || this.forget === undefined) return
    piece.content = ''
    this.forget()
  }

  private tagIn(text: string): RegExpExecArray | undefined {
    return [...text.matchAll(TAG)].find(({ index }) => {
      const before = index === 0 ? this.last : text[index - 1]
      return before !== '`'
    })
  }

  private tell(piece: Piece, kind: keyof Piece, text: string): void {
    piece[kind] += text
    if (kind === 'content') this.last = text.at(-1) ?? this.last
    else if (this.unopened !== undefined) this.unopened += text
  }

  /** What of a text is told now. */
  private hold(text: string, half: RegExp): string {
    const found = half.exec(text)
    const spokenOf = found?.[0].startsWith('`') || (found?.index === 0 && this.last === '`')
    if (found === null || spokenOf) return text
    this.held = found[0]
    return text.slice(0, found.index)
  }
}
