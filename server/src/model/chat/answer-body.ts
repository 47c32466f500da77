import type { EventEmitter } from 'node:events'
import { ModelError, type ModelEvent } from '../model'
import { ChatReading, type ReadingOptions } from './chat-reading'
import { EventScanner } from './event-scanner'
import { WholeAnswer } from './whole-answer'

interface AnswerBodyOptions extends ReadingOptions {
  /** Milliseconds that more may come after a `finish_reason`. */
  patience: number
  /** Told with each piece whether what comes next may be read a little later. */
  mayRest?: (mayRest: boolean) => void
}

/** Milliseconds that the connection's end may come after `[DONE]`: one that ended can be used again. */
const END_AFTER_DONE = 50
/** A reason that came along with text is waited for this many times longer: it may stand on every chunk. */
const DOUBTFUL = 10
/** Milliseconds from its first words for which an answer is read as it comes. */
const YOUTH = 1000
/** Part of the patience after which a text that is surely whole is told to be. */
const TOLD_AFTER = 1 / 3

/**
 * Reads an answer to its end, as server-sent events or as one whole JSON answer. Throws {@link ModelError}, and what the
 * connection throws. Of `response`, an `IncomingMessage`, only the events are used.
 */
export function readAnswer(response: EventEmitter, options: AnswerBodyOptions): Promise<void> {
  return new Promise((resolve, reject) => new AnswerBody(response, options, resolve, reject))
}

class AnswerBody {
  private readonly reading: ChatReading
  private source: EventScanner | WholeAnswer | undefined
  private timers: NodeJS.Timeout[] = []
  /** Chunks that had been taken when the timers were set. */
  private waitingSince = 0
  private silent = true
  private begunAt: number | undefined
  private ended = false

  constructor(
    response: EventEmitter,
    private readonly options: AnswerBodyOptions,
    private readonly resolve: () => void,
    private readonly reject: (error: unknown) => void,
  ) {
    const tell = (event: ModelEvent) => {
      this.silent = false
      options.tell(event)
    }
    this.reading = new ChatReading({ ...options, tell })
    response.on('data', (bytes: Buffer) => this.guarded(() => this.take(bytes)))
    response.on('end', () => this.guarded(() => this.finish()))
    response.on('error', (error) => this.guarded(() => this.breakOff(error)))
    response.on('close', () => this.guarded(() => this.breakOff(undefined)))
  }

  private take(bytes: Buffer): void {
    this.silent = true
    this.source ??= this.sourceFor(bytes)
    this.source?.push(bytes)
    if (this.silent) this.options.tell({ type: 'alive' })
    this.wait()
    this.options.mayRest?.(this.mayRest())
  }

  /** Its reader is used to how it comes by then; the end is read at once. */
  private mayRest(): boolean {
    const { begun, done, failed, settled } = this.reading
    if (!begun || done || failed || settled !== 'no') return false
    const now = performance.now()
    this.begunAt ??= now
    return now - this.begunAt >= YOUTH
  }

  /** Blanks tell nothing yet. A media type tells nothing ever: gateways send events as JSON and JSON as text. */
  private sourceFor(bytes: Buffer): EventScanner | WholeAnswer | undefined {
    const first = /\S/.exec(bytes.toString('latin1'))?.[0]
    if (first === undefined) return undefined
    if (first === '{' || first === '[') return new WholeAnswer(this.reading)
    const { reading } = this
    return new EventScanner({
      data: (data, event) => reading.data(data, event),
      notUnderstood: (data) => reading.skipped(data),
    })
  }

  /** Until the end is sure. Comments and blanks change nothing about that. */
  private wait(): void {
    const { settled, done, failed, chunks } = this.reading
    const { patience } = this.options
    if (chunks === this.waitingSince && !done) return
    this.waitingSince = chunks
    this.clearTimers()
    if (done) this.after(END_AFTER_DONE, () => this.end())
    else if (failed) this.after(patience, () => this.end())
    else if (settled === 'surely') {
      this.after(patience * TOLD_AFTER, () => this.tellWhole())
      this.after(patience, () => this.end())
    } else if (settled === 'perhaps') this.after(patience * DOUBTFUL, () => this.end())
  }

  private after(delay: number, action: () => void): void {
    this.timers.push(setTimeout(() => this.guarded(action), delay))
  }

  private tellWhole(): void {
    this.reading.close()
    this.options.tell({ type: 'complete', finishReason: this.reading.finishReason })
  }

  private finish(): void {
    this.source?.end()
    this.end()
  }

  private breakOff(error: Error | undefined): void {
    const { settled, done, failed } = this.reading
    if (settled === 'surely' || done || failed) {
      this.end()
      return
    }
    const code = error && 'code' in error && typeof error.code === 'string' ? error.code : 'closed'
    const kind = this.reading.begun ? 'GENERATION_INTERRUPTED' : 'MODEL_UNAVAILABLE'
    throw new ModelError(kind, `connection lost: ${code}`, true, { cause: error })
  }

  private end(): void {
    if (this.ended) return
    this.reading.end()
    this.settle(this.resolve)
  }

  /** What goes wrong ends the answer, whichever event of the connection it came with. */
  private guarded(action: () => void): void {
    if (this.ended) return
    try {
      action()
    } catch (error) {
      this.settle(() => this.reject(error))
    }
  }

  private settle(how: () => void): void {
    this.ended = true
    this.clearTimers()
    how()
  }

  private clearTimers(): void {
    for (const timer of this.timers) clearTimeout(timer)
    this.timers = []
  }
}
