import { drawingUri } from './drawing'
import type { MathDrawing, MathNode, MathSpan } from './tree'
import { isDrawing } from './tree'

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
  return isDrawing(node) ? toImage(node) : toSpan(node)
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
