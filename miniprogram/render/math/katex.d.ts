/**
 * KaTeX without its writers of HTML, DOM and MathML. `katex.js` beside this file is generated from the npm package by
 * `npm run build:npm` (scripts/build-math.ts); these are the parts of its layout tree that are read here.
 */

/** A box of the layout: a span, or a fragment without a box of its own. */
export interface LayoutSpan {
  readonly classes?: readonly string[]
  readonly style?: Readonly<Record<string, string>>
  readonly children: readonly LayoutNode[]
}

/** Characters of one font. */
export interface LayoutSymbol {
  readonly text: string
  readonly classes: readonly string[]
  readonly style: Readonly<Record<string, string>>
  /** Of all its characters, in em; 0 for one that KaTeX does not know. */
  readonly width: number
  /** Italic correction in em: space that the slanted glyph needs at its right. */
  readonly italic: number
}

/** A drawn piece: a root, a stretched arrow, brace or bracket, a stroke through a term. */
export interface LayoutDrawing {
  readonly attributes: Readonly<Record<string, string>>
  readonly children: readonly (LayoutPath | LayoutLine)[]
}

/** An outline: by name in {@link paths}, or `alternate`, made to measure. */
export interface LayoutPath {
  readonly pathName: string
  readonly alternate?: string | null | undefined
}

/** A straight stroke. */
export interface LayoutLine {
  readonly attributes: Readonly<Record<string, string>>
}

/** A part of what KaTeX has laid out. */
export type LayoutNode = LayoutSpan | LayoutSymbol | LayoutDrawing

/** The options of KaTeX that are used here; all are explained at https://katex.org/docs/options. */
export interface LayoutOptions {
  displayMode: boolean
  throwOnError: boolean
  strict: 'ignore'
  /** Bound on user-specified sizes, in em. */
  maxSize: number
  /** Bound on macro expansions. */
  maxExpand: number
  /** Asked for each command that could reach outside of the formula. */
  trust: () => boolean
  /** Own commands; KaTeX writes definitions of the formula into this object. */
  macros: Record<string, string>
}

/** Parses and lays out a formula. Throws on one that is wrong. */
export function layout(tex: string, options: LayoutOptions): LayoutSpan

/** Defines a command for every later formula. */
export function defineMacro(name: string, body: unknown): void

/** Outlines by name, as SVG path data in 1/1000 em. */
export const paths: Readonly<Record<string, string>>
