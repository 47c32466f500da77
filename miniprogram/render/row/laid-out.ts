import type { Typesetter } from '../typesetter'
import type { FormulaRun } from './row'

/** What laying it out adds to a formula: its layout, and its coded words if there are any; nothing where it cannot be laid out (yet). */
export function laidOut(
  tex: string,
  display: boolean,
  typesetter: Typesetter | undefined,
): Pick<FormulaRun, 'z' | 's'> {
  const z = typesetter?.typeset(tex, display)
  if (z === undefined) return {}
  const s = typesetter?.speak(tex)
  return s === undefined ? { z } : { z, s }
}
