import { programClock } from '../platform/clock'
import type { Clock } from '../platform/ports'
import { Batches } from './batches'
import { BlockParser } from './block/block-parser'
import type { Leaf } from './block/blocks'
import { Definitions } from './inline/definitions'
import type { Exercise } from './row/answer-parts'
import { Rows } from './row/rows'
import type { Typesetter } from './typesetter'

export type { Exercise } from './row/answer-parts'
export type { AnswerData, FormulaRun, Head, ImageRun, Row, RowHead, Run, StyledRun } from './row/row'
export { visibleText } from './row/row'
export type { Typesetter } from './typesetter'

/** What goes to `setData`: paths as it takes them, and values. */
export type AnswerPatch = Record<string, unknown>

/**
 * Takes a batch. `taken` is to be called when the page has it, if the option `acknowledged` says so. If it throws, the batch
 * is not lost: it is sent again before the next one. The error reaches whoever asked for the batch: the caller of `flush`,
 * `end` or `resume`, or the timer's; not the one who only pushes text.
 */
export type PatchSender = (patch: AnswerPatch, taken: () => void) => void

/** What a renderer can be told beside where its patches go. */
export interface AnswerRendererOptions {
  /** Time and timers. @default the program's own */
  clock?: Clock
  /** Milliseconds between two batches, at the least. @default 100 */
  interval?: number
  /** Whether `send` calls `taken`. The next batch then waits for it, and a slow page gets fewer. @default false */
  acknowledged?: boolean
  /** Lays out formulas; without it they are shown as their source. */
  typesetter?: Typesetter
  /** Numbers of the exercises that the question names: a list's number that repeats one begins its solution. */
  asked?: () => readonly string[]
  /** The exercises that are solved so far, in order; told after each batch that brought another. */
  outlined?: (exercises: readonly Exercise[]) => void
}

/** Shows an answer while it is written, as patches of `AnswerData`. */
export interface AnswerRenderer {
  /** More of the answer. After `end` it is ignored. */
  push(delta: string): void
  /** All of the answer anew; what it shares with the old text is not sent again. */
  reset(text: string): void
  /** Sends at once what waits to be sent. While the page is hidden nothing is sent. */
  flush(): void
  /** The answer is complete: what was half open is final, and everything is sent. */
  end(): void
  /** The page is hidden: nothing is sent until `resume`. */
  pause(): void
  /** The page is back: what came meanwhile is sent at once. */
  resume(): void
  /**
   * From now on, or no longer, a block that is whole is told as its source alone, for rows that nobody sees yet: to read what it says is
   * most of the work on a long answer. `complete` reads it.
   */
  skim(isSkimming: boolean): void
  /** Reads what was skimmed, and tries formulas that are shown as their source again, in all rows or those from `from` up to `to`. */
  complete(from?: number, to?: number): void
  /** Ends without a further batch. */
  close(): void
}

/** A batch that grows beyond this many characters is sent in parts: `setData` takes 1 MB at most. */
const MAX_BATCH = 64000

/** Creates the renderer of one answer. */
export function createAnswerRenderer(send: PatchSender, options: AnswerRendererOptions = {}): AnswerRenderer {
  return new StreamingRenderer(send, options)
}

class StreamingRenderer implements AnswerRenderer {
  private readonly batches: Batches
  private readonly rows: Rows
  private parser: BlockParser
  private definitions: Definitions
  private changed = new Set<Leaf>()
  private waiting = ''
  private ended = false
  /** What is still to be sent, in its order: each of a size that `setData` takes. */
  private readonly patches: AnswerPatch[] = []
  /** The last of them, as long as more may go into it, and about the characters that it has. */
  private open: AnswerPatch | undefined
  private size = 0
  private exercises: Exercise[] = []
  private grew = false

  constructor(
    private readonly send: PatchSender,
    private readonly options: AnswerRendererOptions,
  ) {
    const { clock = programClock, interval = 100, acknowledged = false, typesetter } = options
    this.batches = new Batches(clock, interval, acknowledged, () => this.sendBatch())
    this.rows = new Rows(
      (label, leaf) => this.definitions.find(label, leaf),
      typesetter,
      (path, value) => this.write(path, value),
      { asked: () => this.options.asked?.() ?? [], found: (exercise) => this.found(exercise) },
    )
    this.definitions = this.newDefinitions()
    this.parser = this.createParser()
  }

  push(delta: string): void {
    if (this.ended || !delta) return
    this.waiting += delta
    this.batches.want()
  }

  reset(text: string): void {
    this.ended = false
    // A page in JavaScript may have none yet.
    this.waiting = text || ''
    this.changed = new Set()
    this.rows.restart()
    this.grew ||= this.exercises.length > 0
    this.exercises = []
    this.definitions = this.newDefinitions()
    this.parser = this.createParser()
    this.batches.want()
  }

  flush(): void {
    this.batches.flush()
  }

  end(): void {
    this.ended = true
    this.batches.flush()
  }

  pause(): void {
    this.batches.pause()
  }

  resume(): void {
    this.batches.resume()
  }

  skim(isSkimming: boolean): void {
    this.rows.skim(isSkimming)
  }

  complete(from?: number, to?: number): void {
    this.rows.complete(from, to)
    this.batches.want()
  }

  close(): void {
    this.ended = true
    this.batches.pause()
  }

  private newDefinitions(): Definitions {
    return new Definitions((leaf) => {
      this.rows.readAgain(leaf)
      this.changed.add(leaf)
    })
  }

  private createParser(): BlockParser {
    return new BlockParser(this.definitions, (leaf) => this.changed.add(leaf))
  }

  /** Reads what has come and sends what that changes. */
  private sendBatch(): boolean {
    const text = this.waiting
    this.waiting = ''
    this.parser.push(text)
    if (this.ended) this.parser.finish()
    const { changed } = this
    this.changed = new Set()
    this.rows.update(changed, this.ended)
    const isAny = this.sendPatches()
    this.tellOutline()
    return isAny
  }

  private found(exercise: Exercise): void {
    if (this.exercises.some(({ row }) => row === exercise.row)) return
    this.exercises = [...this.exercises, exercise]
    this.grew = true
  }

  private tellOutline(): void {
    if (!this.grew) return
    this.grew = false
    this.options.outlined?.(this.exercises)
  }

  private write(path: string, value: unknown): void {
    if (!this.open || this.size > MAX_BATCH) {
      this.open = {}
      this.patches.push(this.open)
      this.size = 0
    }
    this.open[path] = value
    this.size += path.length + roughSize(value)
  }

  /** Sends what is to be sent. What `send` throws at is kept: the next batch begins with it. */
  private sendPatches(): boolean {
    const isAny = this.patches.length > 0
    this.open = undefined
    for (let patch = this.patches.shift(); patch; patch = this.patches.shift()) {
      try {
        this.send(patch, () => this.batches.taken())
      } catch (error) {
        this.patches.unshift(patch)
        throw error
      }
    }
    return isAny
  }
}

/** About the characters that a value has in JSON: counted, since writing it twice would be half of a batch's cost. */
function roughSize(value: unknown): number {
  if (typeof value === 'string') return value.length + 3
  if (!(value instanceof Object)) return 2
  let size = 2
  Object.values(value).forEach((part) => {
    size += 5 + roughSize(part)
  })
  return size
}
