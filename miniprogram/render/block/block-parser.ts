import { BLANK } from '../inline/characters'
import type { Definitions } from '../inline/definitions'
import { type Block, type Container, createContainer, createLeaf, type Leaf, type LeafKind } from './blocks'
import { closeLeaf } from './close-leaf'
import { continueLeaf } from './continue-leaf'
import { LineCursor } from './line-cursor'
import { isLineDecided } from './line-decision'
import { addText, openBlocks } from './open-blocks'

/** Called for each leaf whose text, kind or end has changed. */
export type LeafListener = (leaf: Leaf) => void

/**
 * Turns deltas into blocks by the algorithm of CommonMark's appendix: each line is looked at once, against
 * the chain of blocks that are still open. Of an unfinished line nothing is used until its beginning
 * settles its blocks; from then on the rest of the line goes to its leaf as it comes.
 */
export class BlockParser {
  readonly document = createContainer('document')
  /** The open containers, the document first. */
  open: Container[] = [this.document]
  /** The open leaf inside the last of them. */
  leaf: Leaf | undefined
  readonly cursor = new LineCursor()
  lineNumber = 0
  private unread = ''
  private insideLine = false

  constructor(
    readonly definitions: Definitions,
    readonly changed: LeafListener,
  ) {}

  push(delta: string): void {
    // Blanks behind a blank settle nothing, and a megabyte of them is not to be looked at with each batch.
    if (this.unread && /^[ \t]*$/.test(delta) && BLANK.includes(this.unread.slice(-1))) {
      this.unread += delta
      return
    }
    const text = normalizeLineEnds(this.unread + delta)
    let position = 0
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', position)) {
      this.endLine(text.slice(position, end))
      position = end + 1
    }
    this.unread = text.slice(position)
    this.readUnfinishedLine()
  }

  /** Nothing more comes: what is left is the last line, and every block ends. */
  finish(): void {
    const rest = this.unread
    this.unread = ''
    if (rest.endsWith('\r')) this.endLine(rest.slice(0, -1))
    else if (rest || this.insideLine) this.endLine(rest)
    this.truncate(1)
  }

  /** Adds a leaf to the innermost of the first `depth` containers; what was open beyond them is closed. */
  addLeaf(kind: LeafKind, depth: number): Leaf {
    this.truncate(this.parentDepth(depth))
    const leaf = createLeaf(kind, this.open.slice())
    this.adopt(leaf)
    this.leaf = leaf
    this.changed(leaf)
    return leaf
  }

  addContainer(container: Container, depth: number): void {
    this.truncate(container.type === 'item' ? depth : this.parentDepth(depth))
    this.adopt(container)
    this.open.push(container)
  }

  /** Closes the open leaf and every container behind the first `depth`. */
  truncate(depth: number): void {
    this.endLeaf()
    for (let last = this.open.length - 1; last >= depth; last--) {
      const container = this.open[last]
      if (container?.type === 'item' && !container.hasRow) {
        const empty = createLeaf('paragraph', this.open.slice(0, last + 1))
        empty.closed = true
        container.children.push(empty)
        this.changed(empty)
      }
    }
    this.open.length = depth
  }

  endLeaf(): void {
    if (!this.leaf) return
    closeLeaf(this.leaf, this.definitions)
    this.changed(this.leaf)
    this.leaf = undefined
  }

  /** A list takes items only: any other block goes beside it. */
  private parentDepth(depth: number): number {
    return this.open[depth - 1]?.type === 'list' ? depth - 1 : depth
  }

  private adopt(child: Block): void {
    const parent = this.open[this.open.length - 1] ?? this.document
    child.blankBefore = parent.blankLine === this.lineNumber - 1
    parent.children.push(child)
  }

  private readUnfinishedLine(): void {
    const held = /[\r\uD800-\uDBFF]$/.test(this.unread) ? 1 : 0
    const text = held ? this.unread.slice(0, -1) : this.unread
    if (!text) return
    if (this.insideLine) this.appendInsideLine(text)
    else if (isLineDecided(text, this.leaf)) {
      this.readLine(text)
      this.insideLine = true
    } else return
    this.unread = this.unread.slice(text.length)
  }

  private endLine(text: string): void {
    if (!this.insideLine) this.readLine(text)
    else if (text) this.appendInsideLine(text)
    this.insideLine = false
    if (this.leaf?.kind === 'heading') this.endLeaf()
  }

  private appendInsideLine(text: string): void {
    if (!this.leaf) return
    this.leaf.text += withoutNull(text)
    this.changed(this.leaf)
  }

  private readLine(line: string): void {
    this.lineNumber++
    this.cursor.load(withoutNull(line))
    const depth = this.matchContainers()
    if (depth === this.open.length && this.leaf && continueLeaf(this, this.leaf)) return
    if (this.cursor.blank) {
      this.truncate(depth)
      this.markBlank(depth)
      return
    }
    const reached = openBlocks(this, depth)
    if (reached !== undefined) addText(this, reached, depth)
  }

  /** How many of the open containers the line goes on in. */
  private matchContainers(): number {
    const { cursor, open } = this
    let depth = 1
    for (; depth < open.length; depth++) {
      const container = open[depth]
      if (container?.type === 'quote') {
        if (cursor.indent > 3 || cursor.next !== '>') break
        cursor.toNext()
        cursor.advance(1)
        if (cursor.atSpace) cursor.advanceColumns(1)
      } else if (container?.type === 'item') {
        if (cursor.blank) {
          if (!container.children.length) break
          cursor.toNext()
        } else if (cursor.indent >= container.indent) cursor.advanceColumns(container.indent)
        else break
      }
    }
    return depth
  }

  /** Notes a blank line for the containers that it stands in; a quote keeps its own from those around it. */
  markBlank(depth: number): void {
    for (let place = depth - 1; place >= 0; place--) {
      const container = this.open[place]
      if (!container) continue
      container.blankLine = this.lineNumber
      if (container.type === 'quote') break
    }
  }
}

/** Makes every line end a line feed. A carriage return at the very end stays: it may be half of a line end. */
function normalizeLineEnds(text: string): string {
  return text.includes('\r') ? text.replace(/\r\n|\r(?!$)/g, '\n') : text
}

function withoutNull(text: string): string {
  return text.includes('\0') ? text.replace(/\0/g, '\uFFFD') : text
}
