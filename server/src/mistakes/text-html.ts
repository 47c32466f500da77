import katex from 'katex'
import 'katex/contrib/mhchem'
import { readFormula } from '../../../miniprogram/render/inline/formula'
import type { Breather } from '../limits/breather'
import { escapeHtml } from './escape-html'

/** Characters of one formula; a system of equations has a few hundred. */
const LONGEST_FORMULA = 1000
/** Characters of the formulas of one text that are set. */
const MOST_OF_A_TEXT = 4000
/** Characters of the formulas of one sheet that are set: about a second's work. */
const MOST_OF_A_SHEET = 200_000
/**
 * Commands of one formula that stand for others (`\ne`, `\ce`). KaTeX counts how many it replaces and not how much comes of it, so
 * that those that a formula makes itself are not taken at all.
 */
const MOST_REPLACED = 100
const OWN_COMMANDS = /\\(?:[gex]?def|(?:future)?let|(?:re)?newcommand|providecommand|global|long)(?![a-zA-Z])/

/**
 * Sets what students wrote, as text that means nothing to HTML, its formulas set. They are where the page finds them in an answer; one
 * that cannot be set, or is beyond what one sheet may cost, stays its source. A chunk of its own in what is built
 * (scripts/server/bundle-server.ts): only a sheet to print loads it.
 */
export class TextSetter {
  private leftOfSheet = MOST_OF_A_SHEET

  /** One sheet's. `breather`: who else needs the event loop is let have it. */
  constructor(private readonly breather: Breather) {}

  async asHtml(text: string): Promise<string> {
    const places = {}
    let html = ''
    let written = 0
    let leftOfText = MOST_OF_A_TEXT
    let at = nextSign(text, 0)
    while (at < text.length) {
      await this.breather.breath()
      const formula = readFormula(text, at, places)
      if (typeof formula === 'string') {
        at = nextSign(text, behindSign(text, at))
        continue
      }
      const { tex, display, end } = formula
      leftOfText -= tex.length
      const set = leftOfText >= 0 ? this.formula(tex, display) : undefined
      html += escapeHtml(text.slice(written, at)) + (set ?? escapeHtml(text.slice(at, end)))
      written = end
      at = nextSign(text, written)
    }
    return html + escapeHtml(text.slice(written))
  }

  private formula(tex: string, display: boolean): string | undefined {
    if (tex.length > LONGEST_FORMULA || tex.length > this.leftOfSheet || OWN_COMMANDS.test(tex)) {
      return undefined
    }
    this.leftOfSheet -= tex.length
    return mathml(tex, display)
  }
}

/** Where the next formula may begin. */
function nextSign(text: string, from: number): number {
  const found = text.slice(from).search(/[$\\]/)
  return found < 0 ? text.length : from + found
}

/** Behind a sign that begins no formula, and behind what it escapes. */
function behindSign(text: string, at: number): number {
  const isEscape = text.charAt(at) === '\\' && /[$\\]/.test(text.charAt(at + 1))
  return at + (isEscape ? 2 : 1)
}

/** A formula as MathML, which every browser of today sets without a script or a font; undefined where KaTeX cannot read it. */
function mathml(tex: string, displayMode: boolean): string | undefined {
  try {
    // What is Chinese inside of a formula is no fault of the student's.
    return katex.renderToString(tex, {
      output: 'mathml',
      displayMode,
      strict: 'ignore',
      maxExpand: MOST_REPLACED,
    })
  } catch (error) {
    if (error instanceof katex.ParseError) return undefined
    throw error
  }
}
