import { addScript } from './attach'
import { withoutDoubles, withPlainSigns } from './characters'
import { chemistry, quantity } from './chemistry'
import { circled } from './circled'
import { gap, isBlank, type Part, signs } from './parts'
import { schoolSpelling } from './school-spelling'
import { blackboard, negated, signOf } from './signs'
import { isCommand, isSign, readTex, sourceOf, TexCursor, type TexNode, tableCells } from './tex-tree'

/** Commands whose one argument is what they mean. */
const transparent =
  /^(?:math(?!strut)[a-z]+|bm|pmb|boldsymbol|smash|boxed|fbox|mbox|substack|ensuremath|uppercase|emph|sf)$/
/** Commands that mean nothing, with the number of their arguments. */
const meaningless: readonly (readonly [names: RegExp, count: number])[] = [
  [/^(?:[hv]?phantom|[hv]space|kern|label|color|cline|textcolor|colorbox|leftroot|uproot)\*?$/, 1],
  [/^(?:rule|fcolorbox)$/, 2],
  [
    /^(?:(?:display|text|script|scriptscript)style|(?:no)?limits|[bB]igg?[lrm]?|(?:footnote|script|normal)size|[Ll]arge|LARGE|[Hh]uge|small|tiny|h?line|hline|hfill|(?:math)?strut|rm|bf|it|sf|tt|normalfont|displaylimits|nonumber|notag|hdashline|allowbreak|left|right|middle|[*/!])$/,
    0,
  ],
]
const blanks = /^(?:[ ,:;>~]|q?quad|(?:thin|med|thick)?space|enspace|enskip)$/
/** Accents by what they mark. */
const marks: Readonly<Record<string, string>> = {
  vec: 'vector',
  overrightarrow: 'vector',
  vv: 'vector',
  bar: 'bar',
  overline: 'bar',
  hat: 'hat',
  widehat: 'hat',
  tilde: 'tilde',
  widetilde: 'tilde',
  check: 'check',
  dot: 'dot',
  ddot: 'dots',
  overparen: 'arc',
  wideparen: 'arc',
  overarc: 'arc',
  arc: 'arc',
  overgroup: 'arc',
  cancel: 'struck',
  bcancel: 'struck',
  xcancel: 'struck',
  sout: 'struck',
  underbrace: 'brace',
  overbrace: 'brace',
}
/** Accents by the sign that stands above in their place. */
const stackedMarks: Readonly<Record<string, string>> = {
  '⌒': 'arc',
  '→': 'vector',
  '⇀': 'vector',
  '-': 'bar',
  '—': 'bar',
  '·': 'dot',
  '•': 'dot',
  '.': 'dot',
}
const arrows: Readonly<Record<string, string>> = {
  xrightarrow: '→',
  xleftarrow: '←',
  xlongequal: '=',
  xrightleftharpoons: '⇌',
  xRightarrow: '⇒',
  xLeftrightarrow: '⇔',
}

/**
 * What a formula says.
 * @throws RangeError where braces or environments do not match
 */
export function meaningOf(tex: string): readonly Part[] {
  return meaning(readTex(withoutDoubles(schoolSpelling(withPlainSigns(tex), true))))
}

/** Reads what a formula's nodes say. Nothing of them is refused: a command that is not known is told by its name. */
function meaning(nodes: readonly TexNode[]): readonly Part[] {
  const parts: Part[] = []
  const cursor = new TexCursor(nodes)
  for (let node = cursor.take(); node !== undefined; node = cursor.take()) {
    if (isSign(node, '^') || isSign(node, '_')) {
      addScript(parts, isSign(node, '^') ? 'above' : 'below', argumentOf(cursor))
    } else if (isSign(node, "'")) addScript(parts, 'above', [{ kind: 'sign', text: '′' }])
    else parts.push(...nodeParts(node, cursor))
  }
  return parts
}

