import type { Leaf } from '../block/blocks'
import { parseInline } from '../inline/inline-parser'
import type { Typesetter } from '../typesetter'
import { AnswerParts, type Exercise, type Part } from './answer-parts'
import { readFencedFormula } from './fenced-formula'
import { readHtmlTable } from './html-table'
import { LeafView } from './leaf-view'
import type { Run } from './row'
import { RunList } from './run-list'
import { MAX_NEW_ROW, type PatchWriter, SentRow } from './sent-row'
import { toSpans } from './spans'
import { Styles } from './styles'

/** Finds where a link's label leads for a leaf, which is told if there is none yet and one comes late. */
export type DefinitionFinder = (label: string, leaf: Leaf) => string | undefined

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
  /** `source`: it was only skimmed. */
  private readonly sent: (SentRow | 'source' | undefined)[] = []
  /** The leaves of those, by their rows. */
  private readonly skimmed = new Map<number, Leaf>()
  private isSkimming = false
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
    this.skimmed.clear()
    this.used = 0
    this.parts = new AnswerParts(this.outline.asked)
  }

  /** Shows the leaves, which are in the order of the text. `isEnd`: there will be no more of them. */
  update(leaves: ReadonlySet<Leaf>, isEnd: boolean): void {
    const last = isEnd ? Array.from(leaves).pop() : undefined
    leaves.forEach((leaf) => {
      // An answer that was stopped behind a list's number has no item there.
      if (leaf !== last || !isEmptyItem(leaf)) this.updateLeaf(leaf)
    })
    for (let row = this.used; row < this.sent.length; row++) this.remove(row)
    this.sent.length = Math.min(this.sent.length, this.used)
  }

  /** Has all of a leaf's text read again: a definition came for one of its labels. */
  readAgain(leaf: Leaf): void {
    this.views.get(leaf)?.readAgain()
  }

  /** From now on, or no longer, a leaf that is whole is told as its source alone: to read what it says is most of the work. */
  skim(isSkimming: boolean): void {
    this.isSkimming = isSkimming
  }

  /** Reads what was skimmed and lays out the formulas that are shown as their source, in the rows from `from` up to `to`. */
  complete(from = 0, to = this.sent.length): void {
    for (let row = from; row < Math.min(to, this.sent.length); row++) {
      const leaf = this.skimmed.get(row)
      const sent = this.sent[row]
      if (leaf !== undefined) this.readLeaf(leaf, this.viewOf(leaf))
      else if (sent instanceof SentRow && this.typesetter) sent.typeset(this.typesetter, this.write)
    }
  }

  private updateLeaf(leaf: Leaf): void {
    if (readFencedFormula(leaf) && !leaf.closed) return
    readHtmlTable(leaf)
    const view = this.viewOf(leaf)
    if (this.isSkimming && view.row < 0 && maySkim(leaf)) this.skimLeaf(leaf, view)
    else this.readLeaf(leaf, view)
  }

  private skimLeaf(leaf: Leaf, view: LeafView): void {
    view.row = this.used++
    this.sent[view.row] = 'source'
    this.skimmed.set(view.row, leaf)
    // Its own view has read nothing yet.
    const head = new LeafView(leaf).head(this.partOf(leaf, view), undefined)
    this.write(`b[${view.row}]`, [head, ...sourceOf(leaf)])
  }

  /** Formulas are not laid out while most of what is read is far from sight. */
  private get layouts(): Typesetter | undefined {
    return this.isSkimming ? undefined : this.typesetter
  }

  private readLeaf(leaf: Leaf, view: LeafView): void {
    if (leaf.kind === 'definition') {
      if (view.row >= 0) this.remove(view.row)
      return
    }
    if (leaf.kind === 'math' && !leaf.closed) return
    const { settled, rest } = view.read((label) => this.find(label, leaf), this.layouts)
    if (view.row < 0) {
      const isEmpty = !settled.length && !rest.length
      // Nothing but comments, or a text that has not come yet.
      if (isEmpty && (leaf.kind === 'html' || (!leaf.closed && isText(leaf)))) return
      view.row = this.used++
    }
    const row = this.openRow(view.row, leaf.kind === 'table')
    const head = view.head(this.partOf(leaf, view), this.layouts)
    if (leaf.kind === 'table') {
      const from = view.takeCells()
      row.showLines(head, from, this.readCells(leaf, from), leaf.cells.length, this.write)
    } else view.place = row.showText(head, view.place, settled, rest, this.write)
  }

  private viewOf(leaf: Leaf): LeafView {
    const known = this.views.get(leaf)
    if (known !== undefined) return known
    const view = new LeafView(leaf)
    this.views.set(leaf, view)
    return view
  }

  private partOf(leaf: Leaf, { row }: LeafView): Part {
    const part = this.parts.of(leaf)
    if (part.e !== undefined) this.outline.found({ no: part.e, row })
    return part
  }

  /** The row of that number; a table and a text do not fit into one another, and nothing goes on from a source. */
  private openRow(number: number, isTable: boolean): SentRow {
    const old = this.sent[number]
    if (old instanceof SentRow && old.isTable === isTable) return old
    this.skimmed.delete(number)
    const row = new SentRow(`b[${number}]`, isTable)
    this.sent[number] = row
    return row
  }

  private remove(row: number): void {
    if (!this.sent[row]) return
    this.sent[row] = undefined
    this.skimmed.delete(row)
    this.write(`b[${row}]`, 0)
  }

  private readCells(leaf: Leaf, from: number): Run[][][] {
    const find = (label: string) => this.find(label, leaf)
    return leaf.cells.slice(from).map((line) =>
      leaf.align.map((_, column) => {
        const { pieces, shown } = parseInline(line[column] ?? '', { before: '', final: true, find })
        const { rest } = toSpans(pieces, 0, shown, new Styles(), this.layouts)
        const runs: Run[] = []
        new RunList().update({ run: 0, offset: 0 }, [], rest, (index, run) => {
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

function isEmptyItem(leaf: Leaf): boolean {
  return isText(leaf) && leaf.frozen + leaf.text === '' && leaf.path.length > 1
}

/** Only what has a row for certain, and goes to the page in one piece. */
function maySkim(leaf: Leaf): boolean {
  const { kind, closed, text } = leaf
  const hasRow = isText(leaf) || kind === 'code' || kind === 'table' || kind === 'math'
  return hasRow && closed && text.length <= MAX_NEW_ROW
}

/** What stands for a row's runs, or a table's lines, until it is read. */
function sourceOf({ kind, cells, text }: Leaf): string[] {
  if (kind === 'table') return cells.map(() => '')
  return kind === 'math' ? [] : [text]
}
