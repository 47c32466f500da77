import type { Cancel, KeyValueStore } from '../platform/ports'
import type { MistakesPort } from './mistake'
import type { RatingOutbox } from './rating-outbox'

const KEY = 'due-count'

/** How many exercises are to be reviewed now: for the buttons that lead there. */
export class DueCount {
  /** As the server said last. */
  private told: number
  private readonly listeners = new Set<(count: number) => void>()
  private loading: Promise<void> | undefined
  /** Ratings that reached the server. */
  private deliveries = 0

  constructor(
    private readonly port: Pick<MistakesPort, 'list'>,
    private readonly store: KeyValueStore,
    private readonly outbox: Pick<RatingOutbox, 'ids'>,
  ) {
    const kept = store.get(KEY)
    this.told = typeof kept === 'number' ? kept : 0
  }

  /** What was rated on this phone is not due any more, whether or not the server knows. 0 while it was never told. */
  get count(): number {
    return Math.max(0, this.told - this.outbox.ids.size)
  }

  /** Told the count whenever it may be another. */
  subscribe(listener: (count: number) => void): Cancel {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  /** Asks the server. Without an answer the count stays as it is: the next look at the page asks again. Never rejects. */
  refresh(): Promise<void> {
    this.loading ??= this.load().then(
      () => {
        this.loading = undefined
      },
      () => {
        this.loading = undefined
      },
    )
    return this.loading
  }

  /** Whether the server counted before or after a rating that arrived meanwhile, nobody knows: it is asked again. */
  private async load(): Promise<void> {
    const before = this.deliveries
    const { due } = await this.port.list({ due: true, size: 1 })
    if (before !== this.deliveries) return this.load()
    this.is(due)
  }

  /** The server told it beside something else. */
  is(due: number): void {
    this.told = due
    this.store.set(KEY, due)
    this.changed()
  }

  /**
   * A rating that was waiting is the server's now: the exercise is due no more. Of one that was refused nobody knows, and behind the
   * last one the server is asked, for what was counted elsewhere meanwhile.
   */
  delivered(isTaken: boolean): void {
    this.deliveries += 1
    if (isTaken) this.is(Math.max(0, this.told - 1))
    if (!isTaken || this.outbox.ids.size === 0) void this.refresh()
  }

  /** A rating was given or taken back. */
  changed(): void {
    const { count } = this
    for (const listener of [...this.listeners]) listener(count)
  }
}
