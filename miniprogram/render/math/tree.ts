/** The pruned layout of a formula: text, spans and drawn pieces, each only where it changes what is seen. */
export type MathNode = string | MathSpan | MathDrawing

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

/** Tells drawn pieces from spans. */
export function isDrawing(node: MathSpan | MathDrawing): node is MathDrawing {
  return 'outline' in node
}
