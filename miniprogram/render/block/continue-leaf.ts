import { formulaCloser } from '../inline/formula'
import { MAX_DISPLAY_FORMULA, MAX_DISPLAY_FORMULA_LINES } from '../limits'
import type { BlockParser } from './block-parser'
import type { Leaf } from './blocks'
import { closesFence } from './line-starts'
import { addCode } from './open-blocks'

/** Goes on with a leaf that takes lines as they are; false if the line is not (only) part of it. */
export function continueLeaf(parser: BlockParser, leaf: Leaf): boolean {
  if (leaf.fence) return continueFence(parser, leaf)
  if (leaf.kind === 'code') return continueIndented(parser, leaf)
  if (leaf.kind === 'html') return continueHtml(parser, leaf)
  if (leaf.kind === 'math') return continueFormula(parser, leaf)
  return false
}

function continueFence(parser: BlockParser, leaf: Leaf): boolean {
  const { cursor } = parser
  const fence = leaf.fence
  if (!fence) return false
  if (closesFence(cursor, fence)) {
    parser.endLeaf()
    return true
  }
  cursor.advanceColumns(Math.min(cursor.indent, fence.offset))
  addCode(parser)
  return true
}

function continueIndented(parser: BlockParser, leaf: Leaf): boolean {
  const { cursor } = parser
  if (cursor.blank) {
    cursor.advanceColumns(4)
    leaf.pendingBlank += `\n${cursor.rest}`
    parser.markBlank(parser.open.length)
    return true
  }
  if (cursor.indent < 4) return false
  cursor.advanceColumns(4)
  addCode(parser)
  return true
}

function continueHtml(parser: BlockParser, leaf: Leaf): boolean {
  const { cursor } = parser
  if (cursor.blank && leaf.htmlEnd?.blank) return false
  leaf.text += `\n${cursor.rest}`
  parser.changed(leaf)
  if (leaf.htmlEnd?.contains?.test(cursor.rest)) parser.endLeaf()
  return true
}

function continueFormula(parser: BlockParser, leaf: Leaf): boolean {
  const { cursor } = parser
  const line = cursor.afterIndent
  const closer = formulaCloser(leaf.info)
  const end = line.indexOf(closer)
  if (end >= 0) {
    leaf.text = `${leaf.text}\n${line.slice(0, end)}`.trim()
    leaf.complete = true
    parser.endLeaf()
    cursor.advance(cursor.nextPosition - cursor.position + end + closer.length)
    return cursor.blank
  }
  leaf.lines++
  const isTooLong =
    leaf.lines > MAX_DISPLAY_FORMULA_LINES || leaf.text.length + line.length > MAX_DISPLAY_FORMULA
  const isOther = /^(?:#{1,6}[ \t]|```|~~~)/.test(line) || (cursor.blank && leaf.text.endsWith('\n\n'))
  if (isTooLong || isOther) {
    parser.endLeaf()
    return false
  }
  leaf.text += `\n${line}`
  return true
}
