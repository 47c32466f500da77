import type { Leaf } from '../block/blocks'
import { MAX_HTML_TEXT, MAX_TABLE_COLUMNS } from '../limits'
import { markedText } from './html-text'

const TABLE = /^<table(?:\s[^<>]*)?>((?:(?!<table)[\s\S])*)<\/table>\s*$/i
const ROW = /<tr(?:\s[^<>]*)?>/i
const CELL = /<t[dh](?:\s[^<>]*)?>/i
/** A cell that takes the place of others. */
const SPAN = /<t[dh][^<>]*(?:row|col)span\s*=\s*["']?(?!1\b)/i

/**
 * Makes an HTML block that is whole, and one table of plain rows, the table that it is; until then, and of any other, its lines are
 * shown.
 */
export function readHtmlTable(leaf: Leaf): void {
  const { text } = leaf
  if (leaf.kind !== 'html' || !leaf.closed || text.length > MAX_HTML_TEXT || SPAN.test(text)) return
  const [before, ...rows] = TABLE.exec(text)?.[1]?.split(ROW) ?? []
  const parts = rows.map((row) => row.split(CELL).map(markedText))
  const columns = Math.max(...parts.map(({ length }) => length - 1))
  // A title, or what stands beside the cells, has no place in a table.
  if (before === undefined || markedText(before) || parts.some(([beside]) => beside)) return
  if (columns < 1 || columns > MAX_TABLE_COLUMNS) return
  leaf.kind = 'table'
  leaf.htmlEnd = undefined
  leaf.align = Array.from({ length: columns }, () => '-')
  leaf.cells = parts.map(([, ...cells]) => cells)
}
