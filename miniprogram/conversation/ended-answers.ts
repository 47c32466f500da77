import { programClock } from '../platform/clock'
import type { Clock } from '../platform/ports'
import { ExtrasWatch } from './extras-watch'
import type { LearningPort } from './ports'
import { rateTurn } from './rate-turn'
import type { Turn } from './turn'
import type { TurnWriter } from './turn-changes'
import type { Rating, SavedAnswer } from './turn-phase'

type KeepInBook = typeof import('./keep-in-book')

/** Milliseconds for which an exercise that is to be kept waits for what follows its answer: then it is kept without that. */
export const KEEP_PATIENCE = 4000

interface EndedAnswersDependencies {
  readonly learning: Pick<LearningPort, 'extras' | 'keep' | 'rate'>
  readonly write: TurnWriter
  /** Those of the open conversation. */
  turns(): readonly Turn[]
  /** Something of a turn changed. */
  changed(turn: Turn): void
  /** What follows a turn's answer is there, and its conversation may have a title from it. */
  extrasCame(turn: Turn): void
  /** Time and timers. @default the program's own */
  readonly clock?: Clock
}

/** What is done with answers that have ended: they are rated, kept, and what follows them is fetched. */
export class EndedAnswers {
  private readonly extras: ExtrasWatch

  constructor(private readonly dependencies: EndedAnswersDependencies) {
    this.extras = new ExtrasWatch(dependencies.learning, (turn, extras) => {
      this.set(turn, { extras })
      dependencies.extrasCame(turn)
    })
  }

  /** As {@link rateTurn}; nothing for an answer that is not here. */
  async rate(requestId: string, rating: Rating): Promise<void> {
    const turn = this.find(requestId)
    if (turn === undefined) return
    await rateTurn(turn, rating, this.dependencies.learning, (given) => this.set(turn, { rating: given }))
  }

  /**
   * As `keepInBook`, when what follows the answer is known, or does not come soon: its subject is a part of what makes two
   * exercises the same. The turn is on its way at once.
   */
  async keep(requestId: string): Promise<'new' | 'known' | undefined> {
    const { learning, turns } = this.dependencies
    const turn = this.find(requestId)
    if (turn === undefined) return undefined
    // Not run before the first frame: nothing is kept then.
    const { keepInBook }: KeepInBook = require('./keep-in-book')
    return keepInBook(turn, turns(), learning, {
      set: (kept) => this.set(turn, { kept }),
      ready: () => this.extrasOrPatience(turn),
    })
  }

  /** Fetches what follows an answer, where that is not known. */
  follow(turn: Turn): void {
    void this.extras.follow(turn)
  }

  /** There is a network again, or may be. */
  comeBack(): void {
    this.extras.comeBack()
  }

  private set(turn: Turn, saved: Partial<SavedAnswer>): void {
    const { write, changed } = this.dependencies
    if (write(turn, { saved })) changed(turn)
  }

  private extrasOrPatience(turn: Turn): Promise<void> {
    const { clock = programClock } = this.dependencies
    return new Promise((resolve) => {
      const cancel = clock.setTimer(resolve, KEEP_PATIENCE)
      const end = (): void => {
        cancel()
        resolve()
      }
      this.extras.follow(turn).then(end, end)
    })
  }

  private find(requestId: string): Turn | undefined {
    return this.dependencies.turns().find((turn) => turn.requestId === requestId)
  }
}
