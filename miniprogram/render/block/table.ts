import { MAX_MARKER_LINE, MAX_TABLE_HEADER } from '../limits'
import type { BlockTree } from './block-tree'
import type { Leaf } from './blocks'
import { parseDelimiterRow, splitCells } from './table-line'

/**
 * Makes a table of the paragraph's last line if the current line is its delimiter row. A paragraph of one
 * line becomes the table in place; of a longer one the lines before stay.
 */
export function startTable(tree: BlockTree, paragraph: Leaf): boolean {
  const line = tree.cursor.afterIndent
  if (line.length > MAX_MARKER_LINE || !/^[-:|]/.test(line)) return false
  const align = parseDelimiterRow(line)
  if (!align) return false
  const text = paragraph.frozen + paragraph.text
  const before = text.lastIndexOf('\n')
  const header = text.slice(before + 1)
  if (!header.includes('|') || header.length > MAX_TABLE_HEADER) return false
  const cells = splitCells(header)
  if (cells.length !== align.length) return false
  let table = paragraph
  paragraph.frozen = ''
  paragraph.text = text.slice(0, Math.max(0, before))
  if (before >= 0) table = tree.addLeaf('table', tree.open.length)
  table.kind = 'table'
  table.align = align
  table.cells = [cells]
  tree.changed(table)
  return true
}
