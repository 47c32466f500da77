/**
 * What the page gets. `b` is a flat list of rows; containers are only drawn beside a row. Rows and runs are arrays and names
 * are one letter long because each of them travels with each row.
 */

/** A formula inside a text: its source, its layout and its coded words if there are any, and 1 if it stands on a line of its own. */
export interface FormulaRun {
  f: string
  z?: string
  s?: string
  d?: 1
}

/** An image inside a text: its address (empty: not allowed) and its description. */
export interface ImageRun {
  i: string
  a: string
}

/** Text in a style, a sum of {@link STYLE}; then a link's address. */
export type StyledRun = [text: string, style: number] | [text: string, style: number, url: string]

/** A string is plain text. */
export type Run = string | StyledRun | FormulaRun | ImageRun

/** Parts of a run's style. Of the code's four colours, `sub`, `sup` and `underline` a run has one, the others add up. */
export const STYLE = {
  strong: 1,
  em: 2,
  del: 4,
  code: 8,
  keyword: 16,
  string: 32,
  comment: 48,
  number: 64,
  sub: 80,
  sup: 96,
  underline: 112,
} as const

/** What a row is besides its runs. */
export interface RowHead {
  /** A heading's level. */
  h?: number
  /** Code, formula, rule, table, source text; a paragraph or heading has none. */
  t?: 'c' | 'm' | 'r' | 't' | 'x'
  /** The containers around it, outermost first: `q` a quote, `l` a list's item, a capital for one that begins here. */
  n?: string
  /** Numbers of the ordered items that begin here. */
  m?: string
  /** A task: 1 open, 2 done. */
  k?: 1 | 2
  /** Inside of a container: a blank line stands before it. */
  g?: 1
  /** A code block's language. */
  i?: string
  /** A table's columns: a letter each, `l`, `c`, `r` or `-`. */
  a?: string
  /** A displayed formula: its source, its layout, and the words in which it is read out, coded as a typesetter gives them. */
  x?: string
  z?: string
  s?: string
  /** The number of the exercise whose solution begins here. */
  e?: string
  /** So many letters at its beginning, stars not counted, say what its sign in the margin says; 0: its item's number does. */
  l?: number
  /** It stands in the box of the answer: 1 where the box begins, 2 where it goes on. */
  w?: 1 | 2
}

/** A paragraph that stands alone has 0 for its head. */
export type Head = RowHead | 0

/** A row as the page holds it: its head, then its runs. */
export type TextRow = [head: Head, ...runs: Run[]]

/** A table: its head, then its lines of cells of runs. */
export type TableRow = [head: Head, ...lines: Run[][][]]

/** A line of the page, or a table. */
export type Row = TextRow | TableRow

/** The page's data. A row that is gone is 0, a run or line that is gone an empty string. */
export interface AnswerData {
  b?: (Row | 0)[]
}

/** The text that a reader sees in a row, formulas as their source. */
export function visibleText(row: Row): string {
  const [head, ...parts] = row
  return (head === 0 ? '' : (head.x ?? '')) + parts.map(partText).join('')
}

function partText(part: Run | Run[][]): string {
  if (typeof part === 'string') return part
  if (!Array.isArray(part)) return 'f' in part ? part.f : part.a
  const [first] = part
  if (typeof first === 'string') return first
  return part.map((cell) => (Array.isArray(cell) ? cell.map(partText).join('') : '')).join('')
}
