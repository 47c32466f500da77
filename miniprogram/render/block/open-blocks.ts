import { MAX_CONTAINER_DEPTH, MAX_MARKER_LINE } from '../limits'
import type { BlockTree } from './block-tree'
import { createContainer, type Leaf } from './blocks'
import { goesOn, goesOnFormula } from './calculation'
import { stripDefinitions } from './close-leaf'
import { htmlStart } from './html-start'
import { isSolution } from './indented'
import { isRule, readFence, readFormulaStart, readHeading, readListMarker, setextLevel } from './line-starts'
import { addTableLine, startTable } from './table'

/**
 * Opens the blocks that the rest of the line begins, inside the first `matched` containers. Answers how many
 * containers the remaining text stands in, or undefined if the line is used up.
 */
export function openBlocks(tree: BlockTree, matched: number): number | undefined {
  const { cursor } = tree
  let depth = matched
  for (;;) {
    if (cursor.blank) return undefined
    if (depth === matched ? goesOnCalculation(tree, depth) : beginsCalculation(tree, depth)) return depth
    if (cursor.indent >= 4) {
      if (tree.leaf?.kind === 'paragraph' || isSolution(cursor.ahead, true)) return depth
      tree.addLeaf('code', depth)
      cursor.skip(4)
      addCode(tree)
      return undefined
    }
    // No block begins with a character beyond ASCII.
    if (cursor.next > '~') return depth
    const canNest =
      tree.open.slice(0, depth).filter(({ type }) => type !== 'list').length <= MAX_CONTAINER_DEPTH
    if (canNest && cursor.next === '>') {
      cursor.passQuoteMark()
      tree.addContainer(createContainer('quote'), depth)
      depth = tree.open.length
      continue
    }
    if (openLeaf(tree, depth, matched)) return undefined
    const inParagraph = tree.leaf?.kind === 'paragraph' && depth === tree.open.length
    const item = canNest ? readListMarker(cursor, inParagraph) : undefined
    if (!item) return depth
    depth = openItem(tree, depth, item)
  }
}

/** Homework wins over CommonMark's letter: `- 5x` below `= 3x + 2y` is no item, unless it is the next one of its list. */
function goesOnCalculation({ cursor, leaf, open }: BlockTree, depth: number): boolean {
  if (leaf?.kind !== 'paragraph') return false
  if (goesOnFormula(cursor.ahead, leaf.unclosed)) return true
  if (!goesOn(cursor.ahead, leaf.reckoning)) return false
  // Numbers may also be items, and further in their items again.
  const from = leaf.reckoning === 'number' ? 0 : depth === open.length ? depth : depth - 1
  return !open.slice(from).some(({ marker }) => marker === cursor.next)
}

/** `1. - 5x` is no list in a list. */
function beginsCalculation({ cursor, open }: BlockTree, depth: number): boolean {
  return open[depth - 1]?.type === 'item' && goesOn(cursor.ahead, 'calculation')
}

function openItem(
  tree: BlockTree,
  depth: number,
  item: NonNullable<ReturnType<typeof readListMarker>>,
): number {
  const list = tree.open[depth - 1]
  if (list?.type !== 'list' || list.marker !== item.marker) {
    tree.addContainer(createContainer('list', item.marker, item.number), depth)
  } else tree.closeTo(depth)
  const parent = tree.open[tree.open.length - 1]
  const place = parent?.children.length ?? 0
  // Whoever numbers each item 1 has it counted; any other number is the author's.
  const isCounted = place > 0 && item.number === '1' && parent?.isCounted === true
  const container = createContainer('item', item.marker, isCounted ? String(place + 1) : item.number)
  if (parent) parent.isCounted = item.number === '1' && (place === 0 || isCounted)
  container.indent = item.indent
  container.line = tree.lineNumber
  tree.addContainer(container, tree.open.length)
  return tree.open.length
}

