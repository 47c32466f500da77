import type { Leaf } from '../block/blocks'
import { MAX_DISPLAY_FORMULA } from '../limits'

/** What a fence of TeX holds that is a document, or a text with formulas in it, and no formula. */
const OTHER =
  /\\(?:documentclass|usepackage|item|(?:sub)*section|begin\{(?:document|itemize|enumerate|tikz|table|figure))|^[ \t]*%|(?:^|[^\\$])\$(?=[^$])/m
/**
 * Makes a fence of mathematics (GitHub's ```` ```math ````) the displayed formula that it is, once all of it is there: a whole leaf of it
 * becomes one of a formula. Answers whether it is one, or may be: until it is whole there is nothing to show of it.
 */
export function readFencedFormula(leaf: Leaf): boolean {
  const { text, frozen } = leaf
  // What is on the page as code stays code.
  if (leaf.kind !== 'code' || frozen || !/^(?:math|latex|tex)\b/i.test(leaf.info)) return false
  if (text.length > MAX_DISPLAY_FORMULA || OTHER.test(text)) return false
  if (!leaf.closed) return true
  // What stands between dollars or blank lines are formulas of their own.
  const tex = text.replace(/\$\$/g, '\n\n').trim()
  if (!tex) return false
  leaf.kind = 'math'
  leaf.text = tex
  return true
}
