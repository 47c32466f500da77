import { isLine, line } from './school-escapes'
import { spellAngle, spellNumber, spellUnit } from './school-units'
import type { Spelling } from './spelling'
import { isCommand, isGroup, isSign, signText, sourceOf, type TexCursor, type TexNode } from './tex-tree'

/** Reads a command's arguments and gives what shows the same; `undefined`, and nothing read, where it stays as it is. */
export type CommandRule = (cursor: TexCursor, spelling: Spelling) => string | undefined

const math = (cursor: TexCursor, spelling: Spelling): string => spelling.spell(cursor.argument())

/** A command of one argument, as what `shown` makes of it. */
const one =
  (shown: (argument: string) => string): CommandRule =>
  (cursor, spelling) =>
    shown(math(cursor, spelling))

/** A command that shows nothing, with so many arguments. */
const nothing =
  (count: number): CommandRule =>
  (cursor) => {
    cursor.option()
    for (let left = count; left > 0; left--) cursor.argument()
    return ''
  }

/** A rule of a table. Its part of the columns is not drawn by KaTeX: it is drawn over all of them. */
const rule =
  (count: number): CommandRule =>
  (cursor) => {
    if (isSign(cursor.next, '(')) cursor.until((node) => isSign(node, ')'))
    for (let left = count; left > 0; left--) cursor.argument()
    return '\\hline'
  }

const inCase =
  (change: (text: string) => string): CommandRule =>
  (cursor, spelling) => {
    // As plain TeX raises what a macro gives: `\uppercase\expandafter{\romannumeral2}`.
    cursor.skipBlanks()
    if (isCommand(cursor.next, 'expandafter')) cursor.take()
    return `{${math(cursor, spelling).replace(/\\[A-Za-z]+|[A-Za-z]+/g, (word) => (word.startsWith('\\') ? word : change(word)))}}`
  }

/** `\enclose` of MathML: each of its notations around what the ones before gave. */
const notations: Readonly<Record<string, (inside: string) => string>> = {
  longdiv: (inside) => `\\overline{\\smash{)}\\,${inside}}`,
  actuarial: (inside) => `\\angl{${inside}}`,
  radical: (inside) => `\\sqrt{${inside}}`,
  box: (inside) => `\\boxed{${inside}}`,
  roundedbox: (inside) => `\\boxed{${inside}}`,
  circle: (inside) => (/^\w$/.test(inside) ? `\\text{\\textcircled{${inside}}}` : `\\boxed{${inside}}`),
  top: (inside) => `\\overline{${inside}}`,
  bottom: (inside) => `\\underline{${inside}}`,
  left: (inside) => `\\left|${inside}\\right.`,
  right: (inside) => `\\left.${inside}\\right|`,
  updiagonalstrike: (inside) => `\\cancel{${inside}}`,
  downdiagonalstrike: (inside) => `\\bcancel{${inside}}`,
  horizontalstrike: (inside) => `\\sout{${inside}}`,
}

const enclose: CommandRule = (cursor, spelling) => {
  const names = sourceOf(cursor.argument())
    .trim()
    .split(/[\s,]+/)
  cursor.option()
  const inside = math(cursor, spelling)
  return names.reduce((shown, name) => notations[name]?.(shown) ?? shown, inside)
}

/** A long division: what is divided, and where a second argument stands at once what it is divided by. */
const longDivision: CommandRule = (cursor, spelling) => {
  cursor.option()
  const divided = notations.longdiv?.(math(cursor, spelling)) ?? ''
  return isGroup(cursor.next) ? math(cursor, spelling) + divided : divided
}

