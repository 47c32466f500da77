import { arrange } from './arrange'
import type * as Katex from './katex'
import type * as Chemistry from './mhchem'
import { schoolCommands } from './school-commands'
import { schoolSpelling } from './school-spelling'
import type { MathNode } from './tree'

/** Macro expansions allowed in one formula. KaTeX's own bound, 1,000, takes a phone half a second. */
const maxExpansions = 300

/** Largest size that a formula may ask for by a number (`\rule`, `\kern`), in em. */
const maxSize = 20

/** Definitions: no school formula has one, and a short one can grow a formula to a million characters. */
const definition = /\\(?:[egx]?def|let|futurelet|global|long|(?:re|provide)?newcommand)(?![a-z])/i

/** mhchem reads slowly: no equation of chemistry is longer. */
const maxChemistryLength = 600

/**
 * Lays a formula out with KaTeX, which is run for the first formula and not before; chemistry for the first `\ce` or
 * `\pu`.
 * @throws ParseError of KaTeX or RangeError for a formula that is wrong, not trusted or too deep
 */
export function layoutFormula(tex: string, display: boolean): MathNode[] {
  if (definition.test(tex)) throw new RangeError('an answer defines no commands')
  const katex = loadKatex(tex)
  const root = katex.layout(schoolSpelling(tex, display), {
    displayMode: display,
    throwOnError: true,
    strict: 'ignore',
    maxSize,
    maxExpand: maxExpansions,
    trust: refuse,
    macros: { ...schoolCommands },
  })
  return arrange(root, katex.paths, display)
}

/** A command that could reach outside (`\href`, `\htmlStyle`) makes the formula a wrong one. */
function refuse(): boolean {
  throw new TypeError('an answer is not trusted')
}

let hasChemistry = false

/** `require` inside of functions, so that starting the mini-program runs neither file. */
function loadKatex(tex: string): typeof Katex {
  const katex: typeof Katex = require('./katex')
  if (!/\\(?:ce|pu)(?![a-z])/i.test(tex)) return katex
  if (tex.length > maxChemistryLength) throw new RangeError('the chemical formula is too long')
  if (!hasChemistry) {
    const { defineChemistry }: typeof Chemistry = require('./mhchem')
    defineChemistry({ __defineMacro: katex.defineMacro })
    hasChemistry = true
  }
  return katex
}
