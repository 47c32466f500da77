import { drawing } from './drawing'
import type { LayoutDrawing, LayoutNode, LayoutSpan, LayoutSymbol } from './katex'
import { cjkSize, em, fontSize, rounded } from './sizes'
import type { MathNode, MathSpan, MathStyle } from './tree'
import { isSpan } from './tree'

/** Boxes inside boxes beyond this are refused: a page must not be made to lay out a tower of a thousand roots. */
const maxDepth = 120

/** Classes with a rule of their own in formula.wxss, or that a rule there names as the parent; KaTeX sets many more. */
const styledClasses = new Set(
  (
    'katex-newline katex-base katex-strut textbf textit textrm mathnormal mathit mathrm mathbf boldsymbol amsrm ' +
    'mathbb textbb mathcal mainrm vlist-t vlist-r vlist vlist-t2 vlist-s katex-vbox katex-thinbox msupsub mfrac ' +
    'frac-line overline-line underline-line katex-hline katex-hdashline katex-rule mspace katex-smash llap rlap clap ' +
    'katex-inner katex-fix sqrt katex-root nulldelimiter delimcenter delimsizing delim-size1 delim-size4 op-symbol ' +
    'small-op large-op op-limits katex-accent accent-body mtable vertical-separator arraycolsep col-align-c ' +
    'col-align-l col-align-r svg-align katex-stretchy hide-tail halfarrow-left halfarrow-right katex-overlay ' +
    'brace-left brace-center brace-right x-arrow-pad x-arrow mover munder boxpad fbox fcolorbox cancel-pad ' +
    'cancel-lap katex-sout katex-tag pstrut angl anglpad reflectbox'
  ).split(' '),
)

/** Boxes that lay out their children as boxes: these children are not dissolved. */
const layoutBoxes = ['katex-vbox', 'katex-thinbox', 'llap', 'rlap', 'clap']

/** KaTeX's table of outlines by name. */
export type Outlines = Readonly<Record<string, string>>

/** What a node inherits from the boxes around it. */
interface Surroundings {
  readonly color: string
  readonly depth: number
  readonly outlines: Outlines
}

/**
 * The visible part of pieces of KaTeX's layout: sizes as styles, only classes that have a rule, spans without either dissolved,
 * neighbouring characters of one font joined.
 * @throws RangeError for a formula nested too deeply
 */
export function pruneParts(nodes: readonly LayoutNode[], outlines: Outlines): MathNode[] {
  return pruneChildren(nodes, { color: '', depth: 0, outlines })
}

function pruneChildren(children: readonly LayoutNode[], around: Surroundings): MathNode[] {
  const nodes: MathNode[] = []
  for (const child of children) for (const node of pruneNode(child, around)) append(nodes, node)
  return nodes
}

function pruneNode(node: LayoutNode, around: Surroundings): MathNode[] {
  if (around.depth > maxDepth) throw new RangeError('the formula is nested too deeply')
  if ('text' in node) return pruneSymbol(node, around)
  if (isLayoutDrawing(node)) return [drawing(node, around.color, around.outlines)]
  return pruneSpan(node, around)
}

function isLayoutDrawing(node: LayoutSpan | LayoutDrawing): node is LayoutDrawing {
  return !('classes' in node)
}

function pruneSymbol(symbol: LayoutSymbol, around: Surroundings): MathNode[] {
  // A zero-width space only holds a table cell open, which `vlist-s` does by itself here.
  const text = symbol.text.replace(/\u200b/g, '')
  if (text === '') return []
  const style: Record<string, string> = cssStyle(symbol.style, around)
  const classes = styled(symbol.classes)
  const size = fontSize(symbol.classes)
  if (size !== undefined) style['font-size'] = em(classes.includes('cjk') ? size * cjkSize : size)
  if (symbol.italic > 0) style['margin-right'] = em(symbol.italic)
  return wrapUnlessPlain(classes, style, [text])
}

