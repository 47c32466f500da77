import type { Definitions } from '../inline/definitions'
import { type Block, type Container, createContainer, createLeaf, type Leaf, type LeafKind } from './blocks'
import { closeLeaf } from './close-leaf'
import { LineCursor } from './line-cursor'

/** Called for each leaf whose text, kind or end has changed. */
export type LeafListener = (leaf: Leaf) => void

/** The blocks so far, those of them that are still open, and the line that is being read into them. */
export class BlockTree {
  readonly document = createContainer('document')
  /** The open containers, the document first. */
  open: Container[] = [this.document]
  /** The open leaf inside the last of them. */
  leaf: Leaf | undefined
  readonly cursor = new LineCursor()
  lineNumber = 0
  /** The answer stands in a fence of its own that has not closed yet. */
  isWrapped = false
  /** What of the line has gone to a paragraph. */
  line = ''

  constructor(
    readonly definitions: Definitions,
    readonly changed: LeafListener,
  ) {}

  /** Adds a leaf to the innermost of the first `depth` containers; what was open beyond them is closed. */
  addLeaf(kind: LeafKind, depth: number): Leaf {
    this.closeTo(this.parentDepth(depth))
    const leaf = createLeaf(kind, this.open.slice())
    this.adopt(leaf)
    this.leaf = leaf
    this.changed(leaf)
    return leaf
  }

  addContainer(container: Container, depth: number): void {
    this.closeTo(container.type === 'item' ? depth : this.parentDepth(depth))
    this.adopt(container)
    this.open.push(container)
  }

  /** Closes the open leaf and every container behind the first `depth`. */
  closeTo(depth: number): void {
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

  /** Notes a blank line for the containers that it stands in; a quote keeps its own from those around it. */
  markBlank(depth: number): void {
    for (let place = depth - 1; place >= 0; place--) {
      const container = this.open[place]
      if (!container) continue
      container.blankLine = this.lineNumber
      if (container.type === 'quote') break
    }
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
}
