import { foundIn } from './characters'
import type { Piece } from './pieces'

/** What a power or a charge is of: a letter, a number, what stands in brackets. */
const BASE = /[\wα-ω|)\]）\u3400-\u9fff]$/
/**
 * What it is: all in braces; digits or one letter with a sign before them, or behind them where it adds nothing that follows: `Fe^2+`, not
 * `x^2+1`; or a sign alone.
 */
const POWER =
  /^\^(?:\{[^{}\n$\\]{1,16}\}|[-+]?(?:\d{1,2}(?=\d[spdf]\^)|\d{1,9}|[A-Za-z](?![a-z]))?(?:[-+](?! ?[\w(（$\\√π]))?)/
const OPEN = /^\^(?:\{[^}\n]{0,16}|[!-~]{0,13} ?)$/

/**
 * Reads the power whose `^` stands at `at` in a text without dollars: its characters, the sign alone where it raises nothing; none if
 * more text is needed to tell. `before` ends before the text; `final`: nothing follows it.
 */
export function readPower(text: string, at: number, before: string, final: boolean): string {
  if (!BASE.test(at ? text.charAt(at - 1) : before)) return '^'
  const rest = text.slice(at, at + 20)
  return !final && OPEN.test(rest) ? '' : foundIn(rest, POWER)
}

/** A text that stands higher than its line, at that place of the source. */
export function raised(text: string, at: number): Piece[] {
  const tag = (text: string): Piece => ({ kind: 'html', at, url: '', text })
  return [tag('<sup>'), { kind: 'text', at, text }, tag('</sup>')]
}
