/** The pruned layout of a formula: text, spans, drawn pieces and what may be too wide, each only where it is needed. */
export type MathNode = string | MathSpan | MathDrawing | MathFit

/** CSS properties by their CSS names, in the order in which they are written. */
export type MathStyle = Readonly<Record<string, string>>

/** A `<span>` with class names that formula.wxss has rules for. */
export interface MathSpan {
  readonly classes: readonly string[]
  readonly style: MathStyle
  readonly children: readonly MathNode[]
}

/** A piece that KaTeX draws as SVG; shown as an image, since rich-text takes no SVG. */
export interface MathDrawing {
  /** Name of its outline in KaTeX, `strokes` for straight lines. */
  readonly name: string
  /** SVG path data; for `strokes` `x1,y1,x2,y2` of each line in per cent, separated by `;`. */
  readonly outline: string
  /** SVG `viewBox`; empty for strokes. */
  readonly viewBox: string
  /** SVG `preserveAspectRatio`; empty for strokes. */
  readonly aspect: string
  /** CSS width, where it is not that of the box around. */
  readonly width: string
  /** Colour set by the formula (`\color`); empty where it is the text's own. */
  readonly color: string
}

/** What cannot be broken and may be wider than its line: there it gets smaller, and is scrolled in the end. */
export interface MathFit {
  /** Its width in em. */
  readonly fits: number
  readonly children: readonly MathNode[]
}

/** Tells drawn pieces from others. */
export function isDrawing(node: MathNode): node is MathDrawing {
  return typeof node !== 'string' && 'outline' in node
}

/** Tells what may be too wide from others. */
export function isFit(node: MathNode): node is MathFit {
  return typeof node !== 'string' && 'fits' in node
}

/** Tells spans from others. */
export function isSpan(node: MathNode): node is MathSpan {
  return typeof node !== 'string' && 'classes' in node
}
