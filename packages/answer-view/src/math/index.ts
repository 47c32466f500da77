/** Formulas, laid out by KaTeX and mhchem: a part that an app may leave out, or put into a sub-package of its own. */
import { createWarmTypesetter } from '../../../../miniprogram/render/math/typesetter'
import type { Typesetter } from '../../../../miniprogram/render/typesetter'
import { useTypesetter } from '../index'

export type { Typesetter } from '../../../../miniprogram/render/typesetter'

/** Turns formulas on, in all answers that come onto a page from now on. Called in app.js; KaTeX runs with the first answer, not before. */
export function useMathematics(): void {
  useTypesetter(async () => createTypesetter())
}

/** What lays formulas out, for `useTypesetter` in an app that has this part in a sub-package. */
export function createTypesetter(): Typesetter {
  return createWarmTypesetter()
}
