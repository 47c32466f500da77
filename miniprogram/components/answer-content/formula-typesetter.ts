import { formulaForm } from '../../config'
import { wxClock } from '../../platform/wx-clock'
import { wxLogger } from '../../platform/wx-logger'
import type { Typesetter } from '../../render/typesetter'
import { LateTypesetter } from './late-typesetter'

type Mathematics = typeof import('../../render/math/typesetter')

/** One for all answers: it remembers the formulas that it has laid out. */
const shared = new LateTypesetter({ load, clock: wxClock, logger: wxLogger, random: Math.random })

/**
 * A typesetter for one answer, from the sub-package `render/math`, which app.json has fetched while the chat is looked at.
 * @param ready is called when formulas that had no layout can be tried again
 */
export function formulaTypesetter(ready: () => void): Typesetter {
  return shared.forAnswer(ready)
}

/** Base library 2.11.2 and newer reach a sub-package by `require.async`; where all lies in one package, `require` does. */
async function load(): Promise<Typesetter> {
  const { createWarmTypesetter }: Mathematics =
    typeof require.async === 'function'
      ? await require.async('../../render/math/typesetter')
      : require('../../render/math/typesetter')
  return createWarmTypesetter({ form: formulaForm() })
}
