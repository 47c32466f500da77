import { relationNames } from './school-relations'
import type { Spelling } from './spelling'
import {
  isCommand,
  isGroup,
  isSign,
  sourceOf,
  TexCursor,
  type TexEnvironment,
  type TexNode,
  tableCells,
} from './tex-tree'

/** Environments of whole equations, as what shows the same inside of a formula; empty: the content alone. */
const inner: Readonly<Record<string, string>> = {
  align: 'aligned',
  flalign: 'aligned',
  eqnarray: 'aligned',
  split: 'aligned',
  alignat: 'alignedat',
  xalignat: 'alignedat',
  gather: 'gathered',
  multline: 'gathered',
  equation: '',
  displaymath: '',
  math: '',
  center: '',
}

/** An environment as KaTeX knows it. @param isWhole it is the whole formula */
export function spellEnvironment(node: TexEnvironment, spelling: Spelling, isWhole: boolean): string {
  const plain = node.name.replace(/\*$/, '')
  if (/^(?:array|tabular[xy]?|subarray|darray)$/.test(plain)) return spellArray(node, plain, spelling)
  const name = inner[plain]
  if (name === undefined) return environment(withStar(node.name, plain), node.children, spelling)
  const rows = plain === 'eqnarray' ? withoutSecondMarks(node.children) : node.children
  if (name === '') return spelling.spell(rows)
  const isNumbered = isWhole && spelling.display && rows.some((child) => isCommand(child, 'tag'))
  // KaTeX has a place for the numbers of these, and numbers them by itself without the star.
  const numbered = name === 'gathered' ? 'gather*' : name === 'aligned' ? 'align*' : undefined
  return environment(isNumbered && numbered !== undefined ? numbered : name, rows, spelling)
}

function withStar(name: string, plain: string): string {
  return /cases$/.test(plain) ? plain : name
}

function environment(name: string, children: readonly TexNode[], spelling: Spelling): string {
  return `\\begin{${name}}${spellRows(children, spelling)}\\end{${name}}`
}

function spellRows(children: readonly TexNode[], spelling: Spelling): string {
  return joinRows(tableCells(children).map((row) => row.map((cell) => spelling.spell(cell))))
}

/** Cells as source. A `[` that begins a row would be read as a distance. */
function joinRows(rows: readonly (readonly string[])[]): string {
  return rows
    .map((row) => row.join('&'))
    .map((row, at) => (at > 0 && /^\s*\[/.test(row) ? `{}${row}` : row))
    .join('\\\\')
}

/** `a &=& b` as `a &= b`: the columns on both sides of a relation meet there. */
function withoutSecondMarks(children: readonly TexNode[]): readonly TexNode[] {
  let marks = 0
  return children.filter((child) => {
    if (isCommand(child, '\\', 'cr')) marks = 0
    return !isSign(child, '&') || ++marks !== 2
  })
}

/** An array; a table of text is one whose cells are texts. */
function spellArray(node: TexEnvironment, plain: string, spelling: Spelling): string {
  const isText = plain.startsWith('tabular')
  const cursor = new TexCursor(node.children)
  cursor.skipBlanks()
  if (/^tabular[xy]/.test(plain) || (plain === 'tabular' && node.name.endsWith('*'))) cursor.argument()
  cursor.option()
  cursor.skipBlanks()
  const columns = isGroup(cursor.next) ? spellColumns(cursor.argument()) : ''
  const rows = tableCells(cursor.rest()).map((row) =>
    row.map((cell) => (isText ? spellTextCell(cell, spelling) : spelling.spell(cell))),
  )
  const width = Math.max(1, ...rows.map((row) => row.length))
  const name = isText ? 'array' : plain
  return `\\begin{${name}}{${columns === '' ? 'l'.repeat(width) : columns}}${joinRows(rows)}\\end{${name}}`
}

/** The columns of an array as KaTeX takes them: `*{3}{c}` written out, paragraphs to the left, no decorations. */
function spellColumns(nodes: readonly TexNode[]): string {
  const cursor = new TexCursor(nodes)
  let columns = ''
  for (let node = cursor.take(); node !== undefined; node = cursor.take()) {
    if (node.kind !== 'sign') continue
    if (node.text === '*') {
      const count = Number(sourceOf(cursor.argument()))
      const repeated = spellColumns(cursor.argument())
      columns += repeated.repeat(Math.min(40, Number.isFinite(count) ? count : 1))
    } else if (/[@!<>]/.test(node.text)) cursor.argument()
    else if (/[pmbw]/.test(node.text)) {
      cursor.argument()
      columns += 'l'
    } else if (/[lcr|:]/.test(node.text)) columns += node.text
    else if (/[A-Z]/.test(node.text)) columns += 'l'
  }
  return columns
}

/** A cell of a table of text. Rules between the rows stand before the text of the first cell. */
function spellTextCell(cell: readonly TexNode[], spelling: Spelling): string {
  const isRule = (node: TexNode): boolean =>
    isSign(node, ' ') || isCommand(node, 'hline', 'hdashline', ...rules)
  const start = cell.findIndex((node) => !isRule(node))
  if (start < 0) return spelling.spell(cell)
  const text = cell.slice(start)
  const before = spelling.spell(cell.slice(0, start))
  if (text.some((node) => isCommand(node, ...rules, 'multicolumn', 'multirow')))
    return before + spelling.spell(text)
  return `${before}\\text{${spelling.spellText(text).trim()}}`
}

const rules = ['cline', 'cmidrule', 'toprule', 'midrule', 'bottomrule']

/**
 * Rows and columns outside of any environment. Beside a relation, or where there are rows, `&` is where they are aligned;
 * else it is the sign that a reader expects.
 */
export function spellLooseRows(
  nodes: readonly TexNode[],
  spell: (nodes: readonly TexNode[]) => string,
): string {
  let depth = 0
  const isLoose = (node: TexNode): boolean => {
    if (isCommand(node, 'left')) depth++
    if (isCommand(node, 'right')) depth--
    return depth === 0 && isSign(node, '&')
  }
  if (!nodes.some(isLoose)) return spell(nodes)
  const hasRows = nodes.some((node) => isCommand(node, '\\', 'cr'))
  if (!hasRows && !isBesideRelation(nodes)) {
    depth = 0
    return spell(nodes.map((node) => (isLoose(node) ? { kind: 'command', name: '&' } : node)))
  }
  const rows = tableCells(nodes).map((row) => row.map(spell))
  return `\\begin{aligned}${joinRows(rows)}\\end{aligned}`
}

function isBesideRelation(nodes: readonly TexNode[]): boolean {
  const shown = nodes.filter((node) => !isSign(node, ' '))
  const isRelation = (node: TexNode | undefined): boolean =>
    node?.kind === 'sign'
      ? /[=<>≤≥≠≈]/.test(node.text)
      : node?.kind === 'command' && relationNames.has(node.name)
  return shown.some(
    (node, at) => isSign(node, '&') && (isRelation(shown[at + 1]) || isRelation(shown[at - 1])),
  )
}
