import katex from 'katex'
import 'katex/contrib/mhchem'
import { readFormula } from '../../../miniprogram/render/inline/formula'
import { escapeHtml } from './escape-html'

/**
 * What a student wrote, as text that means nothing to HTML, its formulas set. They are where the page finds them in an answer; one
 * that cannot be set stays its source. A chunk of its own in what is built (scripts/server/bundle-server.ts): only a sheet to print
 * loads it.
 */
export function textAsHtml(text: string): string {
  const places = {}
  let html = ''
  let written = 0
  let at = nextSign(text, 0)
  while (at < text.length) {
    const formula = readFormula(text, at, places)
    if (typeof formula === 'string') {
      at = nextSign(text, behindSign(text, at))
      continue
    }
    const source = text.slice(at, formula.end)
    html += escapeHtml(text.slice(written, at)) + (mathml(formula.tex, formula.display) ?? escapeHtml(source))
    written = formula.end
    at = nextSign(text, written)
  }
  return html + escapeHtml(text.slice(written))
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
    return katex.renderToString(tex, { output: 'mathml', displayMode, strict: 'ignore' })
  } catch (error) {
    if (error instanceof katex.ParseError) return undefined
    throw error
  }
}
