import type { Spelling } from './spelling'
import { isCommand, isGroup, isSign, signText, TexCursor, type TexNode } from './tex-tree'

const textCommand = /^(?:text(?:bf|it|rm|normal|sf|tt|up|md|sc)?|[mh]box|emph)$/

/** Whether the command's argument is a text. */
export function isTextCommand(name: string): boolean {
  return textCommand.test(name)
}

/** Commands that KaTeX takes in a text; any other is mathematics. */
const ofText =
  /^(?:text\w*|[^A-Za-z]|q?quad|enspace|thinspace|space|nobreakspace|ldots|dots|(?:foot|under)\w*|[hm]box|fbox|emph|(?:text|f?)color(?:box)?|rm|bf|it|tt|sf|normalfont|small|large|Large|huge|tiny|char|circled|degree|backslash|pounds|h?space|dag)$/

/** Signs that a text of TeX cannot hold by themselves. */
const escaped: Readonly<Record<string, string>> = {
  '%': '\\%',
  '&': '\\&',
  '#': '\\#',
  _: '\\_',
  '^': '\\textasciicircum{}',
}

/**
 * A text inside of a formula, where models write mathematics without the dollars that TeX wants there: an index or power
 * of one letter, digit or group, and commands. Of other `_` `^` `&` `#` the sign itself is meant.
 */
export function spellText(nodes: readonly TexNode[], spelling: Spelling): string {
  const cursor = new TexCursor(nodes)
  let tex = ''
  for (let node = cursor.take(); node !== undefined; node = cursor.take()) {
    const isMarked = isCommand(node, '(')
    if (isMarked || isSign(node, '$')) {
      const formula = cursor.until((each) => (isMarked ? isCommand(each, ')') : isSign(each, '$')))
      tex += formula === undefined ? (isMarked ? '(' : '\\$') : `$${spelling.spell(formula)}$`
    } else if (isScript(node, cursor)) tex += spellScript(node, cursor, spelling)
    else if (node.kind === 'command' && !ofText.test(node.name)) tex += spellCommand(node, cursor, spelling)
    else if (node.kind === 'sign') tex += escaped[node.text] ?? node.text
    else if (isGroup(node)) tex += `{${spellText(node.children, spelling)}}`
    else if (node.kind === 'environment') tex += `$${spelling.spell([node])}$`
    else tex += spellTextCommand(node.name, cursor)
  }
  return tex
}

/** Whether it stands before a group, or before one letter or digit and the end of its word. */
function isScript(node: TexNode, cursor: TexCursor): boolean {
  if (!isSign(node, '_') && !isSign(node, '^')) return false
  const [script, behind] = cursor.peek(2)
  if (isGroup(script)) return true
  const sign = signText(script)
  const isWord = /[A-Za-z]/.test(sign) && /[A-Za-z]/.test(signText(behind))
  return /[A-Za-z0-9+-]/.test(sign) && !isWord
}

function spellScript(node: TexNode, cursor: TexCursor, spelling: Spelling): string {
  const sign = isSign(node, '_') ? '_' : '^'
  return `$${sign}{\\text{${spellText(cursor.argument(), spelling)}}}$`
}

/** A command that a text may hold. The blank that ends its name is not shown. */
function spellTextCommand(name: string, cursor: TexCursor): string {
  if (!/[A-Za-z]$/.test(name)) return `\\${name}`
  cursor.skipBlanks()
  return cursor.next?.kind === 'sign' ? `\\${name}{}` : `\\${name}`
}

/** A command with the groups that follow it at once. */
function spellCommand(command: TexNode, cursor: TexCursor, spelling: Spelling): string {
  const nodes = [command]
  for (let next = cursor.next; isGroup(next); next = cursor.next) {
    nodes.push(next)
    cursor.take()
  }
  return `$${spelling.spell(nodes)}$`
}
