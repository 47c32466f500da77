type Outcome<T> = { item: T } | { error: Error } | { end: true }

/** A source that a test feeds by hand. It refuses a `next()` while another one is under way, as many sources do. */
export class Channel<T> implements AsyncIterableIterator<T> {
  /** How often it was released. */
  returned = 0
  private pulled = false
  private readonly outcomes: Outcome<T>[] = []
  private waiting: (() => void) | undefined;

  [Symbol.asyncIterator](): this {
    return this
  }

  push(item: T): void {
    this.put({ item })
  }

  fail(error: Error): void {
    this.put({ error })
  }

  end(): void {
    this.put({ end: true })
  }

  async next(): Promise<IteratorResult<T, undefined>> {
    if (this.pulled) throw new Error('next() was called while one is under way')
    this.pulled = true
    try {
      return await this.take()
    } finally {
      this.pulled = false
    }
  }

  async return(): Promise<IteratorResult<T, undefined>> {
    this.returned += 1
    return { done: true, value: undefined }
  }

  private async take(): Promise<IteratorResult<T, undefined>> {
    for (;;) {
      const outcome = this.outcomes[0]
      if (!outcome) {
        await new Promise<void>((resolve) => {
          this.waiting = resolve
        })
        continue
      }
      if ('end' in outcome) return { done: true, value: undefined }
      if ('error' in outcome) throw outcome.error
      this.outcomes.shift()
      return { done: false, value: outcome.item }
    }
  }

  private put(outcome: Outcome<T>): void {
    this.outcomes.push(outcome)
    this.waiting?.()
  }
}
