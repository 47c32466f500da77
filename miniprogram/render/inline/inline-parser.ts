import { MAX_HELD_LINK_TEXT, MAX_INLINE_SPAN } from '../limits'
import { closeBracket } from './brackets'
import { DelimiterChain, flanking, repairEmphasis } from './emphasis'
import { readEntity } from './entities'
import { type CloserPlaces, readFormula } from './formula'
import { isLikelyMarkup, mayBeMarkup, readMarkup } from './markup'
import { type Bracket, type Delimiter, type Piece, plainText } from './pieces'

/** What a leaf's text is parsed with. */
export interface InlineContext {
  /** The character before the text; empty at the leaf's beginning. */
  before: string
  /** Nothing more comes: nothing is held back, nothing is repaired. */
  final: boolean
  /** The link definition of a label. */
  find(label: string): { url: string; title: string } | undefined
}

export interface ParsedInline {
  pieces: Piece[]
  /** Pieces from this place on are not to be shown yet. */
  shown: number
  /** Nothing before this place can change any more. */
  settled: number
}

const PLAIN = /[^\n\\`*_~[\]!<&$]+/y
const ESCAPABLE = /[!-/:-@[-`{-~]/

/** Parses a leaf's text; of an unfinished text it shows what a reader expects and says what is settled. */
export function parseInline(text: string, context: InlineContext): ParsedInline {
  return new InlineParser(text, context).parse()
}

class InlineParser {
  private position = 0
  private readonly pieces: Piece[] = []
  private readonly brackets: Bracket[] = []
  private readonly chain = new DelimiterChain()
  private readonly places: CloserPlaces = {}
  /** Where the parser stopped because the next thing is unfinished. */
  private stopped: number
  /** The first `<` that is shown as text and may still become markup. */
  private doubtful: number

  constructor(
    private readonly text: string,
    private readonly context: InlineContext,
  ) {
    this.stopped = text.length
    this.doubtful = text.length
  }

  parse(): ParsedInline {
    while (this.position < this.text.length && this.stopped === this.text.length) {
      if (!this.plain()) this.special()
    }
    this.chain.pair(undefined)
    const { text, stopped } = this
    if (this.context.final) return { pieces: this.pieces, shown: text.length, settled: text.length }
    const alive = text.length - MAX_INLINE_SPAN
    const openers = this.chain.openers(alive)
    const brackets = this.brackets.filter(({ at }) => at >= alive)
    const settled = Math.min(stopped, this.doubtful, openers[0]?.at ?? stopped, brackets[0]?.at ?? stopped)
    const held = brackets.find(({ at, active }) => active && text.length - at < MAX_HELD_LINK_TEXT)
    repairEmphasis(openers)
    return { pieces: this.pieces, shown: Math.min(held?.at ?? text.length, this.trailing()), settled }
  }

  /** An open code span is shown to its end; anything else that is unfinished is not. */
  private trailing(): number {
    const last = this.pieces[this.pieces.length - 1]
    return last?.kind === 'code' && last.at === this.stopped ? this.text.length : this.stopped
  }

  private add(piece: Piece, end: number): void {
    this.pieces.push(piece)
    this.position = end
  }

  private addText(text: string, end: number): void {
    this.add({ kind: 'text', at: this.position, text }, end)
  }

  /** Stops here if more may come; else the character is text. */
  private stopOr(literal: () => void): void {
    if (this.context.final) literal()
    else this.stopped = this.position
  }

  private plain(): boolean {
    PLAIN.lastIndex = this.position
    const found = PLAIN.exec(this.text)?.[0]
    if (found === undefined) return false
    const end = this.position + found.length
    const isLast = end === this.text.length
    const kept = isLast || this.text.charAt(end) === '\n' ? found.replace(/[ \t]+$/, '') : found
    if (kept) this.addText(kept, end)
    this.position = end
    if (isLast && kept.length < found.length && !this.context.final)
      this.stopped = end - found.length + kept.length
    return true
  }

  private special(): void {
    const { text, position } = this
    const character = text.charAt(position)
    switch (character) {
      case '\n':
        return this.lineBreak(position, / {2,}$/.test(text.slice(Math.max(0, position - 40), position)))
      case '\\':
        return this.backslash()
      case '`':
        return this.codeSpan()
      case '*':
      case '_':
      case '~':
        return this.delimiter(character)
      case '[':
        return this.openBracket(false)
      case '!':
        if (text.charAt(position + 1) === '[') return this.openBracket(true)
        if (position + 1 < text.length) return this.addText('!', position + 1)
        return this.stopOr(() => this.addText('!', position + 1))
      case ']':
        return this.closeBracket()
      case '<':
        return this.angle()
      case '&':
        return this.entity()
      default:
        return this.formula(() => this.addText(character, position + 1))
    }
  }

  private lineBreak(from: number, hard: boolean): void {
    let end = this.text.indexOf('\n', from) + 1
    while (this.text.charAt(end) === ' ') end++
    if (end === this.text.length) {
      if (!this.context.final) this.stopped = this.position
      this.position = end
    } else this.add({ kind: 'break', at: this.position, hard }, end)
  }

  private backslash(): void {
    const following = this.text.charAt(this.position + 1)
    if (!following) return this.stopOr(() => this.addText('\\', this.position + 1))
    if (following === '\n') return this.lineBreak(this.position, true)
    const literal = () =>
      ESCAPABLE.test(following)
        ? this.addText(following, this.position + 2)
        : this.addText('\\', this.position + 1)
    if (following === '(' || following === '[') return this.formula(literal)
    literal()
  }

  private formula(literal: () => void): void {
    const { text, position } = this
    const found = readFormula(text, position, this.places)
    const mayGrow = typeof found !== 'string' && found.end === text.length && !found.display
    if (!this.context.final && (found === 'open' || (mayGrow && text.endsWith('$')))) this.stopped = position
    else if (typeof found === 'string') literal()
    else {
      const source = text.slice(position, found.end)
      this.add({ kind: 'formula', at: position, tex: found.tex, display: found.display, source }, found.end)
    }
  }

  private codeSpan(): void {
    const { text, position } = this
    const opening = runLength(text, position)
    const start = position + opening
    if (start === text.length) return this.stopOr(() => this.addText(text.slice(position), start))
    for (let close = text.indexOf('`', start); close >= 0; close = text.indexOf('`', close)) {
      if (close - position > MAX_INLINE_SPAN) break
      const closing = runLength(text, close)
      const isUnsure = close + closing === text.length && !this.context.final
      if (isUnsure) return this.openCode(start, close)
      if (closing === opening) return this.add(code(position, text.slice(start, close)), close + closing)
      close += closing
    }
    if (!this.context.final && text.length - position <= MAX_INLINE_SPAN) this.openCode(start, text.length)
    else this.addText(text.slice(position, start), start)
  }

  /** Code whose closing run has not come yet. */
  private openCode(start: number, end: number): void {
    const content = this.text.slice(start, end).replace(/\n/g, ' ').replace(/^ /, '').trimEnd()
    this.stopped = this.position
    this.pieces.push({ kind: 'code', at: this.position, text: content })
  }

  private delimiter(character: string): void {
    const { text, position } = this
    const length = runLength(text, position)
    const end = position + length
    if (end === text.length && !this.context.final) {
      this.stopped = position
      return
    }
    if (character === '~' && length !== 2) return this.addText(text.slice(position, end), end)
    const before = position > 0 ? characterBefore(text, position) : this.context.before
    const sides = flanking(character, before, String.fromCodePoint(text.codePointAt(end) ?? 32))
    const delimiter: Delimiter = {
      kind: 'delimiter',
      at: position,
      character,
      count: length,
      length,
      ...sides,
      closes: [],
      opens: [],
      afterWord: /[A-Za-z0-9)\]]/.test(before),
      previous: undefined,
      next: undefined,
    }
    if (sides.canOpen || sides.canClose) this.chain.push(delimiter)
    this.add(delimiter, end)
  }

  private openBracket(image: boolean): void {
    const outer = this.brackets[this.brackets.length - 1]
    if (outer) outer.hasBracket = true
    const bracket: Bracket = {
      kind: 'bracket',
      at: this.position,
      image,
      active: true,
      hasBracket: false,
      place: this.pieces.length,
      before: this.chain.last,
      link: undefined,
    }
    this.brackets.push(bracket)
    this.add(bracket, this.position + (image ? 2 : 1))
  }

  private closeBracket(): void {
    const { text, position, context } = this
    const opener = this.brackets[this.brackets.length - 1]
    if (!opener?.active || position - opener.at > MAX_INLINE_SPAN) {
      this.brackets.pop()
      return this.addText(']', position + 1)
    }
    const closing = closeBracket(text, opener, position, context.final, context.find)
    if (closing === 'open') {
      this.stopped = position
      return
    }
    this.brackets.pop()
    if (closing === 'none') return this.addText(']', position + 1)
    this.chain.pair(opener.before)
    this.chain.dropAbove(opener.before)
    if (opener.image) this.makeImage(opener, closing)
    else this.makeLink(opener, closing)
    this.position = closing.end
  }

  private makeImage(opener: Bracket, { url, title }: { url: string; title: string }): void {
    const inside = this.pieces.splice(opener.place).slice(1)
    this.pieces.push({ kind: 'image', at: opener.at, url, title, alt: plainText(inside) })
  }

  /** No link stands inside a link: the brackets around it are text. */
  private makeLink(opener: Bracket, link: { url: string; title: string }): void {
    opener.link = { url: link.url, title: link.title }
    this.pieces.push({ kind: 'linkEnd', at: this.position })
    for (let place = this.brackets.length - 1; place >= 0; place--) {
      const outer = this.brackets[place]
      if (!outer || outer.image) continue
      if (!outer.active) break
      outer.active = false
    }
  }

  private angle(): void {
    const { text, position, context } = this
    const markup = readMarkup(text, position)
    if (markup) {
      const { kind, end } = markup
      if (kind === 'html') this.add({ kind, at: position, text: markup.text }, end)
      else this.add({ kind, at: position, url: markup.url, text: markup.text }, end)
      return
    }
    if (!context.final && mayBeMarkup(text, position)) {
      if (isLikelyMarkup(text, position)) {
        this.stopped = position
        return
      }
      this.doubtful = Math.min(this.doubtful, position)
    }
    this.addText('<', position + 1)
  }

  private entity(): void {
    const { text, position } = this
    const entity = readEntity(text, position)
    if (entity) return this.addText(entity.text, entity.end)
    if (/^&#?\w{0,32}$/.test(text.slice(position, position + 36))) {
      return this.stopOr(() => this.addText('&', position + 1))
    }
    this.addText('&', position + 1)
  }
}

/** A code span's content: line ends are spaces, and one space at each side goes if both are there. */
function code(at: number, content: string): Piece {
  const text = content.replace(/\n/g, ' ')
  const isPadded = text.startsWith(' ') && text.endsWith(' ') && text.trim() !== ''
  return { kind: 'code', at, text: isPadded ? text.slice(1, -1) : text }
}

/** How often the character at `position` is repeated. */
function runLength(text: string, position: number): number {
  const character = text.charAt(position)
  let end = position
  while (text.charAt(end) === character) end++
  return end - position
}

/** The whole character that ends before `position`. */
export function characterBefore(text: string, position: number): string {
  const code = text.charCodeAt(position - 1)
  return code >= 0xdc00 && code <= 0xdfff
    ? text.slice(Math.max(0, position - 2), position)
    : text.charAt(position - 1)
}
