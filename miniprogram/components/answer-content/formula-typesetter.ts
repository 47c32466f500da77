import { wxClock } from '../../platform/wx-clock'
import type { Typesetter } from '../../render/typesetter'
import { LateTypesetter, type LateTypesetterDeps } from './late-typesetter'

/** One for all answers: it remembers the formulas that it has laid out. */
let shared: LateTypesetter | undefined

/** Lays nothing out: formulas stay their source. */
const nothing = () => undefined
const none: Typesetter = { typeset: nothing, speak: nothing, words: nothing, plain: nothing }

/** The program has mathematics, which `load` brings when the first answer is there. Once, before any answer. */
export function bringTypesetter({ load, logger }: Pick<LateTypesetterDeps, 'load' | 'logger'>): void {
  shared = new LateTypesetter({ load, logger, clock: wxClock, random: Math.random })
}

/**
 * A typesetter for one answer.
 * @param ready is called when formulas that had no layout can be tried again
 */
export function formulaTypesetter(ready: () => void): Typesetter {
  return shared?.forAnswer(ready) ?? none
}

/** The answer that `ready` was given for is gone: nothing is brought for its sake any more. */
export function leaveTypesetter(ready: () => void): void {
  shared?.leave(ready)
}

/** Resolves when formulas can be read, or when they cannot be for now. */
export function formulasSettled(): Promise<void> {
  return shared?.settled() ?? Promise.resolve()
}
