import { type Definitions, parseDefinition } from '../inline/definitions'
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
    definitions.define(found.label, found.definition)
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
    leaf.text = leaf.text.replace(/(?:^|[ \t])[ \t]*#+[ \t]*$/, '').trimEnd()
  } else if (leaf.kind === 'math' && !leaf.complete) {
    leaf.kind = 'source'
    leaf.text = leaf.info + leaf.text
  }
}

/** A heading's text without what may still turn out to be its closing marks. */
export function openHeadingText(text: string): string {
  return text.replace(/(?:^|[ \t])[ \t]*#*[ \t]*$/, '')
}
