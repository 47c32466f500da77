import type { Leaf } from '../block/blocks'
import { MAX_DISPLAY_FORMULA } from '../limits'

/** What a fence of TeX holds that is a document, or a text with formulas in it, and no formula. */
const OTHER =
  /\\(?:documentclass|usepackage|item|(?:sub)*section|begin\{(?:document|itemize|enumerate|tikz|table|figure))|^[ \t]*%|(?:^|[^\\$])\$(?=[^$])/m
/** Lines that have one each are formulas of their own; without, they go on. */
const RELATION = /[=<>≤≥≠≈]|\\(?:[lg]eq?|neq?|approx|equiv|sim|cong|to|in|Rightarrow)(?![a-z])/

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
  const formulas = linesOf(text)
  if (!formulas[0]) return false
  leaf.kind = 'math'
  leaf.text = formulas[1] ? `\\begin{gathered}\n${formulas.join(' \\\\\n')}\n\\end{gathered}` : formulas[0]
  return true
}

/** The formulas of a fence: parted by a blank line, by dollars, or each on its line. */
function linesOf(text: string): string[] {
  const formulas = partsOf(text, /\$\$|\n[ \t]*\n/)
  if (formulas.length > 1 || /\\\\|\\begin/.test(text)) return formulas
  const lines = partsOf(formulas[0] ?? '', /\n/)
  return lines.every((line) => RELATION.test(line)) ? lines : formulas
}

function partsOf(text: string, between: RegExp): string[] {
  return text
    .split(between)
    .map((part) => part.trim())
    .filter(Boolean)
}
