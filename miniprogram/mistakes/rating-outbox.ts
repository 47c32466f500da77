import { errorCode, isRetryable } from '../conversation/error-code'
import type { Cancel, KeyValueStore, Lifecycle, Logger } from '../platform/ports'
import { tellAll } from '../platform/tell-all'
import { type Mistake, type MistakesPort, RATINGS, type ReviewRating } from './mistake'

/** Where ratings wait that the server has not; also when the program ends. */
const KEY = 'ratings-to-deliver'
/** More than anybody reviews without a network; the oldest give way. */
const MOST_RATINGS = 500
/** Characters of an exercise by which it is looked for at the server. */
const SEARCH_CHARACTERS = 40

/** A rating on its way. */
export interface WaitingRating {
  /** The mistake's. */
  readonly id: string
  readonly rating: ReviewRating
  /** How often the exercise had been reviewed before: the server has this rating once it counts more. */
  readonly reviews: number
  /** The beginning of the exercise, by which it is found. */
  readonly text: string
  /** It went out, and no answer came: the server may have it. */
  readonly doubtful: boolean
}

/** What the outbox is handed. */
export interface RatingOutboxDeps {
  port: Pick<MistakesPort, 'review' | 'list'>
  store: KeyValueStore
  lifecycle: Lifecycle
  logger: Logger
}

/**
 * Ratings of a review, until the server has them: without a network they wait, over the program's end too. They go out one
 * after the other. A call of the contract's cannot be told from its repetition, so of one that was left without an answer it
 * is looked up whether it arrived before it goes out again: an exercise is never rated twice.
 */
export class RatingOutbox {
  private waiting: readonly WaitingRating[]
  /** The mistake whose rating can still be taken back: this run of the program keeps it, the next one would send it. */
  private held: string | undefined
  private isSending = false
  private listening: Cancel[] = []
  private readonly listeners = new Set<(rated: Mistake | undefined) => void>()

  constructor(private readonly deps: RatingOutboxDeps) {
    const stored = deps.store.get(KEY)
    this.waiting = Array.isArray(stored) ? stored.filter(isWaiting) : []
  }

  /** The mistakes whose ratings the server may not have yet. */
  get ids(): ReadonlySet<string> {
    return new Set(this.waiting.map(({ id }) => id))
  }

  /** Told what the server made of a rating; of one that it refused, nothing. */
  subscribe(listener: (rated: Mistake | undefined) => void): Cancel {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  /** Puts a rating in that can still be taken back. The one before it goes out now. */
  hold({ id, text, reviews }: Mistake, rating: ReviewRating): void {
    const before = this.waiting.filter((each) => each.id === id).length
    const entry = {
      id,
      rating,
      reviews: reviews + before,
      text: lookedForBy(text),
      doubtful: false,
    }
    this.set([...this.waiting, entry].slice(-MOST_RATINGS))
    this.held = id
    this.flush()
  }

  /** Takes the one back that is held; what went out stays. */
  withdraw(): void {
    const { held } = this
    if (held === undefined) return
    this.held = undefined
    const last = this.waiting[this.waiting.length - 1]
    if (last?.id === held) this.set(this.waiting.slice(0, -1))
  }

  /** Sends the one that was held, too. */
  release(): void {
    this.held = undefined
    this.flush()
  }

  /** Sends what waits, now. */
  flush(): void {
    if (this.isSending) return
    const [first] = this.waiting
    const isHeld = this.waiting.length === 1 && first?.id === this.held
    if (first === undefined || isHeld) {
      this.listenIfNeeded()
      return
    }
    this.isSending = true
    this.deliver(first).then(
      (rated) => this.sent(rated),
      (error: unknown) => this.failed(error),
    )
  }

  /** The exercise as it is afterwards; nothing where the server has it no more. */
  private async deliver(entry: WaitingRating): Promise<Mistake | undefined> {
    if (entry.doubtful) {
      const { items } = await this.deps.port.list({ search: lookedForBy(entry.text), size: 100 })
      const found = items.find(({ id }) => id === entry.id)
      if (found === undefined || found.reviews > entry.reviews) return found
    }
    // Written before it goes out: the program may end before an answer comes.
    this.set([{ ...entry, doubtful: true }, ...this.waiting.slice(1)])
    return this.deps.port.review(entry.id, entry.rating)
  }

  private sent(rated: Mistake | undefined): void {
    this.isSending = false
    this.set(this.waiting.slice(1))
    tellAll(this.listeners, this.deps.logger, rated)
    this.flush()
  }

  private failed(error: unknown): void {
    if (!isRetryable(error)) {
      this.deps.logger.warn('[review] a rating was refused', errorCode(error))
      this.sent(undefined)
      return
    }
    this.deps.logger.debug('[review] a rating waits', errorCode(error))
    this.isSending = false
    this.listenIfNeeded()
  }

  private set(waiting: readonly WaitingRating[]): void {
    this.waiting = waiting
    if (waiting.length > 0) this.deps.store.set(KEY, waiting)
    else this.deps.store.remove(KEY)
  }

  private listenIfNeeded(): void {
    const { lifecycle } = this.deps
    if (this.waiting.length > 0 && this.listening.length === 0) {
      this.listening = [
        lifecycle.onShow(() => this.flush()),
        lifecycle.onNetworkChange((change) => {
          if (change !== 'lost') this.flush()
        }),
      ]
    } else if (this.waiting.length === 0) {
      for (const cancel of this.listening) cancel()
      this.listening = []
    }
  }
}

function isWaiting(value: unknown): value is WaitingRating {
  if (typeof value !== 'object' || value === null) return false
  const { id, rating, reviews, text, doubtful }: { [name in keyof WaitingRating]?: unknown } = value
  return (
    typeof id === 'string' &&
    RATINGS.some((each) => each === rating) &&
    typeof reviews === 'number' &&
    typeof text === 'string' &&
    typeof doubtful === 'boolean'
  )
}

/** What an exercise is looked for by. Half of a character is not cut off with it: no address can say that, and nothing would go out any more. */
function lookedForBy(text: string): string {
  return text.slice(0, SEARCH_CHARACTERS).replace(/[\uD800-\uDBFF]$/, '')
}
