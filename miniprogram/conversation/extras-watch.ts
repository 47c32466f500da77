import type { Extras } from '../../typings/protocol'
import { errorCode } from './error-code'
import type { LearningPort } from './ports'
import { savedOf, type Turn } from './turn'

/** Asks one after the other for the same answer's extras: each waits at the server, so these are some minutes. */
const MOST_ASKED = 12

/**
 * Follows what is made after answers, until it is there. What could not be asked for lack of a network is asked when there may
 * be one; an answer that is gone has none.
 */
export class ExtrasWatch {
  private readonly following = new Map<Turn, Promise<void>>()
  private readonly lost = new Set<Turn>()

  /** `came` is told of a turn what its extras are, or that it will never have any. */
  constructor(
    private readonly learning: Pick<LearningPort, 'extras'>,
    private readonly came: (turn: Turn, extras: Extras) => void,
  ) {}

  /** Follows those of an answer that has ended; settles when nothing more is asked. Does nothing where none are on their way. */
  async follow(turn: Turn): Promise<void> {
    if (savedOf(turn)?.extras?.status !== 'pending') return
    const running = this.following.get(turn) ?? this.ask(turn).finally(() => this.following.delete(turn))
    this.following.set(turn, running)
    await running
  }

  /** There is a network again, or may be. */
  comeBack(): void {
    const again = [...this.lost]
    this.lost.clear()
    for (const turn of again) void this.follow(turn)
  }

  private async ask(turn: Turn): Promise<void> {
    const answerId = savedOf(turn)?.answerId
    if (answerId === undefined) return
    try {
      for (let asked = 0; asked < MOST_ASKED; asked += 1) {
        const extras = await this.learning.extras(answerId)
        if (extras.status === 'pending') continue
        this.came(turn, extras)
        return
      }
      this.lost.add(turn)
    } catch (error) {
      if (errorCode(error) === 'NOT_FOUND') this.came(turn, extrasOf('none'))
      else this.lost.add(turn)
    }
  }
}

/** Of an answer of which no more than that is known. */
export function extrasOf(status: Extras['status']): Extras {
  return { status, title: null, subject: null, follow_ups: [], correction: null }
}