/** Opens a leaf that a marker begins; false if the line begins none. */
function openLeaf(tree: BlockTree, depth: number, matched: number): boolean {
  const { cursor } = tree
  const level = readHeading(cursor)
  if (level) {
    const heading = tree.addLeaf('heading', depth)
    heading.level = level
    heading.atx = true
    heading.text = cursor.rest
    return true
  }
  const fence = readFence(cursor)
  if (fence && unwraps(tree, fence.info)) return true
  if (fence) {
    const code = tree.addLeaf('code', depth)
    code.fence = fence
    code.info = fence.info
    return true
  }
  return openFormula(tree, depth) || openHtml(tree, depth) || openUnderline(tree, depth, matched)
}

/** Some models write all of an answer as a block of Markdown: its fences are none of it. */
function unwraps(tree: BlockTree, info: string): boolean {
  const before = tree.isWrapped
  tree.isWrapped = before ? info !== '' : !tree.document.children.length && /^(?:markdown|md)$/i.test(info)
  if (tree.isWrapped === before) return false
  tree.closeTo(1)
  return true
}

function openFormula(tree: BlockTree, depth: number): boolean {
  const start = readFormulaStart(tree.cursor)
  if (!start) return false
  const formula = tree.addLeaf('math', depth)
  formula.info = start.opener
  formula.text = start.text
  if (start.closed) {
    formula.complete = true
    tree.endLeaf()
  }
  return true
}

function openHtml(tree: BlockTree, depth: number): boolean {
  const { cursor } = tree
  if (cursor.next !== '<' || cursor.ahead.length > MAX_MARKER_LINE) return false
  const ends = htmlStart(cursor.ahead, tree.leaf?.kind === 'paragraph')
  if (!ends) return false
  const html = tree.addLeaf('html', depth)
  html.htmlEnd = ends
  html.text = cursor.rest
  if (ends.contains?.test(cursor.rest)) tree.endLeaf()
  return true
}

/** A Chinese text of several lines, or of a whole sentence, is no title: the dashes right below it part it from what follows. */
function isProse({ frozen, text }: Leaf): boolean {
  return /[\u3400-\u9fff][\s\S]*\n|[。！？；]\s*$/.test(frozen + text)
}

/** A setext underline below a paragraph, or a rule. */
function openUnderline(tree: BlockTree, depth: number, matched: number): boolean {
  const { cursor, leaf } = tree
  if (leaf?.kind === 'paragraph' && depth === matched && matched === tree.open.length) {
    const level = leaf.reckoning === 'none' || leaf.reckoning === 'number' ? setextLevel(cursor) : 0
    if (level && (level < 2 || !isProse(leaf)) && stripDefinitions(leaf, tree.definitions)) {
      leaf.kind = 'heading'
      leaf.level = level
      tree.endLeaf()
      return true
    }
  }
  if (!isRule(cursor)) return false
  tree.addLeaf('rule', depth)
  tree.endLeaf()
  return true
}

/** Adds the rest of the line to the open code block. */
export function addCode(tree: BlockTree): void {
  const { leaf, cursor } = tree
  if (!leaf) return
  leaf.text += `${leaf.gap}${leaf.lines ? '\n' : ''}${cursor.rest}`
  leaf.lines++
  leaf.gap = ''
  tree.changed(leaf)
}

/** Adds the rest of the line as text: to the open paragraph (lazily too) or table, or as a new paragraph. */
export function addText(tree: BlockTree, depth: number, matched: number): void {
  const { cursor } = tree
  const isWhole = depth === matched && matched === tree.open.length
  let leaf = tree.leaf
  // A table below an item need not be indented as it is, where each of its lines has its bar.
  const mayGoOn = isWhole || (depth === matched && cursor.next === '|')
  if (leaf?.kind === 'paragraph' && mayGoOn && startTable(tree, leaf)) return
  // A sentence right below a table is none of its rows.
  if (leaf?.kind === 'table' && mayGoOn && cursor.ahead.includes('|')) {
    addTableLine(leaf, cursor.ahead)
    tree.changed(leaf)
    return
  }
  if (leaf?.kind !== 'paragraph') leaf = tree.addLeaf('paragraph', depth)
  tree.line = cursor.ahead
  leaf.text += (leaf.text || leaf.frozen ? '\n' : '') + tree.line
  tree.changed(leaf)
}
