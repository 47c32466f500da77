import { MAX_HELD_LINK_TEXT, MAX_INLINE_SPAN } from '../limits'
import { findBareLink } from './bare-link'
import { type Closing, closeBracket, deactivate, footnote, pushBracket } from './brackets'
import { BLANK, runLength, trimEnd } from './characters'
import { readCodeSpan } from './code-span'
import { readDelimiter } from './delimiter'
import { DelimiterChain, repairEmphasis } from './emphasis'
import { readEntity } from './entities'
import { type CloserPlaces, isDisplayed, readFormula } from './formula'
import { isLikelyMarkup, mayBeMarkup, readMarkup } from './markup'
import { type Bracket, lastUncrossed, type Piece, plainText } from './pieces'
import { placed, readIndex, readPower } from './scripts'

/** What a leaf's text is parsed with. */
export interface InlineContext {
  /** What stands before the text, as far as it says what a star means; empty at the leaf's beginning. */
  before: string
  /** Nothing more comes: nothing is held back, nothing is repaired. */
  final: boolean
  /** Where a link's label leads. */
  find(label: string): string | undefined
}

interface ParsedInline {
  pieces: Piece[]
  /** Pieces from this place on are not to be shown yet. */
  shown: number
  /** Nothing before this place can change any more. */
  settled: number
}

