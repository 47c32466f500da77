import type { AnswerState, Condition, Effect, Signal } from './states'
import { transitionFor } from './transitions'

/** What a machine is made of: who answers its conditions, who carries out its effects, who is told of a new state. */
export interface MachineParts<Details> {
  conditions: Record<Condition, () => boolean>
  effects: Record<Effect, (details: Details) => void>
  entered(state: AnswerState): void
}

/** Takes an answer through the table in `transitions.ts`. The state is all that it remembers. */
export class StateMachine<Details> {
  private current: AnswerState = 'idle'
  private readonly parts: MachineParts<Details>

  constructor(parts: MachineParts<Details>) {
    this.parts = parts
  }

  get state(): AnswerState {
    return this.current
  }

  /** Something happened; `details` go to the effects. */
  signal(signal: Signal, details: Details): void {
    const row = transitionFor(this.current, signal, (condition) => this.parts.conditions[condition]())
    if (row === undefined) return
    if (row.to !== this.current) {
      this.current = row.to
      this.parts.entered(row.to)
    }
    for (const effect of row.effects) {
      // Whoever was told may have stopped the answer meanwhile: then what this row meant to do is void.
      if (this.current !== row.to) return
      this.parts.effects[effect](details)
    }
  }
}
