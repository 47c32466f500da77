import { foundIn, runLength } from '../inline/characters'
import { type CloserPlaces, readFormula } from '../inline/formula'
import type { BlockTree } from './block-tree'
import type { Leaf } from './blocks'

/** A marker behind which a line may go on in TeX; `\[` alone may also be an escaped bracket. */
const OPENER = /^(?:\$\$|\\\[(?=\s|$|\\[a-z])|\\begin\{[a-z]+\*?\})/

/** Where the first formula begins that has no end in a text, and the first displayed one; -1 where there is none. */
function unclosedIn(text: string): [first: number, displayed: number] {
  const places: CloserPlaces = {}
  const marks = /[`$\\]/g
  let first = -1
  for (let mark = marks.exec(text); mark; mark = marks.exec(text)) {
    const position = mark.index
    if (mark[0] === '`') {
      const run = runLength(text, position)
      const close = text.indexOf(text.slice(position, position + run), position + run)
      marks.lastIndex = (close < 0 ? position : close) + run
    } else {
      const marker = text.slice(position, position + 3)
      // Behind one that is open only markers count: what else begins there is part of it, as cases are.
      const found = first < 0 || /^(?:\$|\\[([])/.test(marker) ? readFormula(text, position, places) : 'none'
      if (found === 'open') {
        if (first < 0) first = position
        if (/^(?:\$\$|\\\[|\\be)/.test(marker)) return [first, position]
      }
      if (typeof found !== 'string') marks.lastIndex = found.end
      else if (mark[0] === '\\') marks.lastIndex++
    }
  }
  return [first, -1]
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
  // A line without a marker goes on with what is open.
  const [first, displayed] = /[$\\]/.test(line) ? unclosedIn(text) : [paragraph.unclosed ? 0 : -1, -1]
  const opened = displayed < 0 ? '' : text.slice(displayed)
  const opener = foundIn(opened.slice(0, 40), OPENER)
  if (!opener || opened.length >= line.length || !isTex(opened.slice(opener.length))) {
    paragraph.unclosed = first < 0 ? '' : `${text.slice(first)}\n`
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
