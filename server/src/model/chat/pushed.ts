/** Where a producer puts what it makes. */
export interface Output<T> {
  push(item: T): void
  /** Called when the reader wants no more, once. */
  onReturn(action: () => void): void
}

/**
 * What `produce` pushes, as an iterator for one reader; its end and its error are the iterator's. It begins with the first
 * `next()`. Nothing stands between a pushed item and a reader who waits for it.
 */
export function pushed<T>(
  produce: (output: Output<T>) => Promise<void>,
): AsyncIterableIterator<T, undefined> {
  return new Pushed(produce)
}

type Result<T> = IteratorResult<T, undefined>
interface Reader<T> {
  resolve(result: Result<T>): void
  reject(error: unknown): void
}

const END: IteratorReturnResult<undefined> = { done: true, value: undefined }

class Pushed<T> implements AsyncIterableIterator<T, undefined>, Output<T> {
  private items: T[] = []
  private reader: Reader<T> | undefined
  private begun = false
  private ended: { error?: unknown } | undefined
  private release: () => void = () => undefined

  constructor(private readonly produce: (output: Output<T>) => Promise<void>) {}

  [Symbol.asyncIterator](): this {
    return this
  }

  push(item: T): void {
    if (this.ended) return
    const { reader } = this
    this.reader = undefined
    if (reader) reader.resolve({ done: false, value: item })
    else this.items.push(item)
  }

  onReturn(action: () => void): void {
    this.release = action
  }

  next(): Promise<Result<T>> {
    const item = this.items.shift()
    if (item !== undefined) return Promise.resolve({ done: false, value: item })
    if (this.ended) return this.lastResult(this.ended)
    return new Promise((resolve, reject) => {
      this.reader = { resolve, reject }
      if (!this.begun) this.begin()
    })
  }

  return(): Promise<Result<T>> {
    this.items = []
    this.end({})
    this.release()
    return Promise.resolve(END)
  }

  private begin(): void {
    this.begun = true
    this.produce(this).then(
      () => this.end({}),
      (error: unknown) => this.end({ error }),
    )
  }

  private end(ended: { error?: unknown }): void {
    if (this.ended) return
    this.ended = ended
    const { reader } = this
    this.reader = undefined
    if (reader) this.lastResult(ended).then(reader.resolve, reader.reject)
  }

  private lastResult(ended: { error?: unknown }): Promise<Result<T>> {
    const told = 'error' in ended
    this.ended = {}
    return told ? Promise.reject(ended.error) : Promise.resolve(END)
  }
}