/** MathJax's box: a border, a colour behind, or only a distance. */
const bbox: CommandRule = (cursor, spelling) => {
  const options = sourceOf(cursor.option() ?? []).split(',')
  const inside = math(cursor, spelling)
  if (options.some((option) => /border/.test(option))) return `\\boxed{${inside}}`
  const color = options
    .map((option) => option.trim())
    .find((option) => /^(?:#[\da-f]{3,6}|[a-z]+)$/i.test(option))
  return color === undefined ? `{${inside}}` : `\\colorbox{${color}}{$${inside}$}`
}

/** Plain TeX's `\buildrel above \over relation`. */
const buildrel: CommandRule = (cursor, spelling) => {
  const above = cursor.until((node) => node.kind === 'command' && node.name === 'over')
  return above === undefined ? undefined : `\\stackrel{${spelling.spell(above)}}{${math(cursor, spelling)}}`
}

/** A colour in a model of numbers, as KaTeX takes it. */
const colored =
  (name: string): CommandRule =>
  (cursor) => {
    const model = cursor.option()
    if (model === undefined) return undefined
    const value = sourceOf(cursor.argument())
    const scale = sourceOf(model) === 'rgb' ? 255 : 1
    const hex = value
      .split(',')
      .map((part) =>
        Math.round(Number(part) * scale)
          .toString(16)
          .padStart(2, '0'),
      )
      .join('')
    return `\\${name}{#${sourceOf(model) === 'HTML' ? value : hex}}`
  }

/** A frame around a text; one that holds commands of mathematics and no dollars is a formula. */
const frame: CommandRule = (cursor, spelling) => {
  cursor.option()
  const inside = cursor.argument()
  const isFormula =
    !inside.some((node) => isSign(node, '$')) && inside.some((node) => node.kind === 'command')
  return isFormula ? `\\boxed{${spelling.spell(inside)}}` : `\\fbox{${spelling.spellText(inside)}}`
}

const quantity: CommandRule = (cursor, spelling) => {
  if (!isGroup(cursor.next)) return undefined
  const number = spellNumber(cursor.argument(), spelling)
  return `${number}\\,${spellUnit(cursor.argument(), spelling)}`
}

/** The columns that one cell reaches over stay empty behind it. */
const columns: CommandRule = (cursor, spelling) => {
  const count = Number(sourceOf(cursor.argument()))
  cursor.argument()
  const marks = Number.isFinite(count) ? Math.max(0, Math.min(20, count - 1)) : 0
  return math(cursor, spelling) + '&'.repeat(marks)
}

const rows: CommandRule = (cursor, spelling) => {
  cursor.argument()
  cursor.argument()
  return math(cursor, spelling)
}

/** A text between two rows is a row. */
const rowOfText: CommandRule = (cursor, spelling) => `\\text{${spelling.spellText(cursor.argument())}}\\\\`

/** What `\sideset` puts at the sides of a large operator, which KaTeX would put above and below. */
const sideset: CommandRule = (cursor, spelling) => {
  const before = math(cursor, spelling)
  const behind = math(cursor, spelling)
  return `{}${before}${math(cursor, spelling)}\\nolimits ${behind}`
}

/** What follows is the number of the equation. */
const number: CommandRule = (cursor, spelling) => `\\qquad ${spelling.spell(cursor.rest())}`

/** A table of plain TeX, whose rows stand in its argument. */
const plainTable =
  (name: string): CommandRule =>
  (cursor, spelling) => {
    if (!isGroup(cursor.next)) return undefined
    return spelling.spell([{ kind: 'environment', name, children: cursor.argument() }])
  }

/** A line to write on, of low strokes that are its argument. */
const underline: CommandRule = (cursor) => {
  const [argument] = cursor.peek(1)
  const strokes = isGroup(argument) ? argument.children.filter((node) => !isSign(node, ' ')) : []
  if (!isLine(strokes)) return undefined
  cursor.take()
  return line(strokes.length)
}

/** Chemistry has a language of its own, in which a line to write on is mathematics. */
const asItIs =
  (name: string): CommandRule =>
  (cursor) => {
    const source = sourceOf(cursor.argument())
      .replace(/\\%|%/g, '\\%')
      .replace(/(?:\\?_){2,}/g, (strokes) => `$${line(strokes.replace(/\\/g, '').length)}$`)
    return `\\${name}{${source}}`
  }

const text = (nodes: readonly TexNode[], spelling: Spelling): string => `\\text{${spelling.spellText(nodes)}}`

const fraction: CommandRule = (cursor, spelling) => `{${math(cursor, spelling)}}/{${math(cursor, spelling)}}`

/** A character by its number. */
const character: CommandRule = (cursor) => {
  const code = Number(sourceOf(cursor.argument()).replace(/^x/i, '0x'))
  return code > 31 && code < 0x10000 ? String.fromCharCode(code) : ''
}

const ROMAN = ' i ii iii iv v vi vii viii ix x xi xii'.split(' ')

/** A number in Roman numerals, as far as a clock has them. */
const romanNumeral: CommandRule = (cursor) => {
  cursor.skipBlanks()
  let digits = isGroup(cursor.next) ? sourceOf(cursor.argument()).trim() : ''
  while (/\d/.test(signText(cursor.next))) digits += sourceOf(cursor.argument())
  return `\\mathrm{${ROMAN[Number(digits)] ?? digits}}`
}

/** Rules of commands whose arguments have to be read; those that a macro can stand for are in school-commands.ts. */
export const commandRules: Readonly<Partial<Record<string, CommandRule>>> = {
  require: nothing(1),
  vspace: nothing(1),
  noindent: nothing(0),
  par: nothing(0),
  centering: nothing(0),
  ce: asItIs('ce'),
  pu: asItIs('pu'),
  enclose,
  longdiv: longDivision,
  longdivision: longDivision,
  bbox,
  buildrel,
  underline,
  fbox: frame,
  framebox: frame,
  cancelto: (cursor, spelling) => {
    const value = math(cursor, spelling)
    return `\\overset{${value}}{\\cancel{${math(cursor, spelling)}}}`
  },
  uppercase: inCase((word) => word.toUpperCase()),
  MakeUppercase: inCase((word) => word.toUpperCase()),
  lowercase: inCase((word) => word.toLowerCase()),
  MakeLowercase: inCase((word) => word.toLowerCase()),
  color: colored('color'),
  textcolor: colored('textcolor'),
  SI: quantity,
  qty: quantity,
  si: (cursor, spelling) => spellUnit(cursor.argument(), spelling),
  unit: (cursor, spelling) => spellUnit(cursor.argument(), spelling),
  num: (cursor, spelling) => spellNumber(cursor.argument(), spelling),
  ang: (cursor, spelling) => spellAngle(cursor.argument(), spelling),
  cline: rule(1),
  cmidrule: rule(1),
  toprule: rule(0),
  midrule: rule(0),
  bottomrule: rule(0),
  multicolumn: columns,
  multirow: rows,
  intertext: rowOfText,
  shortintertext: rowOfText,
  sideset,
  eqno: number,
  leqno: number,
  cases: plainTable('cases'),
  matrix: plainTable('matrix'),
  pmatrix: plainTable('pmatrix'),
  displaylines: plainTable('gathered'),
  parbox: (cursor, spelling) => {
    cursor.argument()
    return text(cursor.argument(), spelling)
  },
  nicefrac: fraction,
  sfrac: fraction,
  flatfrac: fraction,
  romannumeral: romanNumeral,
  unicode: character,
  ensuremath: one((inside) => `{${inside}}`),
  textsuperscript: (cursor, spelling) => `{}^{${text(cursor.argument(), spelling)}}`,
  textsubscript: (cursor, spelling) => `{}_{${text(cursor.argument(), spelling)}}`,
}
