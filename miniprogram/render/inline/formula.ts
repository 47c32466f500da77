import { MAX_DISPLAY_FORMULA, MAX_INLINE_FORMULA } from '../limits'
import { mayBeBareFormula, readBareFormula } from './bare-formula'
import { readDollar } from './dollar'
import type { FormulaFound, FormulaResult } from './formula-result'

/** Whether there is anything to be set: brackets and the signs of a sentence alone are no formula, but `>` and `∠` are. */
export function hasContent(tex: string): boolean {
  return /[^\s\\()[\]{}.,;:!?'"_~，。、；：！？（）“”…—]/.test(tex)
}

const CLOSERS: Record<string, string> = { $$: '$$', '\\(': '\\)', '\\[': '\\]' }

/** The closing marker that belongs to `$$`, `\(`, `\[` or `\begin{…}`. */
export function formulaCloser(opener: string): string {
  return CLOSERS[opener] ?? opener.replace('begin', 'end')
}

/** Where markers stand: each is looked for once, however many openers there are. */
export type CloserPlaces = Record<string, number>

/** The next place of a marker whose backslash is its own: `\\[2pt]` ends a line and opens nothing. */
export function findMarker(text: string, marker: string, from: number): number {
  let at = text.indexOf(marker, from)
  while (at >= 0) {
    let before = at
    while (before > from && text.charAt(before - 1) === '\\') before--
    if ((at - before) % 2 === 0) break
    at = text.indexOf(marker, at + 1)
  }
  return at
}

function nextPlace(text: string, marker: string, from: number, places: CloserPlaces): number {
  let at = places[marker]
  if (at === undefined || (at >= 0 && at < from)) {
    at = findMarker(text, marker, from)
    places[marker] = at
  }
  return at
}

function readUntil(text: string, start: number, opener: string, places: CloserPlaces): FormulaResult {
  const closer = formulaCloser(opener)
  const display = opener !== '\\('
  const limit = display ? MAX_DISPLAY_FORMULA : MAX_INLINE_FORMULA
  const end = nextPlace(text, closer, start + 2, places)
  // Whoever begins once more had not begun here.
  const again = opener === closer ? -1 : nextPlace(text, opener, start + 2, places)
  if (again >= 0 && (end < 0 || again < end)) return 'none'
  if (end < 0 || end - start - 2 > limit) return text.length - start - 2 > limit ? 'none' : 'open'
  const tex = text.slice(start + 2, end)
  return hasContent(tex) ? { tex: tex.trim(), display, end: end + 2 } : 'none'
}

/** Reads the formula that begins at `start`, with `$`, `$$`, `\(` or `\[`, or without a marker (`\boxed{C}`). */
export function readFormula(text: string, start: number, places: CloserPlaces): FormulaResult {
  const opener = text.slice(start, start + 2)
  if (CLOSERS[opener]) return readUntil(text, start, opener, places)
  if (text.charAt(start) === '$') return readDollar(text, start)
  return readBareFormula(text, start) ?? (mayBeBareFormula(text, start) ? 'open' : 'none')
}

/**
 * Whether the displayed formula that was found at `start` stands on a line of its own. Between two dollars each and the words of one line it
 * is one of the text where no blank parts them: `长为$$a$$，宽为$$b$$`. `open` if the character behind it is needed to tell.
 */
export function isDisplayed(
  text: string,
  start: number,
  { tex, end }: FormulaFound,
  before: string,
): boolean | 'open' {
  if (!text.startsWith('$$', start) || !/[^\s：:]$/.test(before) || tex.includes('\n')) return true
  const behind = text.charAt(end)
  return behind ? !behind.trim() : 'open'
}
