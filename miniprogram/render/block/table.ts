import { MAX_MARKER_LINE, MAX_TABLE_HEADER } from '../limits'
import type { BlockTree } from './block-tree'
import type { Leaf } from './blocks'
import { parseDelimiterRow, splitCells } from './table-line'

/**
 * Makes a table of the paragraph's last line if the current line is its delimiter row. A paragraph of one
 * line becomes the table in place; of a longer one the lines before stay.
 */
export function startTable(tree: BlockTree, paragraph: Leaf): boolean {
  const line = tree.cursor.ahead
  if (line.length > MAX_MARKER_LINE || !/^[-:|]/.test(line)) return false
  const align = parseDelimiterRow(line)
  if (!align) return false
  const text = paragraph.frozen + paragraph.text
  const before = text.lastIndexOf('\n')
  const header = text.slice(before + 1)
  if (!header.includes('|') || header.length > MAX_TABLE_HEADER) return false
  const cells = splitCells(header, align.length)
  // The corner above the names of the lines may be left out.
  if (cells.length === align.length - 1) cells.unshift('')
  let table = paragraph
  paragraph.frozen = ''
  paragraph.text = text.slice(0, Math.max(0, before))
  if (before >= 0) table = tree.addLeaf('table', tree.open.length)
  table.kind = 'table'
  table.align = align
  table.cells = [cells]
  widen(table, cells)
  tree.changed(table)
  return true
}

/** Adds a line to a table. What has more cells than the header makes the table wider: no cell is left out. */
export function addTableLine(table: Leaf, line: string): void {
  const cells = splitCells(line, table.align.length)
  const [header] = table.cells
  if (header && table.cells.length === 1 && cells.length === table.align.length + 1 && isNamed(cells)) {
    header.unshift('')
    table.align.unshift('-')
  }
  table.cells.push(cells)
  widen(table, cells)
}

function widen(table: Leaf, cells: readonly string[]): void {
  while (table.align.length < cells.length) table.align.push('-')
}

/** Whether a line is a name and numbers. */
function isNamed([name, ...values]: readonly string[]): boolean {
  return Boolean(name) && !/\d/.test(name ?? '') && values.every((value) => /\d|^\W?$/.test(value))
}
