import type { TexNode } from './tex-tree'

/** What the rules of one command or environment are given. */
export interface Spelling {
  /** A line of its own: only there KaTeX numbers equations. */
  readonly display: boolean
  /** Nodes in mathematics, as KaTeX reads them. */
  spell(nodes: readonly TexNode[]): string
  /** Nodes of a text inside of a formula. */
  spellText(nodes: readonly TexNode[]): string
}
