import { drawingUri } from './drawing'
import type { MathDrawing, MathFit, MathNode, MathSpan } from './tree'
import { isDrawing, isFit, isSpan } from './tree'

/** A node as the component `<rich-text>` takes it. */
export type RichTextNode =
  | { readonly type: 'text'; readonly text: string }
  | {
      readonly name: 'span' | 'img'
      readonly attrs: Readonly<Record<string, string>>
      readonly children?: readonly RichTextNode[]
    }

/** The formula as finished nodes, inside one root that carries the class `km` (`km kd` when displayed). */
export function toRichText(nodes: readonly MathNode[], display: boolean): readonly RichTextNode[] {
  return [{ name: 'span', attrs: { class: display ? 'km kd' : 'km' }, children: nodes.map(toNode) }]
}

function toNode(node: MathNode): RichTextNode {
  if (typeof node === 'string') return { type: 'text', text: node }
  if (isFit(node)) return toFit(node)
  return isDrawing(node) ? toImage(node) : toSpan(node)
}

/**
 * Smaller where the line (`--row` of the page) is narrower, down to {@link smallest}, and scrolled where that is not
 * enough: then a sign covers the cut end, and is covered itself at the content's end. A box that scrolls has no baseline
 * of its own: beside it stands an empty part as high and as deep as what it holds.
 */
function toFit({ fits, children }: MathFit): RichTextNode {
  const size = `font-size:max(${smallest}em,min(1em,calc(var(--row,100vw)/${fits})))`
  const excess = `max-width:calc((${fits}em - var(--row,100vw) - 1px)*99)`
  const run = named('katex-run', '', children.map(toNode))
  const more = named('katex-more', '', [named('katex-sign', excess, [])])
  const slide = named('katex-slide', '', [run, named('katex-end', excess, []), more])
  return named('katex-fit', size, [...strut(children), slide])
}

/** Smallest size of a formula that would not fit on its line, before it is scrolled. */
const smallest = 0.8

function strut(children: readonly MathNode[]): RichTextNode[] {
  const first = children.find(isSpan)
  const inside = first?.classes[0] === 'katex-base' ? first.children.slice(0, 1) : []
  return inside.length > 0 ? [named('katex-base', '', inside.map(toNode))] : []
}

function named(names: string, style: string, children: readonly RichTextNode[]): RichTextNode {
  const attrs: Record<string, string> = { class: names }
  if (style !== '') attrs.style = style
  return children.length > 0 ? { name: 'span', attrs, children } : { name: 'span', attrs }
}

function toSpan(span: MathSpan): RichTextNode {
  const attrs: Record<string, string> = {}
  if (span.classes.length > 0) attrs.class = span.classes.join(' ')
  const style = Object.entries(span.style).map(([property, value]) => `${property}:${value}`)
  if (style.length > 0) attrs.style = style.join(';')
  const children = span.children.map(toNode)
  return children.length > 0 ? { name: 'span', attrs, children } : { name: 'span', attrs }
}

function toImage(piece: MathDrawing): RichTextNode {
  const attrs: Record<string, string> = {
    class: piece.color === '' ? 'drawing ink' : 'drawing',
    src: drawingUri(piece),
  }
  if (piece.width !== '') attrs.style = `width:${piece.width}`
  return { name: 'img', attrs }
}

/**
 * The nodes with an empty place behind the last part that cannot be broken: for the comma that the page sets there
 * (formula.wxs), so that no line begins with it.
 */
export function withPlaceBehind(nodes: readonly RichTextNode[]): readonly RichTextNode[] {
  const at = nodes.length - 1 - [...nodes].reverse().findIndex((node) => 'name' in node && holdsPart(node))
  return nodes.map((node, index) => {
    if (index !== at || !('name' in node)) return node
    const children = node.children ?? []
    const inside =
      node.attrs.class === 'katex-base'
        ? [...children, named('katex-behind', '', [])]
        : withPlaceBehind(children)
    return { ...node, children: inside }
  })
}

function holdsPart(node: RichTextNode): boolean {
  if (!('name' in node)) return false
  return node.attrs.class === 'katex-base' || (node.children ?? []).some(holdsPart)
}

/** The nodes as HTML, which rich-text takes too, as one string. */
export function toHtml(nodes: readonly RichTextNode[]): string {
  return nodes.map(writeHtml).join('')
}

function writeHtml(node: RichTextNode): string {
  if ('text' in node) return escapeHtml(node.text)
  const attributes = Object.entries(node.attrs).map(([name, value]) => ` ${name}="${escapeHtml(value)}"`)
  const open = `<${node.name}${attributes.join('')}>`
  return node.name === 'img' ? open : `${open}${toHtml(node.children ?? [])}</span>`
}

function escapeHtml(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;')
}