/** An argument: what stands in a group, or one thing; a command brings its own arguments (`2^\frac12`). */
function argumentOf(cursor: TexCursor): readonly Part[] {
  cursor.skipBlanks()
  const node = cursor.take()
  if (node === undefined) return []
  return node.kind === 'group' ? meaning(node.children) : nodeParts(node, cursor)
}

function nodeParts(node: TexNode, cursor: TexCursor): readonly Part[] {
  if (node.kind === 'group') {
    return [{ kind: 'group', parts: meaning(node.children) }]
  }
  if (node.kind === 'environment') {
    const inner = /^(?:array|tabular|alignedat|subarray)\*?$/.test(node.name)
      ? new TexCursor(node.children)
      : undefined
    inner?.argument()
    return [rowsOf(node.name, inner?.rest() ?? node.children)]
  }
  if (node.kind === 'command') return commandParts(node.name, cursor)
  if (node.text === ' ' || node.text === '&' || node.text === '$') return []
  return [node.text === '~' ? { kind: 'blank' } : { kind: 'sign', text: node.text }]
}

function rowsOf(name: string, nodes: readonly TexNode[]): Part {
  const rows = tableCells(nodes).map((row) => row.map(meaning))
  return { kind: 'rows', name, rows: rows.filter((row) => !row.every(isBlank)) }
}

function commandParts(name: string, cursor: TexCursor): readonly Part[] {
  const argument = () => argumentOf(cursor)
  if (blanks.test(name)) return [{ kind: 'blank' }]
  if (name === '\\' || name === 'cr' || name === 'newline') return [{ kind: 'text', text: '；' }]
  const mark = marks[name]
  if (mark !== undefined) return [{ kind: 'marked', mark, parts: argument() }]
  const arrow = arrows[name]
  if (arrow !== undefined) {
    const option = cursor.option()
    const below = option === undefined ? [] : meaning(option)
    return [{ kind: 'stacked', base: { kind: 'sign', text: arrow }, below, above: argument() }]
  }
  if (/^[dtc]?frac$/.test(name)) return [{ kind: 'fraction', above: argument(), below: argument() }]
  if (/^[dt]?binom$/.test(name)) return [{ kind: 'binomial', above: argument(), below: argument() }]
  if (name === 'sqrt') {
    cursor.skipBlanks()
    const degree = cursor.option()
    return [{ kind: 'root', degree: degree === undefined ? [] : meaning(degree), parts: argument() }]
  }
  if (/^(?:overset|stackrel|underset)$/.test(name)) return [stacked(name, argument(), argument())]
  if (name === 'left') return [fenced(cursor)]
  if (name === 'pmod' || name === 'pod') return [{ kind: 'blank' }, modulus(argument())]
  if (/^(?:operatorname|mathop)$/.test(name)) return [functionName(cursor)]
  if (name === 'mathbb' || name === 'mathds' || name === 'mathbbm' || name === 'Bbb') return letters(cursor)
  if (name === 'not') return [negation(cursor)]
  if (name === 'ce') return meaning(chemistry(sourceOf(cursor.argument())))
  if (name === 'pu') return meaning(quantity(sourceOf(cursor.argument())))
  if (name === 'tag') {
    if (isSign(cursor.next, '*')) cursor.take()
    const number = sourceOf(cursor.argument()).replace(/[\\{}$]/g, '')
    return [{ kind: 'blank' }, { kind: 'text', text: `(${number})` }]
  }
  if (name === 'textcircled' || name === 'circled')
    return [{ kind: 'sign', text: circled(signs(argument())) }]
  if (name === 'raisebox') {
    cursor.argument()
    return argument()
  }
  if (name === 'underline' || name === 'uline') {
    const parts = argument()
    return isBlank(parts) ? [{ kind: 'sign', text: gap }] : [{ kind: 'group', parts }]
  }
  if (isText(name)) return text(cursor.argument())
  if (transparent.test(name)) {
    const argument = cursor.argument()
    return [name === 'substack' ? rowsOf(name, argument) : { kind: 'group', parts: meaning(argument) }]
  }
  for (const [names, count] of meaningless) {
    if (!names.test(name)) continue
    if (cursor.next !== undefined && isSign(cursor.next, '*')) cursor.take()
    for (let taken = 0; taken < count; taken++) cursor.argument()
    return []
  }
  const sign = signOf(name)
  return sign === undefined
    ? [{ kind: 'unknown', text: name.replace(/[\\{}$]/g, '') }]
    : [{ kind: 'sign', text: sign }]
}

