/** A formula is no longer than this; what begins further from the end is none that was being written. */
const LONGEST = 5000

/** Formulas that are complete, by their markers. */
const COMPLETE = [
  /\$\$[\s\S]*?\$\$/g,
  /\\\[[\s\S]*?\\\]/g,
  /\\\([\s\S]*?\\\)/g,
  /\\begin\{([a-z]+\*?)\}[\s\S]*?\\end\{\1\}/g,
  /\$[^$\n]+\$/g,
]

/** What begins a formula of which the end is missing. A single `$` before plain words is a price. */
const BEGINNING = /\$\$|\\\[|\\\(|\\begin\{|\$[^$\n]*[\\^_{=][^$\n]*$|\$$/

/**
 * Whether a text that was cut ends inside of a formula. Its source is nothing that a student can read, so the page leaves it
 * out; whoever copies the answer gets all of it.
 */
export function endsInsideFormula(text: string): boolean {
  // An escaped dollar is money.
  const tail = text.slice(-LONGEST).replace(/\\\$/g, '')
  return BEGINNING.test(COMPLETE.reduce((rest, formula) => rest.replace(formula, ''), tail))
}
