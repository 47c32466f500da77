import type { LayoutNode, LayoutSpan, LayoutSymbol } from './katex'
import { cjkSize, fontSize } from './sizes'

/** Boxes that take no room in their line. */
const weightless = [
  'llap',
  'rlap',
  'clap',
  'katex-thinbox',
  'katex-strut',
  'pstrut',
  'accent-body',
  'vlist-s',
]

/** Room that the style sheet gives to a box, in em of its size. */
const givenRoom: Readonly<Record<string, number>> = {
  nulldelimiter: 0.12,
  'katex-root': 0.2777777778 - 0.5555555556,
  'x-arrow-pad': 1,
  boxpad: 0.6,
  'cancel-pad': 0.4,
  'cancel-lap': -0.4,
  fbox: 0.08,
  fcolorbox: 0.08,
  anglpad: 0.07778,
  angl: 0.08789,
}

/**
 * The width of a piece of KaTeX's layout in em of the size around it, as the page will find it: KaTeX leaves that to the
 * browser, but a formula is to know beforehand whether it fits on a line.
 */
export function widthOf(node: LayoutNode): number {
  if ('text' in node) return symbolWidth(node)
  if (!('classes' in node)) return 'children' in node && !('attributes' in node) ? sum(node.children) : 0
  return spanWidth(node)
}

function symbolWidth(symbol: LayoutSymbol): number {
  const text = symbol.text.replace(/\u200b/g, '')
  if (text === '') return 0
  // What KaTeX does not know comes from a font of the phone, as wide as high.
  const isChinese = symbol.classes.includes('cjk_fallback')
  const width = isChinese ? [...text].length * cjkSize : symbol.width || [...text].length
  return (width + symbol.italic) * (fontSize(symbol.classes) ?? 1) + sides(symbol.style)
}

function spanWidth(span: LayoutSpan): number {
  const classes = span.classes ?? []
  if (classes.some((name) => weightless.includes(name))) return 0
  const size = fontSize(classes) ?? 1
  const room = classes.reduce((total, name) => total + (givenRoom[name] ?? 0), 0)
  const style = span.style ?? {}
  const inside = isStack(classes) ? widest(span.children) : sum(span.children)
  return (Math.max(inside, ems(style.width), ems(style.minWidth)) + room + sides(style)) * size
}

/** Boxes whose children stand on one another. */
function isStack(classes: readonly string[]): boolean {
  return classes.includes('vlist') || classes.includes('vlist-t') || classes.includes('katex-vbox')
}

function sum(nodes: readonly LayoutNode[]): number {
  return nodes.reduce((total, node) => total + widthOf(node), 0)
}

function widest(nodes: readonly LayoutNode[]): number {
  return nodes.reduce((width, node) => Math.max(width, widthOf(node)), 0)
}

/** What margins, padding and the border of a rule add. */
function sides(style: Readonly<Record<string, string>>): number {
  return ems(style.marginLeft) + ems(style.marginRight) + ems(style.paddingLeft) + ems(style.borderRightWidth)
}

function ems(value: string | undefined): number {
  const found = value === undefined ? null : /^(-?[\d.]+)em$/.exec(value)
  return found === null ? 0 : Number(found[1])
}
