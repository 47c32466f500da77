import { strokes } from './drawing'
import type { MathDrawing, MathNode, MathSpan, MathStyle } from './tree'
import { isDrawing, isFit, isSpan } from './tree'
import { aspectLetters, classLetters, knownOutlines, styleLetters } from './vocabulary'

/**
 * Writes a pruned formula as one short string, twelve times smaller than its nodes:
 *
 *     formula = [ "!" ] { node }                         "!": displayed
 *     node    = text | span | gap | stack | drawing | fit
 *     text    = characters; ! { } < > | : $ @ , ; " ^ ~ # _ are written after @
 *     span    = "{" ( class | "-" ) { style } [ ":" { node } ] "}"
 *     gap     = "~" | "#" | "_", the room beside a relation, an operator, a comma
 *     stack   = "<" em [ "," em ] { "|" [ "+" class ] { style } "," em ":" { node } } ">"
 *               a vertical list: height, depth; for each row its style, the height of its strut, its content
 *     fit     = "^" em ":" { node } ">"
 *               what cannot be broken and is so wide
 *     class   = letter of the vocabulary | "=" names ";"
 *     style   = letter of the vocabulary value | "[" property "]" value
 *     value   = number of em without the zero before its point | '"' any other value '"'
 *     drawing = "$" outline ":" viewBox ":" aspect ":" width ":" colour ";"
 *     outline = number in the vocabulary, base 36 | "=" path data | "/" strokes
 *
 * components/formula/formula.wxs reads it.
 */
export function toCompact(nodes: readonly MathNode[], display: boolean): string {
  return (display ? '!' : '') + nodes.map(writeNode).join('')
}

function writeNode(node: MathNode): string {
  if (typeof node === 'string') return node.replace(/[!{}<>|:$@,;"^~#_]/g, '@$&')
  if (isDrawing(node)) return writeDrawing(node)
  if (isFit(node)) return `^${node.fits}:${node.children.map(writeNode).join('')}>`
  return writeStack(node) ?? writeSpan(node)
}

/** The room that most formulas have, as a span each. */
const gaps: Readonly<Record<string, string>> = { '{dr.278}': '~', '{dr.222}': '#', '{dr.167}': '_' }

function writeSpan(span: MathSpan): string {
  const children = span.children.map(writeNode).join('')
  const written = `{${span.classes.length > 0 ? writeClass(span.classes) : '-'}${writeStyle(span.style)}${children === '' ? '' : `:${children}`}}`
  return gaps[written] ?? written
}

/** A vertical list of the one shape that KaTeX's `makeVList` gives; undefined for anything else. */
function writeStack(table: MathSpan): string | undefined {
  const [first, second] = table.children.filter(isSpan)
  const hasDepth = isPlainSpan(table, 'vlist-t vlist-t2')
  if (!hasDepth && !isPlainSpan(table, 'vlist-t')) return undefined
  const [list, strut] = first?.children.filter(isSpan) ?? []
  const [below] = second?.children.filter(isSpan) ?? []
  if (list === undefined || hasDepth !== (strut !== undefined && below !== undefined)) return undefined
  const rows = list.children.map((row) => (isSpan(row) ? writeRow(row) : undefined))
  if (rows.includes(undefined) || !hasOnlyHeight(list) || (below !== undefined && !hasOnlyHeight(below)))
    return undefined
  const depth = below === undefined ? '' : `,${writeValue(below.style.height ?? '')}`
  return `<${writeValue(list.style.height ?? '')}${depth}${rows.join('')}>`
}

function writeRow(row: MathSpan): string | undefined {
  const [strut, content] = row.children
  if (row.children.length !== 2 || content === undefined) return undefined
  if (strut === undefined || !isSpan(strut) || strut.classes[0] !== 'pstrut' || !hasOnlyHeight(strut))
    return undefined
  const classes = row.classes.length > 1 ? `+${writeClass(row.classes)}` : ''
  return `|${classes}${writeStyle(row.style)},${writeValue(strut.style.height ?? '')}:${writeNode(content)}`
}

function isPlainSpan(span: MathSpan, classes: string): boolean {
  return span.classes.join(' ') === classes && Object.keys(span.style).length === 0
}

function hasOnlyHeight(span: MathSpan): boolean {
  return Object.keys(span.style).join() === 'height'
}

function writeClass(classes: readonly string[]): string {
  const names = classes.join(' ')
  return classLetters[names] ?? `=${names};`
}

function writeStyle(style: MathStyle): string {
  return Object.entries(style)
    .map(([property, value]) => (styleLetters[property] ?? `[${property}]`) + writeValue(value))
    .join('')
}

function writeValue(value: string): string {
  const number = /^(-?)(?:0(?=\.))?(\d*\.?\d+)em$/.exec(value)
  if (number !== null && !/^\./.test(value) && !/^-\./.test(value))
    return `${number[1] ?? ''}${number[2] ?? ''}`
  if (/["]/.test(value)) throw new RangeError(`no way to write the style ${value}`)
  return `"${value}"`
}

function writeDrawing(piece: MathDrawing): string {
  const known = knownOutlines.indexOf(piece.name)
  const made = piece.name === strokes ? `/${piece.outline}` : `=${piece.outline}`
  const outline = known < 0 ? made : known.toString(36)
  const box = piece.viewBox.replace(/^0 0 /, '').replace(' ', ',')
  const fields = [outline, box, aspectLetters[piece.aspect] ?? piece.aspect, piece.width, piece.color]
  if (fields.some((field) => /[:;]/.test(field))) throw new RangeError('a drawing with a separator in it')
  return `$${fields.join(':').replace(/:+$/, '')};`
}
