import type { Reckoning } from './calculation'
import type { Align } from './table-line'

/** What a leaf is. `definition`: a paragraph that held nothing but link definitions. `source`: shown as it was written. */
export type LeafKind =
  | 'paragraph'
  | 'heading'
  | 'code'
  | 'math'
  | 'rule'
  | 'table'
  | 'html'
  | 'source'
  | 'definition'

/** The end of an HTML block: a blank line, or a line that contains the text. */
export interface HtmlEnd {
  blank: boolean
  contains: RegExp | undefined
}

/** An open fence of a code block. */
export interface Fence {
  marker: string
  length: number
  offset: number
}

/** A block without blocks inside it: one row on the page. */
export interface Leaf {
  type: 'leaf'
  kind: LeafKind
  /** No line can change it any more, except a link definition that comes late. */
  closed: boolean
  /** A blank line stands between it and the block before it. */
  blankBefore: boolean
  /** The blocks around it, outermost first. */
  path: readonly Container[]
  /** The containers that begin with this leaf, outermost first: the markers of items stand before it. */
  begins: readonly Container[]
  /** Text that was shown for good and is looked at again only for a link definition that comes late. */
  frozen: string
  /** The text after it. */
  text: string
  /** 1–6 for a heading. */
  level: number
  /** Whether a heading began with `#` and so may end with `#`. */
  atx: boolean
  /** A code block's info string, or a formula's opening marker. */
  info: string
  fence: Fence | undefined
  htmlEnd: HtmlEnd | undefined
  /** Blank lines that belong to the block only if more of it follows. */
  gap: string
  /** Lines of a code block or of an open formula so far. */
  lines: number
  /** What a paragraph's last line that has ended is. */
  reckoning: Reckoning
  /** The lines of a paragraph that have ended, from the formula on that is open at their end; empty if none is. */
  unclosed: string
  /** Whether a formula's closing marker was there. */
  complete: boolean
  align: Align[]
  /** A table's finished rows, the header first. */
  cells: string[][]
}

/** A quote, a list or a list's item. The document is a quote that never closes. */
export interface Container {
  type: 'document' | 'quote' | 'list' | 'item'
  children: Block[]
  blankBefore: boolean
  /** Number of the last line that was blank inside it. */
  blankLine: number
  /** For a list and its items: the marker's last character, and the digits of an ordered item's number (a list's first). */
  marker: string
  number: string
  /** Every item of the list so far was numbered 1. */
  isCounted: boolean
  /** For an item: columns that its content is indented by, and the line on which it began. */
  indent: number
  line: number
  /** A leaf inside it has been there. */
  hasRow: boolean
}

/** A part of an answer that begins on a line of its own. */
export type Block = Leaf | Container

/** A container without anything in it. */
export function createContainer(type: Container['type'], marker = '', number = ''): Container {
  return {
    type,
    children: [],
    blankBefore: false,
    blankLine: -1,
    marker,
    number,
    isCounted: false,
    indent: 0,
    line: 0,
    hasRow: false,
  }
}

/** A leaf without any text, inside the containers of `path`; it begins those that have none yet. */
export function createLeaf(kind: LeafKind, path: readonly Container[]): Leaf {
  const begins = path.filter((container) => container.type !== 'document' && !container.hasRow)
  for (const container of begins) container.hasRow = true
  return {
    type: 'leaf',
    kind,
    closed: false,
    blankBefore: false,
    path,
    begins,
    frozen: '',
    text: '',
    level: 0,
    atx: false,
    info: '',
    fence: undefined,
    htmlEnd: undefined,
    gap: '',
    lines: 0,
    reckoning: 'none',
    unclosed: '',
    complete: false,
    align: [],
    cells: [],
  }
}
