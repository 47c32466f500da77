import { ExtrasWatch } from './extras-watch'
import { keepTurn } from './keep-turn'
import type { LearningPort } from './ports'
import { rateTurn } from './rate-turn'
import type { Rating, Turn } from './turn'

export interface EndedAnswersDependencies {
  readonly learning: Pick<LearningPort, 'extras' | 'keep' | 'rate'>
  /** Those of the open conversation. */
  turns(): readonly Turn[]
  /** Something of a turn changed. */
  changed(turn: Turn): void
  /** What follows a turn's answer is there, and its conversation may have a title from it. */
  extrasCame(turn: Turn): void
}

/** What is done with answers that have ended: they are rated, kept, and what follows them is fetched. */
export class EndedAnswers {
  private readonly extras: ExtrasWatch

  constructor(private readonly dependencies: EndedAnswersDependencies) {
    this.extras = new ExtrasWatch(dependencies.learning, (turn) => {
      dependencies.changed(turn)
      dependencies.extrasCame(turn)
    })
  }

  /** As {@link rateTurn}; nothing for an answer that is not here. */
  async rate(requestId: string, rating: Rating): Promise<void> {
    const { learning, changed } = this.dependencies
    const turn = this.find(requestId)
    if (turn !== undefined) await rateTurn(turn, rating, learning, () => changed(turn))
  }

  /** As {@link keepTurn}, when what follows the answer is known: its subject is a part of what makes two exercises the same. */
  async keep(requestId: string): Promise<'new' | 'known' | undefined> {
    const { learning, turns, changed } = this.dependencies
    const turn = this.find(requestId)
    if (turn === undefined) return undefined
    await this.extras.follow(turn)
    return keepTurn(turn, turns(), learning, () => changed(turn))
  }

  /** Fetches what follows an answer, where that is not known. */
  follow(turn: Turn): void {
    void this.extras.follow(turn)
  }

  /** There is a network again, or may be. */
  comeBack(): void {
    this.extras.comeBack()
  }

  private find(requestId: string): Turn | undefined {
    return this.dependencies.turns().find((turn) => turn.requestId === requestId)
  }
}
