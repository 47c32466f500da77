import type { Mode } from '../../typings/protocol'
import type { KeyValueStore } from '../platform/ports'

const KEY = 'mode'

/** What a student chooses from; `similar` begins elsewhere. */
export const CHOICES = ['solve', 'hint', 'check'] as const satisfies readonly Mode[]
/** A kind of answer that can be chosen before one asks. */
export type ChosenMode = (typeof CHOICES)[number]

/** The kind of answer that the next question is asked for, over a restart too. */
export class ModeChoice {
  private mode: ChosenMode

  /** `changed` is told of another one. */
  constructor(
    private readonly store: KeyValueStore,
    private readonly changed: () => void,
  ) {
    this.mode = choiceOf(store.get(KEY)) ?? 'solve'
  }

  get chosen(): ChosenMode {
    return this.mode
  }

  /** What cannot be chosen changes nothing. */
  choose(mode: string): void {
    const next = choiceOf(mode)
    if (next === undefined || next === this.mode) return
    this.mode = next
    this.store.set(KEY, next)
    this.changed()
  }
}

function choiceOf(value: unknown): ChosenMode | undefined {
  return CHOICES.find((each) => each === value)
}
