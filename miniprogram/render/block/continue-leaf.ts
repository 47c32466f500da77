import { findMarker, formulaCloser } from '../inline/formula'
import { MAX_DISPLAY_FORMULA, MAX_DISPLAY_FORMULA_LINES } from '../limits'
import type { BlockTree } from './block-tree'
import type { Leaf } from './blocks'
import { isReckoned } from './calculation'
import { isSolution } from './indented'
import { closesFence } from './line-starts'
import { addCode } from './open-blocks'

/** Goes on with a leaf that takes lines as they are; false if the line is not (only) part of it. */
export function continueLeaf(tree: BlockTree, leaf: Leaf): boolean {
  if (leaf.fence) return continueFence(tree, leaf)
  if (leaf.kind === 'code') return continueIndented(tree, leaf)
  if (leaf.kind === 'html') return continueHtml(tree, leaf)
  if (leaf.kind === 'math') return continueFormula(tree, leaf)
  return false
}

function continueFence(tree: BlockTree, leaf: Leaf): boolean {
  const { cursor } = tree
  const fence = leaf.fence
  if (!fence) return false
  if (closesFence(cursor, fence)) {
    tree.endLeaf()
    return true
  }
  cursor.skip(Math.min(cursor.indent, fence.offset))
  addCode(tree)
  return true
}

function continueIndented(tree: BlockTree, leaf: Leaf): boolean {
  const { cursor } = tree
  if (cursor.blank) {
    cursor.skip(4)
    leaf.gap += `\n${cursor.rest}`
    tree.markBlank(tree.open.length)
    return true
  }
  if (cursor.indent < 4 || isSolution(cursor.ahead, true)) return false
  cursor.skip(4)
  addCode(tree)
  return true
}

function continueHtml(tree: BlockTree, leaf: Leaf): boolean {
  const { cursor } = tree
  if (cursor.blank && leaf.htmlEnd?.blank) return false
  leaf.text += `\n${cursor.rest}`
  tree.changed(leaf)
  if (leaf.htmlEnd?.contains?.test(cursor.rest)) tree.endLeaf()
  return true
}

/** Whether a line that is not indented as an open formula's item is, is none of the formula's either. */
export function leavesFormula(formula: Leaf, line: string): boolean {
  if (formula.gap) return isParted(formula, line)
  return BEGINS_BLOCK.test(line) || /^(?:\d{1,9}[.)]|[-+*](?=.*[\u3400-\u9fff]))[ \t]/.test(line)
}

/** Whether a line below a blank one is none of the formula's: neither its end nor signs without words. */
function isParted({ info }: Leaf, line: string): boolean {
  const end = findMarker(line, formulaCloser(info), 0)
  // The name of an environment is no word.
  return end !== 0 && !isReckoned((end < 0 ? line : line.slice(0, end)).replace(/\{\w+\*?\}/g, ''))
}

/** A heading or a fence. */
const BEGINS_BLOCK = /^(?:#{1,6}[ \t]|```|~~~)/

function continueFormula(tree: BlockTree, leaf: Leaf): boolean {
  const { cursor } = tree
  const line = cursor.ahead
  const closer = formulaCloser(leaf.info)
  const end = findMarker(line, closer, 0)
  // A blank line ends it, but for one behind the opening marker or before more of it.
  if (cursor.blank) {
    if (!leaf.text && leaf.lines) {
      tree.endLeaf()
      return false
    }
    leaf.lines++
    if (leaf.text) leaf.text += leaf.gap = '\n'
    tree.markBlank(tree.open.length)
    return true
  }
  if (leaf.gap && isParted(leaf, line)) {
    tree.endLeaf()
    return false
  }
  if (end >= 0) {
    leaf.text = `${leaf.text}\n${line.slice(0, end)}`.trim()
    leaf.complete = true
    tree.endLeaf()
    cursor.advance(cursor.nextAt - cursor.position + end + closer.length)
    return cursor.blank
  }
  leaf.lines++
  const isTooLong =
    leaf.lines > MAX_DISPLAY_FORMULA_LINES || leaf.text.length + line.length > MAX_DISPLAY_FORMULA
  const isOther = BEGINS_BLOCK.test(line) || (leaf.info === '\\[' && findMarker(line, '\\[', 0) === 0)
  if (isTooLong || isOther) {
    tree.endLeaf()
    return false
  }
  leaf.text += `\n${line}`
  return true
}
