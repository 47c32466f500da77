import type { Leaf } from '../block/blocks'
import { parseInline } from '../inline/inline-parser'
import type { Typesetter } from '../typesetter'
import { AnswerParts, type Exercise } from './answer-parts'
import { LeafView } from './leaf-view'
import type { Run } from './row'
import { RunList } from './run-list'
import { type PatchWriter, SentRow } from './sent-row'
import { toSpans } from './spans'
import { Styles } from './styles'

/** Finds a link's definition for a leaf, which is told if there is none yet and one comes late. */
export type DefinitionFinder = (label: string, leaf: Leaf) => { url: string; title: string } | undefined

/** What is known of the exercises that an answer solves, and who is told of them. */
export interface Outline {
  /** Numbers of the exercises that the question names. */
  asked(): readonly string[]
  /** The solution of an exercise begins in a row; told again for the same row as that row changes. */
  found(exercise: Exercise): void
}

/** Turns changed leaves into patches of the page's rows: only what differs from what was sent. */
export class Rows {
  private views = new Map<Leaf, LeafView>()
  private readonly sent: (SentRow | undefined)[] = []
  private used = 0
  private parts: AnswerParts

  constructor(
    private readonly find: DefinitionFinder,
    private readonly typesetter: Typesetter | undefined,
    private readonly write: PatchWriter,
    private readonly outline: Outline,
  ) {
    this.parts = new AnswerParts(outline.asked)
  }

  /** Forgets the leaves: those to come take the rows from the first on, and what they share is not sent again. */
  restart(): void {
    this.views = new Map()
    this.used = 0
    this.parts = new AnswerParts(this.outline.asked)
  }

  /** Shows the leaves, which are in the order of the text. */
  update(leaves: ReadonlySet<Leaf>): void {
    leaves.forEach((leaf) => {
      this.updateLeaf(leaf)
    })
    for (let row = this.used; row < this.sent.length; row++) this.remove(row)
    this.sent.length = Math.min(this.sent.length, this.used)
  }

  /** Has all of a leaf's text read again: a definition came for one of its labels. */
  readAgain(leaf: Leaf): void {
    this.views.get(leaf)?.readAgain()
  }

  /** Lays out the formulas that are shown as their source, in the rows from `from` up to `to`. */
  typesetAgain(from = 0, to = this.sent.length): void {
    const { typesetter } = this
    if (!typesetter) return
    for (const row of this.sent.slice(from, to)) row?.typeset(typesetter, this.write)
  }

  private updateLeaf(leaf: Leaf): void {
    const view = this.views.get(leaf) ?? this.addView(leaf)
    if (leaf.kind === 'definition') {
      if (view.row >= 0) this.remove(view.row)
      return
    }
    if (leaf.kind === 'math' && !leaf.closed) return
    const { settled, rest } = view.read((label) => this.find(label, leaf), this.typesetter)
    if (view.row < 0) {
      const isEmpty = !settled.length && !rest.length
      // Nothing but comments, or a text that has not come yet.
      if (isEmpty && (leaf.kind === 'html' || (!leaf.closed && isText(leaf)))) return
      view.row = this.used++
    }
    const row = this.openRow(view.row, leaf.kind === 'table')
    const part = this.parts.of(leaf)
    if (part.e !== undefined) this.outline.found({ no: part.e, row: view.row })
    const head = view.head(part, this.typesetter)
    if (leaf.kind === 'table') {
      const from = view.takeCells()
      row.showLines(head, from, this.readCells(leaf, from), leaf.cells.length, this.write)
    } else view.place = row.showText(head, view.place, settled, rest, this.write)
  }

  private addView(leaf: Leaf): LeafView {
    const view = new LeafView(leaf)
    this.views.set(leaf, view)
    return view
  }

  /** The row of that number; a table and a text do not fit into one another. */
  private openRow(number: number, isTable: boolean): SentRow {
    const old = this.sent[number]
    if (old?.isTable === isTable) return old
    const row = new SentRow(`b[${number}]`, isTable)
    this.sent[number] = row
    return row
  }

  private remove(row: number): void {
    if (!this.sent[row]) return
    this.sent[row] = undefined
    this.write(`b[${row}]`, 0)
  }

  private readCells(leaf: Leaf, from: number): Run[][][] {
    const find = (label: string) => this.find(label, leaf)
    return leaf.cells.slice(from).map((line) =>
      leaf.align.map((_, column) => {
        const { pieces, shown } = parseInline(line[column] ?? '', { before: '', final: true, find })
        const [, spans] = toSpans(pieces, 0, shown, new Styles(), this.typesetter)
        const runs: Run[] = []
        new RunList().update({ run: 0, offset: 0 }, [], spans, (index, run) => {
          runs[index] = run
        })
        return runs
      }),
    )
  }
}

function isText({ kind }: Leaf): boolean {
  return kind === 'paragraph' || kind === 'heading'
}
