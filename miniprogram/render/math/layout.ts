import type * as Katex from './katex'
import type * as Chemistry from './mhchem'
import { prune } from './prune'
import { schoolCommands } from './school-commands'
import type { MathNode } from './tree'

/** Macro expansions allowed in one formula. KaTeX's own bound, 1,000, takes a phone half a second. */
const maxExpansions = 300

/** Largest size that a formula may ask for by a number (`\rule`, `\kern`), in em. */
const maxSize = 20

/**
 * Lays a formula out with KaTeX, which is run for the first formula and not before; chemistry for the first `\ce` or
 * `\pu`.
 * @throws ParseError of KaTeX or RangeError for a formula that is wrong, not trusted or too deep
 */
export function layoutFormula(tex: string, display: boolean): MathNode[] {
  const katex = loadKatex(tex)
  const root = katex.layout(tex, {
    displayMode: display,
    throwOnError: true,
    strict: 'ignore',
    maxSize,
    maxExpand: maxExpansions,
    trust: refuse,
    macros: { ...schoolCommands },
  })
  return prune(root, katex.paths)
}

/** A command that could reach outside (`\href`, `\htmlStyle`) makes the formula a wrong one. */
function refuse(): boolean {
  throw new TypeError('an answer is not trusted')
}

let hasChemistry = false

/** `require` inside of functions, so that starting the mini-program runs neither file. */
function loadKatex(tex: string): typeof Katex {
  const katex: typeof Katex = require('./katex')
  if (!hasChemistry && /\\(?:ce|pu)(?![a-z])/i.test(tex)) {
    const { defineChemistry }: typeof Chemistry = require('./mhchem')
    defineChemistry({ __defineMacro: katex.defineMacro })
    hasChemistry = true
  }
  return katex
}
