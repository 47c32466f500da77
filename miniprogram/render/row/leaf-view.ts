import type { Container, Leaf, LeafKind } from '../block/blocks'
import { headingText } from '../block/close-leaf'
import { mayBeDefinition } from '../inline/definitions'
import { type InlineContext, parseInline } from '../inline/inline-parser'
import { LOOK } from '../inline/word-product'
import { MAX_HTML_TEXT } from '../limits'
import type { Typesetter } from '../typesetter'
import type { Part } from './answer-parts'
import { Highlighter } from './highlight'
import { markedText } from './html-text'
import { mayBeLabel } from './labels'
import { laidOut } from './laid-out'
import type { Head, RowHead } from './row'
import type { RunPlace } from './run-list'
import { type Span, SpanList, toSpans } from './spans'
import { Styles } from './styles'

/** An open text longer than this gives up its settled beginning, so that it is not parsed again. */
const SETTLE_FROM = 24

/** A table's line that is not known to be one is kept back up to this length. */
const MAX_HELD_LINE = 300

/** What of a leaf is to be on the page: from `from` on the settled spans, then those that may still change. */
export interface LeafContent {
  settled: Span[]
  rest: Span[]
}

/** One leaf's way to its row. */
export class LeafView {
  /** Its row's number; -1 as long as there is nothing to show. */
  row = -1
  /** Where in the row's runs the leaf's unsettled text begins. */
  place: RunPlace = { run: 0, offset: 0 }
  private frozenLength = 0
  private before = ''
  /** The styles that are open at the end of the settled text. */
  private styles: Styles | undefined
  private highlighter: Highlighter | undefined
  private cellsRead = 0
  private columns = 0
  /** The head that was made last, and what of. */
  private known: { of: string; head: Head } | undefined
  private task: 0 | 1 | 2 = 0

  constructor(readonly leaf: Leaf) {}

  /** The row without its runs: the same object as long as nothing of it changes. */
  head(part: Part, typesetter: Typesetter | undefined): Head {
    const { kind, level, align } = this.leaf
    const { e, w, l, u } = part
    const of = [kind, level, this.task, align.length, e, w, l, u].join()
    if (this.known?.of !== of) this.known = { of, head: this.makeHead(part, typesetter) }
    return this.known.head
  }

  private makeHead(part: Part, typesetter: Typesetter | undefined): Head {
    const { leaf } = this
    const { u: isUnderStep, ...shown } = part
    const head: RowHead = isUnderStep ? { n: 'l', g: 1 } : shown
    this.describe(head, typesetter)
    if (leaf.path.length > 1) this.placeIn(head)
    return Object.keys(head).length ? head : 0
  }

  /** Where it stands among the containers around it. */
  private placeIn(head: RowHead): void {
    const { leaf } = this
    head.n = leaf.path.map((container) => containerLetter(container, leaf)).join('')
    const numbers = leaf.begins.filter(isOrdered).map(({ marker, number }) => number + marker)
    if (numbers.length) head.m = numbers.join(' ')
    if (this.task) head.k = this.task
    if ([leaf, ...leaf.begins].some(({ blankBefore }) => blankBefore)) head.g = 1
  }

  private describe(head: RowHead, typesetter: Typesetter | undefined): void {
    const { leaf } = this
    const kind = leaf.htmlEnd?.blank ? undefined : ROW_KINDS[leaf.kind]
    if (kind) head.t = kind
    if (leaf.kind === 'heading') head.h = leaf.level
    else if (leaf.kind === 'table') head.a = leaf.align.join('')
    else if (leaf.kind === 'code') {
      const language = leaf.info.split(/\s/)[0]
      if (language) head.i = language
    } else if (leaf.kind === 'math') {
      head.x = leaf.text
      Object.assign(head, laidOut(leaf.text, true, typesetter))
    }
  }

  /** The text that is to be shown beyond what was settled before; what settles now is not looked at again. */
  read(find: InlineContext['find'], typesetter: Typesetter | undefined): LeafContent {
    const { leaf } = this
    if (leaf.frozen.length !== this.frozenLength) this.startAgain()
    if (leaf.kind === 'code') return this.readCode()
    if (leaf.htmlEnd?.blank && leaf.text.length <= MAX_HTML_TEXT) return this.readMarked(find, typesetter)
    if (leaf.kind === 'html' || leaf.kind === 'source') return this.readSource()
    if (leaf.kind === 'paragraph' || leaf.kind === 'heading') return this.readInline(find, typesetter)
    // A table's first line was a paragraph before.
    this.task = 0
    return { settled: [], rest: [] }
  }

  /** Has all of the text read again. */
  readAgain(): void {
    this.leaf.text = this.leaf.frozen + this.leaf.text
    this.leaf.frozen = ''
    this.startAgain()
  }

  /**
   * The number of the first table row that was not shown yet, 0 if there are more columns now; all that are there count as
   * shown then.
   */
  takeCells(): number {
    const from = this.columns === this.leaf.align.length ? this.cellsRead : 0
    this.columns = this.leaf.align.length
    this.cellsRead = this.leaf.cells.length
    return from
  }

