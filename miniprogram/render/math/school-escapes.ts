import { isCommand, isGroup, isSign, signText, type TexCursor, type TexNode } from './tex-tree'

/** Signs that Markdown has escaped by a stroke: none of them is a command of mathematics, or one that a formula is without. */
const escaped = /^[*<+\-=.^'[\]]$/
/** Strokes of derivatives, of minutes and seconds, as keyboards write them. */
const strokes: Readonly<Record<string, number>> = { "'": 1, '′': 1, '’': 1, '″': 2, '‴': 3 }

/** Whether it is a line on which to write: two and more low strokes, escaped or not. */
export function isLine(nodes: readonly TexNode[]): boolean {
  return nodes.length > 1 && nodes.every(isLow)
}

function isLow(node: TexNode | undefined): boolean {
  return isSign(node, '_') || isCommand(node, '_')
}

/** A line to write on, as long as so many low strokes. */
export function line(length: number): string {
  return `\\underline{\\hspace{${Math.min(length, 20) / 2}em}}`
}

/** Takes the low strokes that follow the one that was taken; how many they are with it, 0 where it is none. */
export function takeLine(node: TexNode, cursor: TexCursor): number {
  if (!isLow(node) || !isLow(cursor.next)) return 0
  let length = 1
  for (; isLow(cursor.next); length++) cursor.take()
  return length
}

/**
 * The sign that its author meant by a command of one sign, behind what is spelled already: `\_` is the stroke that lowers an index
 * where a group follows, or one letter or digit behind one letter; in a name (`max\_val`) it stays what it is.
 */
export function unescaped(node: TexNode, cursor: TexCursor, before: string): TexNode {
  if (node.kind !== 'command') return node
  const isMeant = node.name === '_' ? isIndex(cursor.peek(2), before) : escaped.test(node.name)
  return isMeant ? { kind: 'sign', text: node.name } : node
}

function isIndex([next, behind]: readonly TexNode[], before: string): boolean {
  if (isGroup(next)) return before.trim() !== ''
  const letter = signText(next)
  if (!/^\w$/.test(letter)) return false
  const isName = /^[A-Za-z]$/.test(letter) && /^[A-Za-z]$/.test(signText(behind))
  return !isName && /(?:^|[^A-Za-z])[A-Za-z]$|\\[A-Za-z]+$|[)}\]]$/.test(before)
}

/** How many strokes it is: `″` is two. */
export function strokesOf(node: TexNode): number {
  return strokes[signText(node)] ?? 0
}

/** How many strokes a group is that holds nothing else. */
export function raisedStrokes(node: TexNode): number {
  if (!isGroup(node)) return strokesOf(node)
  const each = node.children.map(strokesOf)
  return each.includes(0) ? 0 : each.reduce((sum, count) => sum + count, 0)
}