function stacked(name: string, script: readonly Part[], base: readonly Part[]): Part {
  const mark = stackedMarks[signs(script)]
  if (mark !== undefined && name !== 'underset') return { kind: 'marked', mark, parts: base }
  const [first] = base
  const part: Part = base.length === 1 && first !== undefined ? first : { kind: 'group', parts: base }
  const isBelow = name === 'underset'
  return { kind: 'stacked', base: part, above: isBelow ? [] : script, below: isBelow ? script : [] }
}

/** What remainders are taken by. */
function modulus(parts: readonly Part[]): Part {
  return { kind: 'fenced', open: '(', parts: [{ kind: 'sign', text: 'mod' }, ...parts], close: ')' }
}

/** What stands between `\left` and its `\right`, with the fences; `.` is none. */
function fenced(cursor: TexCursor): Part {
  const open = fence(cursor)
  const inside: TexNode[] = []
  let depth = 1
  for (let node = cursor.take(); node !== undefined; node = cursor.take()) {
    if (isCommand(node, 'left')) depth++
    else if (isCommand(node, 'right') && --depth === 0) break
    inside.push(node)
  }
  return { kind: 'fenced', open, parts: meaning(inside), close: fence(cursor) }
}

function fence(cursor: TexCursor): string {
  cursor.skipBlanks()
  const node = cursor.take()
  const sign = node?.kind === 'command' ? signOf(node.name) : node?.kind === 'sign' ? node.text : undefined
  return sign === '.' || sign === undefined ? '' : sign
}

function functionName(cursor: TexCursor): Part {
  if (isSign(cursor.next, '*')) cursor.take()
  const argument = cursor.argument()
  const name = sourceOf(argument).trim()
  if (/^[A-Za-z]+$/.test(name)) return { kind: 'sign', text: name }
  const parts = meaning(argument)
  const [only] = parts
  return only !== undefined && parts.length === 1 ? only : { kind: 'group', parts }
}

function letters(cursor: TexCursor): readonly Part[] {
  return meaning(cursor.argument()).map((part) =>
    part.kind === 'sign' ? { kind: 'sign', text: blackboard[part.text] ?? part.text } : part,
  )
}

function negation(cursor: TexCursor): Part {
  const [part] = meaning(cursor.argument())
  return part?.kind === 'sign' ? { kind: 'sign', text: negated(part.text) } : (part ?? { kind: 'blank' })
}

function isText(name: string): boolean {
  return /^(?:text(?:bf|it|rm|normal|sf|tt|up|md|sc)?|[mh]box|emph)$/.test(name)
}

/** A text inside of a formula; what stands between dollars in it, and its commands, are formulas again. */
function text(nodes: readonly TexNode[]): readonly Part[] {
  const parts: Part[] = []
  let written = ''
  const flush = () => {
    if (written !== '') parts.push({ kind: 'text', text: written })
    written = ''
  }
  const cursor = new TexCursor(nodes)
  for (let node = cursor.take(); node !== undefined; node = cursor.take()) {
    if (node.kind === 'sign' && node.text !== '$') written += node.text === '~' ? ' ' : node.text
    else if (node.kind === 'command' && /^[%&#_{} ]$/.test(node.name)) written += node.name
    else {
      flush()
      if (isSign(node, '$')) parts.push(...meaning(cursor.until((each) => isSign(each, '$')) ?? []))
      else if (node.kind === 'group') parts.push(...text(node.children))
      else parts.push(...nodeParts(node, cursor))
    }
  }
  flush()
  return parts
}