  /** What was settled is to be read again: a link definition came late, or the text became a table. */
  private startAgain(): void {
    this.place = { run: 0, offset: 0 }
    this.frozenLength = this.leaf.frozen.length
    this.before = ''
    this.styles = undefined
    this.cellsRead = 0
  }

  private readCode(): LeafContent {
    const { leaf } = this
    this.highlighter ??= new Highlighter(leaf.info)
    const list = new SpanList()
    this.freeze(this.highlighter.read(leaf.text, leaf.closed, list))
    return { settled: list.spans, rest: [] }
  }

  private readSource(): LeafContent {
    const list = new SpanList()
    const { text, closed } = this.leaf
    list.add(withoutComments(text, closed).trim(), 0)
    return { settled: [], rest: list.spans }
  }

  /** What stands in HTML's paragraphs and parts is a text as any other, of which their tags are not seen. */
  private readMarked(find: InlineContext['find'], typesetter: Typesetter | undefined): LeafContent {
    const { text, closed: final } = this.leaf
    const { pieces, shown } = parseInline(markedText(text), { before: '', final, find })
    const { rest } = toSpans(pieces, 0, shown, new Styles(), typesetter)
    return { settled: [], rest }
  }

  private readInline(find: InlineContext['find'], typesetter: Typesetter | undefined): LeafContent {
    const { leaf } = this
    const skipped = this.readTask()
    const text = this.openText().slice(skipped)
    const final = leaf.closed
    const parsed = parseInline(text, { before: this.before, final, find })
    const isLong = !final && text.length > SETTLE_FROM && parsed.settled > 0
    const settledTo = isLong ? parsed.settled : 0
    const styles = this.styles?.copy() ?? new Styles()
    const content = toSpans(parsed.pieces, settledTo, parsed.shown, styles, typesetter)
    if (isLong) {
      this.styles = styles
      this.freeze(settledTo + skipped)
      this.before = leaf.frozen.slice(-LOOK)
    }
    return content
  }

  private freeze(length: number): void {
    const { leaf } = this
    leaf.frozen += leaf.text.slice(0, length)
    leaf.text = leaf.text.slice(length)
    this.frozenLength = leaf.frozen.length
  }

  /** The text without an end that may still turn out to be something else. */
  private openText(): string {
    const { leaf } = this
    const { text } = leaf
    if (leaf.closed) return text
    if (!leaf.frozen && mayBeLabel(leaf)) return ''
    if (leaf.kind === 'heading') return leaf.atx ? headingText(leaf) : text
    if (!leaf.frozen && text.charAt(0) === '[' && (mayBeDefinition(text) || this.mayBeTask())) return ''
    const line = text.lastIndexOf('\n') + 1
    const isHeld = text.length - line < MAX_HELD_LINE && text.charAt(line) === '|'
    return isHeld ? text.slice(0, Math.max(0, line - 1)) : text
  }

  private mayBeTask(): boolean {
    const { leaf } = this
    return beginsItem(leaf) && /^\[(?:[ xX](?:\][ \t]*)?)?$/.test(leaf.text)
  }

  /**
   * Reads `[ ]` or `[x]` at an item's beginning, of a paragraph or what an underline made of it; answers how many
   * characters that takes.
   */
  private readTask(): number {
    const { leaf } = this
    if (leaf.frozen || leaf.atx || !beginsItem(leaf)) return 0
    this.task = 0
    if (leaf.text.charAt(0) !== '[') return 0
    const found = /^\[([ xX])\][ \t]+(?=\S)/.exec(leaf.text)
    this.task = found ? (found[1] === ' ' ? 1 : 2) : 0
    return found ? found[0].length : 0
  }
}

const ROW_KINDS: Partial<Record<LeafKind, NonNullable<RowHead['t']>>> = {
  code: 'c',
  math: 'm',
  rule: 'r',
  table: 't',
  html: 'x',
  source: 'x',
}

function isOrdered({ type, marker }: Container): boolean {
  return type === 'item' && (marker === '.' || marker === ')')
}

function beginsItem(leaf: Leaf): boolean {
  return leaf.begins.some(({ type }) => type === 'item')
}

function containerLetter(container: Container, leaf: Leaf): string {
  const letter = container.type === 'quote' ? 'q' : container.type === 'item' ? 'l' : ''
  return leaf.begins.includes(container) ? letter.toUpperCase() : letter
}

/** A text without its comments. One that is still open is not seen yet; one that never ends (`closed`) is text. */
function withoutComments(text: string, closed: boolean): string {
  let seen = ''
  let position = 0
  for (let at = text.indexOf('<!--'); at >= 0; at = text.indexOf('<!--', position)) {
    const end = text.indexOf('-->', at + 4)
    seen += text.slice(position, at)
    if (end < 0) return closed ? seen + text.slice(at) : seen
    position = end + 3
  }
  return seen + text.slice(position)
}
