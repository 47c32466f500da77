import type { Typesetter } from '../typesetter'
import { laidOut } from './laid-out'
import type { FormulaRun, Head, Run, TextRow } from './row'
import { RunList, type RunPlace } from './run-list'
import type { Span } from './spans'

/** Takes a change of the page's data: a path as `setData` takes it, and the value to stand there. */
export type PatchWriter = (path: string, value: unknown) => void

/** Characters of runs that travel with a new row; the rest of them follow one by one. */
export const MAX_NEW_ROW = 16000

/** Behind a row's head its parts are numbered from 1. */
const FIRST = 1

/** One row as the page has it, and the way to change it. */
export class SentRow {
  private head: Head = 0
  private readonly runs = new RunList()
  private readonly lines: Run[][][] = []
  private isNew = true

  /** @param isTable whether its parts are lines of cells */
  constructor(
    private readonly path: string,
    readonly isTable: boolean,
  ) {}

  /** Shows text; answers the place behind what is settled. */
  showText(
    head: Head,
    from: RunPlace,
    settled: readonly Span[],
    rest: readonly Span[],
    write: PatchWriter,
  ): RunPlace {
    if (!this.isNew) {
      this.showHead(head, write)
      return this.runs.update(from, settled, rest, (index, run) => write(this.part(index), run))
    }
    const row: TextRow = [head]
    const later: [index: number, run: Run][] = []
    let size = 0
    const reached = this.runs.update(from, settled, rest, (index, run) => {
      size += typeof run === 'string' ? run.length : Array.isArray(run) ? run[0].length : 200
      if (size > MAX_NEW_ROW) later.push([index, run])
      else row[index + FIRST] = run
    })
    write(this.path, row)
    for (const [index, run] of later) write(this.part(index), run)
    this.head = head
    this.isNew = false
    return reached
  }

  /** Shows a table's lines from number `from` on; it has `count` in all. */
  showLines(head: Head, from: number, lines: readonly Run[][][], count: number, write: PatchWriter): void {
    if (this.isNew) {
      write(this.path, [head])
      this.head = head
      this.isNew = false
    } else this.showHead(head, write)
    lines.forEach((line, place) => {
      const old = this.lines[from + place]
      if (old && JSON.stringify(old) === JSON.stringify(line)) return
      this.lines[from + place] = line
      write(this.part(from + place), line)
    })
    for (let number = count; number < this.lines.length; number++) write(this.part(number), '')
    this.lines.length = count
  }

  /** Lays out the formulas for which that was not possible before. */
  typeset(typesetter: Typesetter, write: PatchWriter): void {
    const { head } = this
    if (head !== 0 && head.x !== undefined && head.z === undefined) {
      const added = laidOut(head.x, true, typesetter)
      this.head = { ...head, ...added }
      writeEach(added, `${this.path}[0]`, write)
    }
    this.runs.sent.forEach(({ atom }, index) => {
      if (atom && 'f' in atom) typesetRun(atom, this.part(index), typesetter, write)
    })
    this.lines.forEach((line, number) => {
      line.forEach((cell, column) => {
        cell.forEach((run, index) => {
          const path = `${this.part(number)}[${column}][${index}]`
          if (typeof run !== 'string' && 'f' in run) typesetRun(run, path, typesetter, write)
        })
      })
    })
  }

  private part(index: number): string {
    return `${this.path}[${index + FIRST}]`
  }

  private showHead(head: Head, write: PatchWriter): void {
    if (head === this.head || JSON.stringify(head) === JSON.stringify(this.head)) return
    this.head = head
    write(`${this.path}[0]`, head)
  }
}

function typesetRun(run: FormulaRun, path: string, typesetter: Typesetter, write: PatchWriter): void {
  if (run.z !== undefined) return
  const added = laidOut(run.f, run.d === 1, typesetter)
  Object.assign(run, added)
  writeEach(added, path, write)
}

function writeEach(added: object, path: string, write: PatchWriter): void {
  for (const [name, value] of Object.entries(added)) write(`${path}.${name}`, value)
}
