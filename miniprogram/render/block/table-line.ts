import { readCodeSpan } from '../inline/code-span'
import { type CloserPlaces, readFormula } from '../inline/formula'
import { MAX_TABLE_COLUMNS } from '../limits'

/** Alignment of a column: left, centre, right, or not given. */
export type Align = 'l' | 'c' | 'r' | '-'

/** Reads a table's delimiter row; undefined if the line is none. */
export function parseDelimiterRow(line: string): Align[] | undefined {
  if (!/^[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$/.test(line)) return undefined
  if (!line.includes('|')) return undefined
  if (line.split('|').length > MAX_TABLE_COLUMNS) return undefined
  const cells = splitCells(line)
  return cells.map((cell) => {
    const left = cell.startsWith(':')
    const right = cell.endsWith(':')
    if (left && right) return 'c'
    return left ? 'l' : right ? 'r' : '-'
  })
}

/**
 * Splits a row at each `|` that is neither escaped nor inside a formula or code. Whoever escapes a bar means the bar, inside
 * a formula too: TeX's own `\|` would have to be written otherwise in a table. Of a row that has more cells than the table
 * has `columns`, a bar without a blank at one side is an absolute value's, if the cells fit then: `| -3 | |-3| = 3 |`.
 */
export function splitCells(line: string, columns = MAX_TABLE_COLUMNS): string[] {
  const text = line.trim()
  const places: CloserPlaces = {}
  const parts: string[] = []
  /** For each part, whether the bar behind it has blanks at both sides. */
  const isWide: boolean[] = []
  let part = ''
  let position = text.startsWith('|') ? 1 : 0
  while (position < text.length) {
    const character = text.charAt(position)
    const end = atomEnd(text, position, places)
    if (end > position) {
      part += text.slice(position, end).replace(/\\\|/g, '|')
      position = end
      continue
    }
    if (character === '\\' && position + 1 < text.length) {
      const escaped = text.charAt(position + 1)
      part += escaped === '|' ? '|' : character + escaped
      position += 2
      continue
    }
    if (character === '|') {
      parts.push(part)
      isWide.push(/^[ \t]?$/.test(text.charAt(position + 1)) && /[ \t]/.test(text.charAt(position - 1)))
      part = ''
    } else part += character
    position++
  }
  if (part.trim() || !text.endsWith('|') || text.length === 1) parts.push(part)
  const cells = parts.length > columns ? fitted(parts, isWide, columns) : parts
  return cells.map((cell) => cell.trim())
}

/** The place behind the formula or code that begins at `position`; `position` if none does. */
function atomEnd(text: string, position: number, places: CloserPlaces): number {
  const character = text.charAt(position)
  if (character === '$' || character === '\\') {
    const formula = readFormula(text, position, places)
    return typeof formula === 'string' ? position : formula.end
  }
  if (character !== '`') return position
  const code = readCodeSpan(text, position, true)
  return code.kind === 'code' || code.kind === 'text' ? code.end : position
}

/** The cells that wide bars part, if there are as many as columns; else all, the last of them with what is too much. */
function fitted(parts: readonly string[], isWide: readonly boolean[], columns: number): string[] {
  const cells: string[] = []
  parts.forEach((part, place) => {
    if (place > 0 && !isWide[place - 1]) cells[cells.length - 1] += `|${part}`
    else cells.push(part)
  })
  if (cells.length === columns) return cells
  const rest = parts.slice(MAX_TABLE_COLUMNS)
  return rest.length
    ? [...parts.slice(0, MAX_TABLE_COLUMNS - 1), parts.slice(MAX_TABLE_COLUMNS - 1).join('|')]
    : [...parts]
}
