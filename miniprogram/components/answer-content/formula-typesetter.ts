import { wxClock } from '../../platform/wx-clock'
import { wxLogger } from '../../platform/wx-logger'
import type { Typesetter } from '../../render/typesetter'

/** One for all answers: it remembers the formulas that it has laid out. */
let shared: Typesetter | undefined
let isLoading = false
/** The answers that show a formula's source until the typesetter is there. */
const waiting = new Set<() => void>()

/**
 * A typesetter whose module, the largest of the program, is loaded when the first formula is seen, and not while that
 * formula's batch is made: until then formulas are shown as their source.
 * @param ready is called when formulas that had no layout can be tried again
 */
export function formulaTypesetter(ready: () => void): Typesetter {
  return {
    typeset(tex, display) {
      if (shared) return shared.typeset(tex, display)
      waiting.add(ready)
      if (!isLoading) {
        isLoading = true
        wxClock.setTimer(load, 0)
      }
      return undefined
    },
  }
}

function load(): void {
  try {
    const loaded: typeof import('../../render/math/typesetter') = require('../../render/math/typesetter')
    shared = loaded.createTypesetter()
  } catch (reason) {
    // Formulas stay readable as their source.
    wxLogger.error('the typesetter could not be loaded', reason)
  }
  const answers = [...waiting]
  waiting.clear()
  if (shared) for (const ready of answers) ready()
}
