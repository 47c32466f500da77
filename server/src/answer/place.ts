import type { Clock } from '../time/clock'
import type { AnswerError } from './answer-error'
import type { AnswerMetrics } from './answer-metrics'

/** A place among the answers that are begun or written. */
export interface Place {
  /**
   * Resolves when the model may be asked, at once where there is room, or when nobody waits for that any longer; `moved` hears
   * how many are before it. Rejects with `OVERLOADED` where it takes too long.
   */
  turn(moved: (ahead: number) => void): Promise<void>
  /** Waits no longer: its answer is to be ended. */
  giveUp(): void
  /** Gives the place back, once. */
  leave(): void
}

/** One that does not count and waits for nothing; `leave` hears that it is given back. */
export function uncounted(leave: () => void = () => undefined): Place {
  return { turn: async () => undefined, giveUp: () => undefined, leave }
}

/** Waits for the turn of a place, which is counted. Rejects as {@link Place.turn} does. */
export async function awaitTurn(
  place: Place,
  { clock, metrics }: { clock: Clock; metrics: AnswerMetrics },
  moved: (ahead: number) => void,
): Promise<void> {
  const since = clock.now()
  metrics.turnAwaited()
  try {
    await place.turn(moved)
  } finally {
    metrics.turnCame(clock.now() - since)
  }
}

/** Who gives out tickets. */
export interface Counter {
  /** How many are before it. */
  ahead(): number
  /** It has waited for too long and is no longer in the queue; what is to be told. */
  late(): AnswerError
  /** It waits no longer. */
  gaveUp(): void
  left(ran: boolean): void
  /** Calls back when it has waited for too long; what it returns cancels that. */
  after(callback: () => void): () => void
}

interface Waiting {
  moved: (ahead: number) => void
  resolve: () => void
}

/** A {@link Place} that is counted, and may have to wait. */
export class Ticket implements Place {
  private state: 'waiting' | 'running' | 'over' | 'left'
  private waiting: Waiting | undefined

  constructor(
    runs: boolean,
    private readonly counter: Counter,
  ) {
    this.state = runs ? 'running' : 'waiting'
  }

  turn(moved: (ahead: number) => void): Promise<void> {
    if (this.state !== 'waiting') return Promise.resolve()
    moved(this.counter.ahead())
    return new Promise((resolve, reject) => {
      const cancel = this.counter.after(() => {
        reject(this.counter.late())
        this.settle('over')
      })
      this.waiting = {
        moved,
        resolve: () => {
          cancel()
          resolve()
        },
      }
    })
  }

  giveUp(): void {
    if (this.state !== 'waiting') return
    this.counter.gaveUp()
    this.settle('over')
  }

  leave(): void {
    const { state } = this
    if (state === 'left') return
    this.settle('left')
    this.counter.left(state === 'running')
  }

  /** There is room. */
  run(): void {
    this.settle('running')
  }

  /** That many are before it now. */
  moved(ahead: number): void {
    this.waiting?.moved(ahead)
  }

  private settle(state: 'running' | 'over' | 'left'): void {
    this.state = state
    this.waiting?.resolve()
    this.waiting = undefined
  }
}