const PLAIN = /[^\n\\`*＊_^~[\]!<&$]+/y
const ESCAPABLE = /[!-/:-@[-`{-~]/

/** Parses a leaf's text; of an unfinished text it shows what a reader expects and says what is settled. */
export function parseInline(text: string, context: InlineContext): ParsedInline {
  return new InlineParser(text, context).parse()
}

class InlineParser {
  private at = 0
  private readonly pieces: Piece[] = []
  private readonly brackets: Bracket[] = []
  private readonly chain = new DelimiterChain()
  private readonly places: CloserPlaces = {}
  private line = 0
  /** Nothing was read yet that may reach over what follows it. */
  private isFlat = true
  /** The end of the characters without a meaning that were found last: those between two addresses are looked for once. */
  private plainEnd = 0
  /** Where the parser stopped because the next thing is unfinished. */
  private stopped: number
  /** The first `<` that is shown as text and may still become markup, or the bracket that is open there. */
  private doubtful: number
  private readonly final: boolean
  /** What opened before this place can close no more. */
  private readonly alive: number

  constructor(
    private readonly text: string,
    private readonly context: InlineContext,
  ) {
    this.final = context.final
    this.stopped = text.length
    this.doubtful = text.length
    this.alive = text.length - MAX_INLINE_SPAN
  }

  parse(): ParsedInline {
    while (this.at < this.text.length && this.stopped === this.text.length) {
      if (!this.plain()) this.special()
    }
    const { text, stopped, alive, pieces } = this
    const { final } = this
    if (this.isFlat && !final) {
      return { pieces, shown: this.trailing(), settled: Math.min(stopped, this.doubtful) }
    }
    this.chain.pair(undefined)
    if (final) return { pieces, shown: text.length, settled: text.length }
    const openers = this.chain.openers(alive)
    const brackets = this.brackets.filter(({ at }) => at >= alive)
    const unsure = Math.min(stopped, this.doubtful, openers[0]?.at ?? stopped, brackets[0]?.at ?? stopped)
    const settled = lastUncrossed(pieces, unsure)
    const held = brackets.find(({ at, active }) => active && text.length - at < MAX_HELD_LINK_TEXT)
    repairEmphasis(openers)
    return { pieces, shown: Math.min(held?.at ?? text.length, this.trailing()), settled }
  }

  /** An open code span is shown to its end; anything else that is unfinished is not. */
  private trailing(): number {
    const last = this.pieces[this.pieces.length - 1]
    return last?.kind === 'code' && last.at === this.stopped ? this.text.length : this.stopped
  }

  private add(piece: Piece, end: number): void {
    this.pieces.push(piece)
    this.at = end
  }

  private addText(text: string, end: number): void {
    this.add({ kind: 'text', at: this.at, text }, end)
  }

  /** Stops here if more may come; else the character is text. */
  private stopOr(character: string): void {
    if (this.final) this.addText(character, this.at + 1)
    else this.stopped = this.at
  }

  private plain(): boolean {
    if (this.at >= this.plainEnd) {
      PLAIN.lastIndex = this.at
      if (!PLAIN.test(this.text)) return false
      this.plainEnd = PLAIN.lastIndex
    }
    const end = this.plainEnd
    const found = this.text.slice(this.at, end)
    const link = findBareLink(this.text, this.at, found, this.context.before, this.final)
    if (link) {
      if (link.at > this.at) this.addText(this.text.slice(this.at, link.at), link.at)
      if (link.url)
        this.add({ kind: 'autolink', at: link.at, url: link.url, text: link.url }, link.at + link.url.length)
      else this.stopped = link.at
      return true
    }
    const isLast = end === this.text.length
    const kept = isLast || this.text.charAt(end) === '\n' ? trimEnd(found, BLANK) : found
    if (kept) this.addText(kept, end)
    this.at = end
    if (isLast && kept.length < found.length && !this.final) this.stopped = end - found.length + kept.length
    return true
  }

  private special(): void {
    const { text, at } = this
    const character = text.charAt(at)
    switch (character) {
      case '\n':
        this.lineBreak(at, / {2,}$/.test(text.slice(Math.max(0, at - 40), at)))
        break
      case '\\':
        this.backslash()
        break
      case '`':
        this.codeSpan()
        break
      case '^':
        this.power()
        break
      case '_':
        this.index()
        break
      case '*':
      case '＊':
      case '~':
        this.delimiter()
        break
      case '[':
        this.openBracket(false)
        break
      case '!':
        this.exclamation()
        break
      case ']':
        this.closeBracket()
        break
      case '<':
        this.angle()
        break
      case '&':
        this.entity()
        break
      default:
        this.formula(character, at + 1)
    }
  }

  private exclamation(): void {
    const following = this.text.charAt(this.at + 1)
    if (following === '[') this.openBracket(true)
    else if (following) this.addText('!', this.at + 1)
    else this.stopOr('!')
  }

  private lineBreak(from: number, hard: boolean): void {
    let end = this.text.indexOf('\n', from) + 1
    while (this.text.charAt(end) === ' ') end++
    if (end === this.text.length) {
      if (!this.final) this.stopped = this.at
      this.at = end
    } else {
      this.line++
      this.add({ kind: 'break', at: this.at, hard }, end)
    }
  }

  private backslash(): void {
    const { at } = this
    const following = this.text.charAt(at + 1)
    if (!following) {
      this.stopOr('\\')
      return
    }
    if (following === '\n') {
      this.lineBreak(at, true)
      return
    }
    const literal = ESCAPABLE.test(following) ? following : '\\'
    const end = at + (literal === following ? 1 + following.length : 1)
    if (/[([a-z]/.test(following)) this.formula(literal, end)
    else this.addText(literal, end)
  }

  /** A formula; what is none is the text `literal`, up to `end`. */
  private formula(literal: string, end: number): void {
    const { text, at } = this
    const found = readFormula(text, at, this.places)
    const { final } = this
    if (found === 'open' && !final) this.stopped = at
    else if (typeof found === 'string') this.addText(literal, end)
    else {
      const before = at > 0 ? text.charAt(at - 1) : this.context.before
      const display = found.display && isDisplayed(text, at, found, before)
      // After a `$` at the very end a digit may come: then it closes nothing. After a brace another may.
      const isUnsure = display === 'open' || (!display && found.end === text.length && /[$}]$/.test(text))
      if (isUnsure && !final) this.stopped = at
      else this.add({ kind: 'formula', at, tex: found.tex, display: display !== false }, found.end)
    }
  }

  private codeSpan(): void {
    const { text, at } = this
    const span = readCodeSpan(text, at, this.final)
    if (span.kind === 'text') this.addText(text.slice(at, span.end), span.end)
    else if (span.kind === 'code') this.add({ kind: 'code', at, text: span.content }, span.end)
    else {
      this.stopped = at
      if (span.kind === 'open') this.pieces.push({ kind: 'code', at, text: span.content })
    }
  }

  private delimiter(): void {
    const { text, at } = this
    const end = at + runLength(text, at)
    const found = readDelimiter(text, at, end, this.line, this.context)
    if (found === 'open') this.stopped = at
    else if (found === 'text') this.addText(text.slice(at, end), end)
    else {
      if (found.canOpen || found.canClose) {
        this.chain.push(found)
        this.isFlat = false
      }
      this.add(found, end)
    }
  }

  private power(): void {
    const { text, at, context } = this
    const found = readPower(text, at, context.before, context.final)
    if (!found) this.stopped = at
    else if (found === '^') this.addText(found, at + 1)
    else this.place('sup', found)
  }

  private index(): void {
    const { text, at, context } = this
    const found = readIndex(text, at, context.before, context.final)
    if (found) this.place('sub', found)
    else if (found === undefined) this.stopped = at
    else this.delimiter()
  }

  private place(place: 'sub' | 'sup', mark: string): void {
    const text = /^.[({]/.test(mark) ? mark.slice(2, -1) : mark.slice(1)
    this.pieces.push(...placed(place, text, this.at))
    this.at += mark.length
  }

  private openBracket(image: boolean): void {
    const bracket = pushBracket(this.brackets, image, this.at, this.pieces.length, this.chain.last)
    this.add(bracket, this.at + (image ? 2 : 1))
    this.isFlat = false
  }

  private closeBracket(): void {
    const { text, at, context } = this
    const opener = this.brackets[this.brackets.length - 1]
    let closing: Closing = 'none'
    if (opener?.active && at - opener.at <= MAX_INLINE_SPAN) {
      closing = closeBracket(text, opener, at, context.final, context.find)
    }
    if (closing === 'open') {
      this.stopped = at
      return
    }
    this.brackets.pop()
    if (!opener || closing === 'none') {
      const note = opener && footnote(text.slice(opener.at, at + 1), opener.at)
      this.addText(']', at + 1)
      if (note) this.pieces.splice(opener.place, 9, ...note)
      return
    }
    this.chain.pair(opener.before)
    this.chain.dropAbove(opener.before)
    const { text: url, end } = closing
    if (opener.image) {
      const alt = plainText(this.pieces.splice(opener.place).slice(1))
      this.add({ kind: 'image', at: opener.at, url, alt }, end)
    } else {
      opener.url = url
      this.add({ kind: 'linkEnd', at }, end)
      deactivate(this.brackets)
    }
  }

  private angle(): void {
    const { text, at, context } = this
    const markup = readMarkup(text, at)
    if (markup) {
      this.add(markup, markup.end)
      return
    }
    if (!context.final && mayBeMarkup(text, at)) {
      if (isLikelyMarkup(text, at)) {
        this.stopped = at
        return
      }
      // A bracket before it that closes behind it is open again if this becomes markup.
      if (this.doubtful === text.length)
        this.doubtful = this.brackets.find(({ at }) => at >= this.alive)?.at ?? at
    }
    this.addText('<', at + 1)
  }

  private entity(): void {
    const { text, at } = this
    const entity = readEntity(text, at)
    if (entity) this.addText(entity.text, entity.end)
    else if (/^&#?\w{0,32}$/.test(text.slice(at, at + 36))) this.stopOr('&')
    else this.addText('&', at + 1)
  }
}
