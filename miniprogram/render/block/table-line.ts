import { type CloserPlaces, readFormula } from '../inline/formula'
import { MAX_TABLE_COLUMNS } from '../limits'

/** Alignment of a column: left, centre, right, or not given. */
export type Align = 'l' | 'c' | 'r' | '-'

/** Reads a table's delimiter row; undefined if the line is none. */
export function parseDelimiterRow(line: string): Align[] | undefined {
  if (!/^[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$/.test(line)) return undefined
  if (!line.includes('|')) return undefined
  const cells = splitCells(line)
  if (cells.length > MAX_TABLE_COLUMNS) return undefined
  return cells.map((cell) => {
    const left = cell.startsWith(':')
    const right = cell.endsWith(':')
    if (left && right) return 'c'
    return left ? 'l' : right ? 'r' : '-'
  })
}

/**
 * Splits a row at each `|` that is neither escaped nor inside a formula. Whoever escapes a bar means the bar, inside
 * a formula too: TeX's own `\|` would have to be written otherwise in a table.
 */
export function splitCells(line: string): string[] {
  const text = line.trim()
  const places: CloserPlaces = {}
  const cells: string[] = []
  let cell = ''
  let position = text.startsWith('|') ? 1 : 0
  while (position < text.length) {
    const character = text.charAt(position)
    const formula = character === '$' || character === '\\' ? readFormula(text, position, places) : 'none'
    if (typeof formula !== 'string') {
      cell += text.slice(position, formula.end).replace(/\\\|/g, '|')
      position = formula.end
      continue
    }
    if (character === '\\' && position + 1 < text.length) {
      const escaped = text.charAt(position + 1)
      cell += escaped === '|' ? '|' : character + escaped
      position += 2
      continue
    }
    if (character === '|') {
      cells.push(cell.trim())
      cell = ''
    } else cell += character
    position++
  }
  if (cell.trim() || !text.endsWith('|') || text.length === 1) cells.push(cell.trim())
  return cells
}
