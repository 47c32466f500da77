import type { Typesetter } from '../typesetter'
import { toCompact } from './compact'
import type { FormulaForm } from './form'
import { layoutFormula } from './layout'
import { plain } from './plain'
import { remembered } from './remembered'
import { toHtml, toRichText, withPlaceBehind } from './rich-text'
import { spoken } from './spoken'
import { toCodedWords } from './spoken-code'

/** A longer formula is shown as its source: it would take the page too long, and no schoolbook has one. */
const maxSourceLength = 3000

/** A formula whose compact string is longer is shown as its source: setData carries it in one call. */
const maxCompactLength = 24000

/** Formulas of each kind that are remembered, wrong ones too. */
const CAPACITY = 400

/** Settings of a typesetter. */
export interface TypesetterOptions {
  /** How formulas travel to the page; `compact` where it is left out. */
  readonly form?: FormulaForm
}

/** A typesetter that remembers the formulas it has laid out. It never throws: a wrong formula gives undefined. */
export function createTypesetter(options: TypesetterOptions = {}): Typesetter {
  const form = options.form ?? 'compact'
  const displayed = remembered(CAPACITY, (tex) => typesetAnew(tex, true, form))
  const inline = remembered(CAPACITY, (tex) => typesetAnew(tex, false, form))
  return {
    typeset: (tex, display) => (display ? displayed(tex) : inline(tex)),
    speak: remembered(CAPACITY, (tex) => {
      const words = told(tex, spoken)
      // A letter or a number needs none.
      return words === undefined || words === tex ? undefined : toCodedWords(words)
    }),
    words: (tex) => told(tex, spoken),
    plain: (tex) => told(tex, plain),
  }
}

/** What most formulas have: a fraction, a power, a root, a name. */
const USUAL = '\\frac{x^2}{\\sqrt{2}}=\\sin a'

/**
 * A typesetter that has laid out a formula already, so that the first one of an answer does not wait until KaTeX has begun: where
 * nothing is compiled that takes longer than ten formulas.
 */
export function createWarmTypesetter(options: TypesetterOptions = {}): Typesetter {
  const typesetter = createTypesetter(options)
  typesetter.typeset(USUAL, false)
  typesetter.speak(USUAL)
  return typesetter
}

function told(tex: string, tell: (tex: string) => string | undefined): string | undefined {
  if (tex.length > maxSourceLength) return undefined
  try {
    return tell(tex)
  } catch {
    // No formula, or nothing that can be told so: its source says all that there is.
    return undefined
  }
}

function typesetAnew(tex: string, display: boolean, form: FormulaForm): string | undefined {
  if (form === 'source' || tex.length > maxSourceLength) return undefined
  try {
    const nodes = layoutFormula(tex, display)
    const compact = toCompact(nodes, display)
    if (nodes.length === 0 || compact.length > maxCompactLength) return undefined
    return form === 'compact' ? compact : toHtml(withPlaceBehind(toRichText(nodes, display)))
  } catch {
    // Wrong, unknown, too deep, too long: for the page these are one case, the source is shown.
    return undefined
  }
}
