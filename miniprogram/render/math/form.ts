/** A way in which formulas travel from the logic to the page. The page takes either. */
export type FormulaForm = 'compact' | 'html'

/**
 * The way in use. `compact`: a short string that components/formula/formula.wxs expands to nodes in the view thread.
 * `html`: finished HTML, ten times as large, to be set here for hosts whose rich-text does not take the nodes that a WXS
 * function returns.
 */
export const formulaForm: FormulaForm = 'compact'
