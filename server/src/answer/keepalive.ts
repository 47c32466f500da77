import type { SilenceWatch, SilenceWheel } from './silence-wheel'

/** Stands between the items of a source that was silent for the interval. */
export const KEEPALIVE = Symbol('keepalive')
/** What stands between items for silence. */
export type Keepalive = typeof KEEPALIVE

/** A source with keepalives between its items; to be read by one reader. */
export interface KeepaliveIterator<T> extends AsyncIterableIterator<T | Keepalive, undefined> {
  /** Ends it at once, also while a `next()` waits (which then gives the end), and releases the source. */
  return(): Promise<IteratorResult<T | Keepalive, undefined>>
}

/**
 * Gives each item of `source` once and in order, and {@link KEEPALIVE} whenever none came for `interval`
 * milliseconds. An error of the source is the reader's.
 *
 * It is an object and no `async function*`: a generator cannot be ended while it waits. And it keeps the one
 * `next()` that is under way over any number of keepalives: to race it anew each time would lose items.
 */
export function withKeepalive<T>(
  source: AsyncIterable<T>,
  interval: number,
  wheel: SilenceWheel,
): KeepaliveIterator<T> {
  return new KeepaliveSource(source[Symbol.asyncIterator](), interval, wheel)
}

type Result<T> = IteratorResult<T | Keepalive, undefined>
type Outcome<T> = { result: IteratorResult<T, unknown> } | { error: unknown }
interface Reader<T> {
  resolve(result: Result<T>): void
  reject(error: unknown): void
}

const END: IteratorReturnResult<undefined> = { done: true, value: undefined }

class KeepaliveSource<T> implements KeepaliveIterator<T> {
  private readonly watch: SilenceWatch
  private pulling = false
  /** What came while nobody was reading. */
  private arrived: Outcome<T> | undefined
  private reader: Reader<T> | undefined
  private ended = false

  constructor(
    private readonly source: AsyncIterator<T, unknown>,
    interval: number,
    wheel: SilenceWheel,
  ) {
    this.watch = wheel.watch(interval, () => this.deliverKeepalive())
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  next(): Promise<Result<T>> {
    if (this.reader) return Promise.reject(new Error('a keepalive source has one reader'))
    if (this.ended) return Promise.resolve(END)
    const answer = new Promise<Result<T>>((resolve, reject) => {
      this.reader = { resolve, reject }
    })
    const arrived = this.arrived
    this.arrived = undefined
    if (arrived) this.deliver(arrived)
    else if (!this.pulling) this.pull()
    return answer
  }

  return(): Promise<Result<T>> {
    if (!this.ended) {
      this.end()
      this.release()
      this.takeReader()?.resolve(END)
    }
    return Promise.resolve(END)
  }

  private pull(): void {
    this.pulling = true
    nextOf(this.source).then(this.took, this.failed)
  }

  /** Made once, and not for each item. */
  private readonly took = (result: IteratorResult<T, unknown>): void => this.settle({ result })
  private readonly failed = (error: unknown): void => this.settle({ error })

  private settle(outcome: Outcome<T>): void {
    this.pulling = false
    if (this.reader) this.deliver(outcome)
    else this.arrived = outcome
  }

  private deliver(outcome: Outcome<T>): void {
    const reader = this.takeReader()
    if ('error' in outcome) {
      this.end()
      reader?.reject(outcome.error)
    } else if (outcome.result.done === true) {
      this.end()
      reader?.resolve(END)
    } else {
      this.watch.touch()
      reader?.resolve(outcome.result)
    }
  }

  private deliverKeepalive(): void {
    this.takeReader()?.resolve({ done: false, value: KEEPALIVE })
  }

  private takeReader(): Reader<T> | undefined {
    const reader = this.reader
    this.reader = undefined
    return reader
  }

  private end(): void {
    this.ended = true
    this.watch.stop()
  }

  /** Not awaited: a generator's `return` waits for the `next` that is under way. What it throws then has no reader. */
  private release(): void {
    returnOf(this.source).catch(() => undefined)
  }
}

/** `next` as a promise whatever the source does, so that what it throws at once is an error like any other. */
function nextOf<T>(source: AsyncIterator<T, unknown>): Promise<IteratorResult<T, unknown>> {
  try {
    return Promise.resolve(source.next())
  } catch (error) {
    return Promise.reject(error)
  }
}

async function returnOf(source: AsyncIterator<unknown, unknown>): Promise<void> {
  await source.return?.()
}
