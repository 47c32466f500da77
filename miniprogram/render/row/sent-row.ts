import type { Typesetter } from '../typesetter'
import type { FormulaRun, Row, RowHead, Run } from './row'
import { RunList, type RunPlace } from './run-list'
import type { Span } from './spans'

/** Takes a change of the page's data: a path as `setData` takes it, and the value to stand there. */
export type PatchWriter = (path: string, value: unknown) => void

/** Characters of runs that travel with a new row; the rest of them follow one by one. */
const MAX_NEW_ROW = 16000

/** One row as the page has it, and the way to change it. */
export class SentRow {
  private head: RowHead = {}
  private readonly runs = new RunList()
  private readonly cells: Run[][][] = []
  private isNew = true

  constructor(
    private readonly path: string,
    readonly isTable: boolean,
  ) {}

  /** Shows text; answers the place behind what is settled. */
  showText(
    head: RowHead,
    from: RunPlace,
    settled: readonly Span[],
    rest: readonly Span[],
    write: PatchWriter,
  ): RunPlace {
    if (!this.isNew) {
      this.showHead(head, write)
      return this.runs.update(from, settled, rest, (index, run) => write(`${this.path}.c[${index}]`, run))
    }
    const runs: Run[] = []
    const later: [index: number, run: Run][] = []
    let size = 0
    const reached = this.runs.update(from, settled, rest, (index, run) => {
      size += typeof run === 'string' ? run.length : 'x' in run ? run.x.length : 200
      if (size > MAX_NEW_ROW) later.push([index, run])
      else runs[index] = run
    })
    const row: Row = runs.length ? { ...head, c: runs } : head
    write(this.path, row)
    for (const [index, run] of later) write(`${this.path}.c[${index}]`, run)
    this.head = head
    this.isNew = false
    return reached
  }

  /** Shows a table's rows from number `from` on. */
  showCells(head: RowHead, from: number, rows: readonly Run[][][], write: PatchWriter): void {
    if (this.isNew) {
      write(this.path, { ...head, r: [] })
      this.head = head
      this.isNew = false
    } else this.showHead(head, write)
    rows.forEach((row, place) => {
      const number = from + place
      const old = this.cells[number]
      if (old && JSON.stringify(old) === JSON.stringify(row)) return
      this.cells[number] = row
      write(`${this.path}.r[${number}]`, row)
    })
  }

  /** Takes away a table's rows behind the first `count`. */
  cutCells(count: number, write: PatchWriter): void {
    for (let number = count; number < this.cells.length; number++) write(`${this.path}.r[${number}]`, '')
    this.cells.length = Math.min(this.cells.length, count)
  }

  /** Lays out the formulas for which that was not possible before. */
  typeset(typesetter: Typesetter, write: PatchWriter): void {
    const { head } = this
    if (head.t === 'm' && head.x !== undefined && head.z === undefined) {
      const layout = typesetter.typeset(head.x, true)
      if (layout !== undefined) {
        this.head = { ...head, z: layout }
        write(`${this.path}.z`, layout)
      }
    }
    this.runs.sent.forEach(({ atom }, index) => {
      if (atom && 'f' in atom) typesetRun(atom, `${this.path}.c[${index}]`, typesetter, write)
    })
    this.cells.forEach((row, number) => {
      row.forEach((cell, column) => {
        cell.forEach((run, index) => {
          const path = `${this.path}.r[${number}][${column}][${index}]`
          if (typeof run !== 'string' && 'f' in run) typesetRun(run, path, typesetter, write)
        })
      })
    })
  }

  private showHead(head: RowHead, write: PatchWriter): void {
    const old = new Map<string, unknown>(Object.entries(this.head))
    for (const [name, value] of Object.entries(head)) {
      if (old.get(name) !== value) write(`${this.path}.${name}`, value)
      old.delete(name)
    }
    for (const name of old.keys()) write(`${this.path}.${name}`, '')
    this.head = head
  }
}

function typesetRun(run: FormulaRun, path: string, typesetter: Typesetter, write: PatchWriter): void {
  if (run.z !== undefined) return
  const layout = typesetter.typeset(run.f, run.d === 1)
  if (layout === undefined) return
  run.z = layout
  write(`${path}.z`, layout)
}