function pruneSpan(span: LayoutSpan, around: Surroundings): MathNode[] {
  const allClasses = span.classes ?? []
  const style: Record<string, string> = cssStyle(span.style ?? {}, around)
  const size = fontSize(allClasses)
  if (size !== undefined) style['font-size'] = em(size)
  const classes = styled(allClasses)
  const inside = { ...around, color: style.color ?? around.color, depth: around.depth + 1 }
  if (classes.includes('vlist'))
    return [{ classes, style, children: span.children.map((row) => pruneRow(row, inside)) }]
  if (classes.some((name) => layoutBoxes.includes(name))) {
    return [{ classes, style, children: pruneBoxes(span.children, inside, classes.includes('clap')) }]
  }
  return wrapUnlessPlain(classes, style, pruneChildren(span.children, inside))
}

/** One row of a vertical list: `pstrut`, which sets its baseline, and what stands on it. */
function pruneRow(row: LayoutNode, around: Surroundings): MathSpan {
  if (!('classes' in row) || !('children' in row)) throw new TypeError('a row of a vertical list is a span')
  const inside = { ...around, depth: around.depth + 1 }
  const children = row.children.flatMap((child) => {
    const isStrut = 'classes' in child && child.classes?.includes('pstrut') === true
    return isStrut ? pruneNode(child, inside) : [rowContent(pruneNode(child, inside))]
  })
  return { classes: ['vi', ...styled(row.classes ?? [])], style: cssStyle(row.style ?? {}, around), children }
}

/** What stands in a row, as one inline block (`vc`). */
function rowContent(nodes: MathNode[]): MathSpan {
  const [only] = nodes
  if (nodes.length === 1 && only !== undefined && isSpan(only)) {
    // A table would cease to be one as an inline block.
    if (only.classes[0] !== 'vlist-t' && !only.classes.includes('vc')) {
      return { ...only, classes: ['vc', ...only.classes] }
    }
  }
  return { classes: ['vc'], style: {}, children: nodes }
}

/** Children that stay boxes; the visible one of a centred overlap is moved by half of its own width. */
function pruneBoxes(children: readonly LayoutNode[], around: Surroundings, isClap: boolean): MathNode[] {
  return children.map((child) => {
    const box = asBox(pruneNode(child, around))
    const isShifted = isClap && box.classes.includes('katex-inner')
    return isShifted
      ? { ...box, children: [{ classes: ['clap-shift'], style: {}, children: box.children }] }
      : box
  })
}

function asBox(nodes: MathNode[]): MathSpan {
  const [only] = nodes
  const isBox = nodes.length === 1 && only !== undefined && isSpan(only)
  return isBox ? only : { classes: [], style: {}, children: nodes }
}

function wrapUnlessPlain(classes: string[], style: MathStyle, children: MathNode[]): MathNode[] {
  const isPlain = classes.length === 0 && Object.keys(style).length === 0
  return isPlain ? children : [{ classes, style, children }]
}

/** Adds a node, joining text with text, and characters with characters of the same font. */
function append(nodes: MathNode[], node: MathNode): void {
  const last = nodes[nodes.length - 1]
  if (typeof node === 'string' && typeof last === 'string') {
    nodes[nodes.length - 1] = last + node
    return
  }
  const text = plainText(node)
  const before = plainText(last)
  if (text !== undefined && before !== undefined && text.font === before.font) {
    nodes[nodes.length - 1] = { classes: text.classes, style: {}, children: [before.text + text.text] }
    return
  }
  nodes.push(node)
}

function plainText(
  node: MathNode | undefined,
): { text: string; font: string; classes: readonly string[] } | undefined {
  if (node === undefined || !isSpan(node)) return undefined
  const [text] = node.children
  if (node.children.length !== 1 || typeof text !== 'string') return undefined
  if (node.classes.length === 0 || Object.keys(node.style).length > 0) return undefined
  return { text, font: node.classes.join(' '), classes: node.classes }
}

function styled(classes: readonly string[]): string[] {
  const isDelimiter = classes.includes('delimsizing')
  const kept = classes.filter((name) => styledClasses.has(name) || (isDelimiter && /^size[1-4]$/.test(name)))
  if (classes.includes('accent-body') && !classes.includes('accent-full')) kept.push('accent-thin')
  if (classes.includes('cjk_fallback')) kept.push('cjk')
  return kept
}

function cssStyle(style: Readonly<Record<string, string>>, around: Surroundings): Record<string, string> {
  const css: Record<string, string> = {}
  for (const [name, value] of Object.entries(style)) {
    if (value === '' || (name === 'color' && value === around.color)) continue
    css[name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)] = rounded(value)
  }
  return css
}
