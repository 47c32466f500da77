import { runLength } from '../inline/characters'
import { type CloserPlaces, readFormula } from '../inline/formula'
import type { BlockTree } from './block-tree'
import type { Leaf } from './blocks'

/** A marker behind which a line may go on in TeX; `\[` alone may also be an escaped bracket. */
const OPENER = /^(?:\$\$|\\\[(?=\s|$|\\[a-z])|\\begin\{[a-z]+\*?\})/

/** The place at which the first displayed formula begins that has no end in a text; -1 if there is none. */
function unclosedIn(text: string): number {
  const places: CloserPlaces = {}
  for (let position = 0; position < text.length; position++) {
    const character = text.charAt(position)
    if (character === '`') {
      const run = runLength(text, position)
      const close = text.indexOf(text.slice(position, position + run), position + run)
      position = (close < 0 ? position : close) + run - 1
    } else if (character === '$' || character === '\\') {
      const found = readFormula(text, position, places)
      if (found === 'open' && /^(?:\$\$|\\\[|\\be)/.test(text.slice(position, position + 3))) return position
      if (typeof found !== 'string') position = found.end - 1
      else if (character === '\\') position++
    }
  }
  return -1
}

function isTex(text: string): boolean {
  return !/[\u3400-\u9fff`$]|\\[\])]/.test(text.replace(/\{[^{}]*\}/g, ''))
}

/**
 * Opens the displayed formula that begins behind a text, on the line that has ended: `由公式：$$`. Nothing but a formula may stand
 * behind its marker. A marker ends what an earlier line of the paragraph began before it can begin anything.
 */
export function openFormulaBehind(tree: BlockTree, paragraph: Leaf, line: string): void {
  const text = paragraph.unclosed + line
  const at = /\$\$|\\(?:[[\]]|begin\{|end\{)/.test(line) ? unclosedIn(text) : paragraph.unclosed ? 0 : -1
  const opened = at < 0 ? '' : text.slice(at)
  const opener = OPENER.exec(opened.slice(0, 40))?.[0]
  if (!opener || opened.length >= line.length || !isTex(opened.slice(opener.length))) {
    paragraph.unclosed = opened && `${opened}\n`
    return
  }
  // What is settled is looked at again, since the text ends now.
  paragraph.text = (paragraph.frozen + paragraph.text).slice(0, -opened.length).trimEnd()
  paragraph.frozen = ''
  tree.changed(paragraph)
  const formula = tree.addLeaf('math', tree.open.length)
  formula.blankBefore = false
  formula.info = opener
  formula.text = opened.slice(opener.length).trim()
}
