import { runLength } from '../inline/characters'
import { type CloserPlaces, readFormula } from '../inline/formula'
import type { BlockTree } from './block-tree'
import type { Leaf } from './blocks'

const OPENER = /^(?:\$\$|\\\[(?=\s|$|\\[a-z])|\\begin\{[a-z]+\*?\})/

/** The displayed formula that a paragraph's line begins and does not end, if nothing but a formula stands behind: its marker and place. */
function openerIn(line: string): { at: number; opener: string } | undefined {
  const places: CloserPlaces = {}
  for (let position = 0; position < line.length; position++) {
    const character = line.charAt(position)
    if (character === '`') {
      const run = runLength(line, position)
      const close = line.indexOf(line.slice(position, position + run), position + run)
      position = (close < 0 ? position : close) + run - 1
    } else if (character === '$' || character === '\\') {
      const found = readFormula(line, position, places)
      const opener = found === 'open' ? OPENER.exec(line.slice(position, position + 40))?.[0] : undefined
      if (opener && isTex(line.slice(position + opener.length))) return { at: position, opener }
      if (typeof found !== 'string') position = found.end - 1
      else if (character === '\\') position++
    }
  }
  return undefined
}

function isTex(text: string): boolean {
  return !/[\u3400-\u9fff`$]|\\[\])]/.test(text.replace(/\{[^{}]*\}/g, ''))
}

/** Opens the displayed formula that begins behind a text, on the line that has ended: `由公式：$$`. */
export function openFormulaBehind(tree: BlockTree, paragraph: Leaf, line: string): void {
  const found = /\$\$|\\\[|\\begin\{/.test(line) ? openerIn(line) : undefined
  if (!found || found.at === 0) return
  const length = line.length - found.at
  // What is settled is looked at again if the text has to end in it.
  if (!paragraph.text.slice(0, -length).trim()) {
    paragraph.text = paragraph.frozen + paragraph.text
    paragraph.frozen = ''
  }
  paragraph.text = paragraph.text.slice(0, -length).trimEnd()
  tree.changed(paragraph)
  const formula = tree.addLeaf('math', tree.open.length)
  formula.blankBefore = false
  formula.info = found.opener
  formula.text = line.slice(found.at + found.opener.length).trim()
}
