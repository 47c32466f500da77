/**
 * What the page gets. `b` is a flat list of rows; containers are only drawn beside a row. Names are one
 * letter long because each of them travels with each row.
 */

/** A formula inside a text: its source, its layout if there is one, and 1 if it stands on a line of its own. */
export interface FormulaRun {
  f: string
  z?: string
  d?: 1
}

/** An image inside a text: its address (empty: not allowed) and its description. */
export interface ImageRun {
  i: string
  a: string
}

/** Text in a style of its own. `s`: letters of the style, `u`: a link's address. */
export interface StyledRun {
  x: string
  s?: string
  u?: string
}

/** A string is text in the style of the last text before it in its row (at the row's beginning: plain). */
export type Run = string | StyledRun | FormulaRun | ImageRun

/** Letters of `StyledRun.s`. Capitals are the colours of code. */
export const STYLE = {
  strong: 'b',
  em: 'i',
  del: 'd',
  code: 'c',
  link: 'l',
  keyword: 'K',
  string: 'S',
  comment: 'C',
  number: 'N',
} as const

/** All of a row but its runs. */
export interface RowHead {
  /** Heading, code, formula, rule, table, source text; a paragraph has none. */
  t?: 'h' | 'c' | 'm' | 'r' | 't' | 'x'
  /** A heading's level. */
  l?: number
  /** The containers around it, outermost first: `q` a quote, `l` a list's item. */
  n?: string
  /** The marker of the item that begins here. */
  m?: string
  /** A task: 1 open, 2 done. */
  k?: 1 | 2
  /** In a list: a blank line stands before it. */
  g?: 1
  /** A code block's language. */
  i?: string
  /** A table's columns: a letter each, `l`, `c`, `r` or `-`. */
  a?: string
  /** A displayed formula: its source and its layout. */
  x?: string
  z?: string
}

/** A row as the page holds it: `c` runs of text, or `r` a table's rows of cells of runs. */
export interface Row extends RowHead {
  c?: Run[]
  r?: Run[][][]
}

/** The page's data. A row that is gone is 0, a run that is gone is an empty string. */
export interface AnswerData {
  b?: (Row | 0)[]
}

/** The text that a reader sees in a row, formulas as their source. */
export function visibleText(row: Row): string {
  const runs = row.r ? row.r.flat(2) : (row.c ?? [])
  let text = row.x ?? ''
  for (const run of runs) {
    if (typeof run === 'string') text += run
    else if ('x' in run) text += run.x
    else text += 'f' in run ? run.f : run.a
  }
  return text
}
