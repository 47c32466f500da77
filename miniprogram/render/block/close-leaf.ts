import { BLANK, trimEnd } from '../inline/characters'
import { type Definitions, parseDefinition } from '../inline/definitions'
import { formulaCloser } from '../inline/formula'
import type { Leaf } from './blocks'

/**
 * Takes the link definitions from a paragraph's beginning. False if nothing else was in it.
 * A paragraph of which something is shown already did not begin with one.
 */
export function stripDefinitions(paragraph: Leaf, definitions: Definitions): boolean {
  if (paragraph.frozen) return true
  let position = 0
  while (paragraph.text.charAt(position) === '[') {
    const found = parseDefinition(paragraph.text, position)
    if (!found) break
    definitions.define(found.label, found.url)
    position = found.end
  }
  if (position) paragraph.text = paragraph.text.slice(position)
  return paragraph.text.trim() !== ''
}

/** Settles what is known only at a leaf's end. */
export function closeLeaf(leaf: Leaf, definitions: Definitions): void {
  leaf.closed = true
  if (leaf.kind === 'paragraph') {
    if (!stripDefinitions(leaf, definitions)) leaf.kind = 'definition'
  } else if (leaf.kind === 'heading' && leaf.atx) {
    leaf.text = headingText(leaf)
  } else if (leaf.kind === 'math') {
    const { info, text } = leaf
    if (!leaf.complete) {
      leaf.kind = 'source'
      leaf.text = info + text
      // An environment is part of its formula, but for the one that only says that there is a formula.
    } else if (/^\\begin\{(?!equation)/.test(info)) leaf.text = `${info + text}\n${formulaCloser(info)}`
  }
}

/** A heading's text without its closing marks, or what may still turn out to be those. */
export function headingText({ text, frozen }: Leaf): string {
  const whole = trimEnd(text, BLANK)
  const unmarked = trimEnd(whole, '#')
  const isMarked = unmarked ? BLANK.includes(unmarked.slice(-1)) : !frozen
  return isMarked ? trimEnd(unmarked, BLANK) : whole
}
