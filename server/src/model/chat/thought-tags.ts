/** A piece of what a model writes. */
export interface Piece {
  content: string
  reasoning: string
}

const OPENING = /<think(?:ing)?>/gi
const CLOSING = /<\/(?:think|thinking)>\s*/i
/** A beginning of a tag at the end of a text: the rest of it may come with the next delta. */
const HALF_OPENING = /`?<(?:t(?:h(?:i(?:n(?:k(?:i(?:n(?:g)?)?)?)?)?)?)?)?$/i
const HALF_CLOSING = /<(?:\/(?:t(?:h(?:i(?:n(?:k(?:i(?:n(?:g)?)?)?)?)?)?)?)?)?$/i

/**
 * Parts a model's thoughts from its answer where it writes both into one text, the thoughts between `<think>` and `</think>`.
 * A tag may be torn over any number of deltas; one that a back-quote stands before is only spoken of.
 */
export class ThoughtTags {
  private thinking = false
  /** Not told yet, since it may belong to a tag. */
  private held = ''
  /** Blanks between the thoughts and the answer are neither. */
  private skipBlanks = false
  private last = ''

  take(delta: string): Piece {
    const piece: Piece = { content: '', reasoning: '' }
    // Most deltas have nothing of a tag.
    if (!this.thinking && !this.skipBlanks && this.held === '' && !delta.includes('<')) {
      this.last = delta.at(-1) ?? this.last
      return { content: delta, reasoning: '' }
    }
    let rest = this.held + delta
    this.held = ''
    while (rest !== '') rest = this.thinking ? this.think(rest, piece) : this.write(rest, piece)
    return piece
  }

  /** The stream ended: what was held back. Half of a tag is nobody's text, a lone `<` is. */
  end(): Piece {
    const held = this.held
    this.held = ''
    if (this.thinking || held.length > 2) return { content: '', reasoning: '' }
    return { content: held, reasoning: '' }
  }

  private think(text: string, piece: Piece): string {
    const end = CLOSING.exec(text)
    if (end === null) {
      this.tell(piece, 'reasoning', this.hold(text, HALF_CLOSING))
      return ''
    }
    piece.reasoning += text.slice(0, end.index)
    this.thinking = false
    this.skipBlanks = true
    return text.slice(end.index + end[0].length)
  }

  private write(given: string, piece: Piece): string {
    const text = this.skipBlanks ? given.trimStart() : given
    if (text === '') return ''
    this.skipBlanks = false
    const begin = this.opening(text)
    if (begin === undefined) {
      this.tell(piece, 'content', this.hold(text, HALF_OPENING))
      return ''
    }
    this.tell(piece, 'content', text.slice(0, begin.index))
    this.thinking = true
    return text.slice(begin.index + begin[0].length)
  }

  private opening(text: string): RegExpExecArray | undefined {
    return [...text.matchAll(OPENING)].find(({ index }) => {
      const before = index === 0 ? this.last : text[index - 1]
      return before !== '`'
    })
  }

  private tell(piece: Piece, kind: keyof Piece, text: string): void {
    piece[kind] += text
    if (kind === 'content') this.last = text.at(-1) ?? this.last
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
