import { MAX_DISPLAY_FORMULA, MAX_INLINE_FORMULA } from '../limits'
import { foundIn } from './characters'
import type { FormulaResult } from './formula-result'

/** Commands that nobody writes but in a formula: with their braces they are one, if nothing else says so. */
const COMMANDS = 'boxed fbox frac dfrac tfrac cfrac ce sqrt begin'.split(' ')

const BEGINNING = new RegExp(
  `^\\\\(?:begin\\{\\w{1,20}\\*?\\}|(?:${COMMANDS.slice(0, -1).join('|')}|sqrt\\[[^\\]\\n]{0,9}\\])\\{)`,
)

/** Environments that stand on a line of their own, as TeX has them. */
const DISPLAYED = /^\\begin\{(?:align|eqnarray|equation|flalign|gather|multline)(?!ed)/

/** Whether the backslash at `start`, with which the text ends soon, may still begin a formula that has no marker. */
export function mayBeBareFormula(text: string, start: number): boolean {
  if (text.length - start > 32) return false
  const rest = text.slice(start + 1)
  return (
    COMMANDS.some((name) => `${name}{`.startsWith(rest)) ||
    /^(?:begin\{\w{0,20}\*?|sqrt\[[^\]\n]{0,9}\]?)$/.test(rest)
  )
}

/** Reads a formula that stands in a text without any marker: `\boxed{C}`, `\begin{cases}…\end{cases}`. */
export function readBareFormula(text: string, start: number): FormulaResult | undefined {
  const opening = foundIn(text.slice(start, start + 40), BEGINNING)
  if (!opening) return undefined
  return opening.startsWith('\\begin')
    ? readEnvironment(text, start)
    : readCommand(text, start, opening.length)
}

function readEnvironment(text: string, start: number): FormulaResult {
  const whole = text.slice(start, start + MAX_DISPLAY_FORMULA)
  const marks = /\\(begin|end)\{\w+\*?\}/g
  let depth = 0
  for (let mark = marks.exec(whole); mark; mark = marks.exec(whole)) {
    depth += mark[1] === 'begin' ? 1 : -1
    if (depth > 0) continue
    const tex = whole.slice(0, marks.lastIndex)
    return { tex, display: DISPLAYED.test(tex), end: start + tex.length }
  }
  return whole.length < MAX_DISPLAY_FORMULA ? 'open' : 'none'
}

/** Reads a command up to the end of its last brace; `inside`: behind the first one. */
function readCommand(text: string, start: number, inside: number): FormulaResult {
  const whole = text.slice(start, start + MAX_INLINE_FORMULA)
  let braces = 1
  for (let position = inside; position < whole.length; position++) {
    const character = whole.charAt(position)
    if (character === '\\') position++
    else if (character === '{') braces++
    else if (character === '}' && --braces === 0 && whole.charAt(position + 1) !== '{') {
      // What is a formula by itself needs no dollars inside it.
      const tex = whole.slice(0, position + 1).replace(/\\[\s\S]|\$/g, (sign) => (sign === '$' ? '' : sign))
      return { tex, display: false, end: start + position + 1 }
    }
  }
  return whole.length < MAX_INLINE_FORMULA ? 'open' : 'none'
}
