/** A formula's content and the place behind its closing marker. */
export interface FormulaFound {
  tex: string
  display: boolean
  end: number
}

/** `open`: its closing marker may still come. */
export type FormulaResult = FormulaFound | 'open' | 'none'
