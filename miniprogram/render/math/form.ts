/**
 * A way in which formulas travel from the logic to the page, which takes any.
 * - `compact`: a short string that components/formula/formula.wxs expands to nodes in the view thread.
 * - `html`: finished HTML, ten times as large, for hosts whose rich-text does not take the nodes that a WXS function returns.
 * - `source`: nothing, so that the page shows what the author wrote: for hosts whose rich-text shows no SVG images, no fonts of a
 *   style sheet, or knows no rule but those of a single class.
 */
export const formulaForms = ['compact', 'html', 'source'] as const
/** One of these. */
export type FormulaForm = (typeof formulaForms)[number]
