import type { LayoutNode, LayoutSpan } from './katex'
import { widthOf } from './measure'
import { type Outlines, pruneParts } from './prune'
import type { MathFit, MathNode } from './tree'

/** A formula up to this width, in em of its size, fits on every line, also in a list: it is not broken. */
const narrow = 7

/** Room for a comma behind a formula, which stays with its last part. */
const roomBehind = 0.83

/** A part of a formula between two places where TeX may break it. */
interface Part {
  readonly node: MathNode
  readonly width: number
  /** Whether a relation ends it: there it is broken sooner than behind an operator. */
  readonly isRelation: boolean
}

/**
 * The visible part of KaTeX's layout, arranged for lines that are narrower than the formula. In a sentence it can be broken
 * behind its relations, and what stands between two of them, where it is wider than a line, behind its operators. What
 * cannot be broken gets smaller and is scrolled in the end, as is a formula on a line of its own.
 * @throws RangeError for a formula nested too deeply
 */
export function arrange(root: LayoutSpan, outlines: Outlines, display: boolean): MathNode[] {
  return display ? arrangeDisplayed(root, outlines) : arrangeInline(root, outlines)
}

function arrangeInline(root: LayoutSpan, outlines: Outlines): MathNode[] {
  const parts = partsOf(root, outlines).map((part, at, all) =>
    at === all.length - 1 ? { ...part, width: part.width + roomBehind } : part,
  )
  if (parts.length < 2) return parts.map(fitting)
  const total = parts.reduce((width, part) => width + part.width, 0)
  if (total <= narrow)
    return [{ classes: ['katex-kept'], style: {}, children: parts.map(({ node }) => node) }]
  const groups: Part[][] = [[]]
  for (const part of parts) {
    groups[groups.length - 1]?.push(part)
    if (part.isRelation) groups.push([])
  }
  return groups.filter((group) => group.length > 0).map(grouped)
}

function grouped(group: readonly Part[]): MathNode {
  const nodes = group.map(fitting)
  const [only] = nodes
  return nodes.length === 1 && only !== undefined
    ? only
    : { classes: ['katex-group'], style: {}, children: nodes }
}

function fitting({ node, width }: Part): MathNode {
  return width > narrow ? whole([node], width) : node
}

/** What stays whole. Fonts of a phone are a little wider than those that KaTeX knows. */
function whole(children: readonly MathNode[], width: number): MathFit {
  return { fits: Number((width * 1.02).toFixed(2)), children }
}

/** Rows are broken where their author broke them. The equation's number stands beside them, and takes its room. */
function arrangeDisplayed(root: LayoutSpan, outlines: Outlines): MathNode[] {
  const isTag = (node: LayoutNode): boolean => hasClass(node, 'katex-tag')
  const tag = root.children.find(isTag)
  const rows = root.children.filter((node) => !isTag(node))
  const content = pruneParts(rows, outlines)
  const width = Math.max(0, ...rowWidths(rows)) + (tag === undefined ? 0 : widthOf(tag) + 2)
  const formula = width > narrow ? [whole(content, width)] : content
  if (tag === undefined) return formula
  const children = width > narrow ? formula : [{ classes: ['katex-kept'], style: {}, children: content }]
  return [{ classes: ['katex-tagged'], style: {}, children: [...children, ...pruneParts([tag], outlines)] }]
}

function rowWidths(nodes: readonly LayoutNode[]): number[] {
  const widths = [0]
  for (const node of nodes) {
    if (hasClass(node, 'katex-newline')) widths.push(0)
    else widths[widths.length - 1] = (widths[widths.length - 1] ?? 0) + widthOf(node)
  }
  return widths
}

function partsOf(root: LayoutSpan, outlines: Outlines): Part[] {
  return root.children.flatMap((node) => {
    const [pruned] = pruneParts([node], outlines)
    return pruned === undefined
      ? []
      : [{ node: pruned, width: widthOf(node), isRelation: endsInRelation(node) }]
  })
}

/** A line that its author ended counts as one. */
function endsInRelation(part: LayoutNode): boolean {
  if (hasClass(part, 'katex-newline')) return true
  const children = 'classes' in part && 'children' in part ? part.children : []
  const shown = children.filter((child) => !hasClass(child, 'mspace'))
  const last = shown[shown.length - 1]
  return last !== undefined && hasClass(last, 'mrel')
}

function hasClass(node: LayoutNode, name: string): boolean {
  return 'classes' in node && node.classes?.includes(name) === true
}
