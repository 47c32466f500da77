import { MAX_CONTAINER_DEPTH, MAX_MARKER_LINE } from '../limits'
import type { BlockParser } from './block-parser'
import { createContainer } from './blocks'
import { stripDefinitions } from './close-leaf'
import { htmlStart } from './html-start'
import { isRule, readFence, readFormulaStart, readHeading, readListMarker, setextLevel } from './line-starts'
import { startTable } from './table'
import { splitCells } from './table-line'

/**
 * Opens the blocks that the rest of the line begins, inside the first `matched` containers. Answers how many
 * containers the remaining text stands in, or undefined if the line is used up.
 */
export function openBlocks(parser: BlockParser, matched: number): number | undefined {
  const { cursor } = parser
  let depth = matched
  for (;;) {
    if (cursor.blank) return undefined
    if (cursor.indent >= 4) {
      if (parser.leaf?.kind === 'paragraph') return depth
      parser.addLeaf('code', depth)
      cursor.advanceColumns(4)
      addCode(parser)
      return undefined
    }
    const canNest =
      parser.open.slice(0, depth).filter(({ type }) => type !== 'list').length <= MAX_CONTAINER_DEPTH
    if (canNest && cursor.next === '>') {
      cursor.toNext()
      cursor.advance(1)
      if (cursor.atSpace) cursor.advanceColumns(1)
      parser.addContainer(createContainer('quote'), depth)
      depth = parser.open.length
      continue
    }
    if (openLeaf(parser, depth, matched)) return undefined
    const inParagraph = parser.leaf?.kind === 'paragraph' && depth === parser.open.length
    const item = canNest ? readListMarker(cursor, inParagraph) : undefined
    if (!item) return depth
    depth = openItem(parser, depth, item)
  }
}

function openItem(
  parser: BlockParser,
  depth: number,
  item: NonNullable<ReturnType<typeof readListMarker>>,
): number {
  const list = parser.open[depth - 1]
  if (list?.type !== 'list' || list.marker !== item.marker) {
    parser.addContainer(createContainer('list', item.marker, item.number), depth)
  } else parser.truncate(depth)
  const parent = parser.open[parser.open.length - 1]
  const place = parent?.children.length ?? 0
  const container = createContainer('item', item.marker, item.ordered ? (parent?.number ?? 0) + place : 0)
  container.indent = item.indent
  container.line = parser.lineNumber
  parser.addContainer(container, parser.open.length)
  return parser.open.length
}

/** Opens a leaf that a marker begins; false if the line begins none. */
function openLeaf(parser: BlockParser, depth: number, matched: number): boolean {
  const { cursor } = parser
  const level = readHeading(cursor)
  if (level) {
    const heading = parser.addLeaf('heading', depth)
    heading.level = level
    heading.atx = true
    heading.text = cursor.rest
    return true
  }
  const fence = readFence(cursor)
  if (fence) {
    const code = parser.addLeaf('code', depth)
    code.fence = fence
    code.info = fence.info
    return true
  }
  return openFormula(parser, depth) || openHtml(parser, depth) || openUnderline(parser, depth, matched)
}

function openFormula(parser: BlockParser, depth: number): boolean {
  const start = readFormulaStart(parser.cursor)
  if (!start) return false
  const formula = parser.addLeaf('math', depth)
  formula.info = start.opener
  formula.text = start.text
  if (start.closed) {
    formula.complete = true
    parser.endLeaf()
  }
  return true
}

function openHtml(parser: BlockParser, depth: number): boolean {
  const { cursor } = parser
  if (cursor.next !== '<' || cursor.afterIndent.length > MAX_MARKER_LINE) return false
  const ends = htmlStart(cursor.afterIndent, parser.leaf?.kind === 'paragraph')
  if (!ends) return false
  const html = parser.addLeaf('html', depth)
  html.htmlEnd = ends
  html.text = cursor.rest
  if (ends.contains?.test(cursor.rest)) parser.endLeaf()
  return true
}

/** A setext underline below a paragraph, or a rule. */
function openUnderline(parser: BlockParser, depth: number, matched: number): boolean {
  const { cursor, leaf } = parser
  if (leaf?.kind === 'paragraph' && depth === matched && matched === parser.open.length) {
    const level = setextLevel(cursor)
    if (level && stripDefinitions(leaf, parser.definitions)) {
      leaf.kind = 'heading'
      leaf.level = level
      parser.endLeaf()
      return true
    }
  }
  if (!isRule(cursor)) return false
  parser.addLeaf('rule', depth)
  parser.endLeaf()
  return true
}

/** Adds the rest of the line to the open code block. */
export function addCode(parser: BlockParser): void {
  const { leaf, cursor } = parser
  if (!leaf) return
  leaf.text += `${leaf.pendingBlank}${leaf.lines ? '\n' : ''}${cursor.rest}`
  leaf.lines++
  leaf.pendingBlank = ''
  parser.changed(leaf)
}

/** Adds the rest of the line as text: to the open paragraph (lazily too) or table, or as a new paragraph. */
export function addText(parser: BlockParser, depth: number, matched: number): void {
  const { cursor } = parser
  const isWhole = depth === matched && matched === parser.open.length
  let leaf = parser.leaf
  if (leaf?.kind === 'paragraph' && isWhole && startTable(parser, leaf)) return
  if (leaf?.kind === 'table' && isWhole) {
    leaf.cells.push(splitCells(cursor.afterIndent))
    parser.changed(leaf)
    return
  }
  if (leaf?.kind !== 'paragraph') leaf = parser.addLeaf('paragraph', depth)
  leaf.text += (leaf.text || leaf.frozen ? '\n' : '') + cursor.afterIndent
  parser.changed(leaf)
}
