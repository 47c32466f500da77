import type { Cancel, Clock, KeyValueStore, Lifecycle, Logger } from '../platform/ports'

/** More than anybody leaves behind; the oldest give way. */
const MOST_STOPS = 20

/** Milliseconds after which one that a server could not take goes out again: one that is being restarted is back within these. */
const RETRIES = [2000, 4000, 8000, 16_000, 32_000]

/** A stop on its way. */
export interface WaitingStop {
  requestId: string
  /** Where the answer was asked for: all of it, since a server may stand behind a path, and be told apart by its query. */
  address: string
}

/** What the outbox is handed. */
export interface StopOutboxDeps {
  storage: KeyValueStore
  /** Where they lie in `storage`, also when the program ends. Default `stops-to-deliver`. */
  key?: string
  clock: Clock
  lifecycle: Lifecycle
  logger: Logger
  /** Tells the server. True when it has been told, or cannot be told ever; false to try again later. Never rejects. */
  deliver(stop: WaitingStop): Promise<boolean>
}

/**
 * Stops that outlive their stream. Each goes out at once, and where that fails a few times more within a minute, and when the network
 * returns, the program comes to the front, or the next one is left. It listens only while something waits.
 */
export class StopOutbox {
  private listening: Cancel[] = []
  private timer: Cancel | undefined
  /** How many of {@link RETRIES} are over. */
  private retries = 0
  private readonly underway = new Set<string>()
  /** By request id, oldest first; storage holds the stops for the next run of the program. `held`: this run may still withdraw it. */
  private readonly waiting = new Map<string, { readonly stop: WaitingStop; readonly held: boolean }>()
  private readonly deps: StopOutboxDeps
  private readonly key: string

  constructor(deps: StopOutboxDeps) {
    this.deps = deps
    this.key = deps.key ?? 'stops-to-deliver'
    const stored = deps.storage.get(this.key)
    for (const stop of Array.isArray(stored) ? stored.flatMap(readStop) : [])
      this.waiting.set(stop.requestId, { stop, held: false })
  }

  /** Puts a stop in that may yet be told another way: this run of the program keeps it, the next would send it. */
  hold(stop: WaitingStop): void {
    this.put(stop, true)
    this.listenIfNeeded()
  }

  /** Puts a stop in that is to be sent; the same one twice is one. */
  leave(stop: WaitingStop): void {
    this.put(stop, false)
    this.flush()
  }

  /** Takes a stop out that was told another way. */
  withdraw(requestId: string): void {
    if (this.waiting.delete(requestId)) this.store()
    this.listenIfNeeded()
  }

  /** Tries everything that waits, now; what waited when the program last ended too. */
  flush(): void {
    this.retries = 0
    this.cancelTimer()
    this.sendAll()
  }

  private sendAll(): void {
    for (const { stop, held } of this.waiting.values()) if (!held) this.send(stop)
  }

  private put(stop: WaitingStop, held: boolean): void {
    this.waiting.set(stop.requestId, { stop, held })
    const [oldest] = this.waiting.keys()
    if (this.waiting.size > MOST_STOPS && oldest !== undefined) this.waiting.delete(oldest)
    this.store()
  }

  private send(stop: WaitingStop): void {
    if (this.underway.has(stop.requestId)) return
    this.underway.add(stop.requestId)
    this.deps.deliver(stop).then(
      (delivered) => this.sent(stop, delivered),
      // It promises not to reject; if it does, the stop waits on.
      () => this.sent(stop, false),
    )
  }

  private sent(stop: WaitingStop, delivered: boolean): void {
    this.underway.delete(stop.requestId)
    this.deps.logger.debug('[stop] told the server', stop.requestId, delivered)
    if (delivered) this.waiting.delete(stop.requestId)
    this.store()
    this.listenIfNeeded()
    if (!delivered) this.retryLater()
  }

  private retryLater(): void {
    const delay = RETRIES[this.retries]
    if (this.timer !== undefined || delay === undefined || this.listening.length === 0) return
    this.retries += 1
    this.timer = this.deps.clock.setTimer(() => {
      this.timer = undefined
      this.sendAll()
    }, delay)
  }

  private cancelTimer(): void {
    this.timer?.()
    this.timer = undefined
  }

  private store(): void {
    if (this.waiting.size > 0) {
      const stops = [...this.waiting.values()].map(({ stop }) => stop)
      this.deps.storage.set(this.key, stops)
    } else this.deps.storage.remove(this.key)
  }

  private listenIfNeeded(): void {
    const needed = [...this.waiting.values()].some(({ held }) => !held)
    if (needed && this.listening.length === 0) {
      const { lifecycle } = this.deps
      this.listening = [
        lifecycle.onShow(() => this.flush()),
        lifecycle.onNetworkChange((change) => {
          if (change !== 'lost') this.flush()
        }),
      ]
    } else if (!needed) {
      for (const cancel of this.listening) cancel()
      this.listening = []
      this.cancelTimer()
    }
  }
}

/** None where that is no stop. Before 0.2.0 its address stood under `origin`, which of the tutor's was no more than that. */
function readStop(value: unknown): WaitingStop[] {
  const { requestId, origin, address = origin }: { [name: string]: unknown } = { ...Object(value) }
  return typeof requestId === 'string' && typeof address === 'string' ? [{ requestId, address }] : []
}
