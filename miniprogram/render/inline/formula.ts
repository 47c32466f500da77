import { MAX_DISPLAY_FORMULA, MAX_INLINE_FORMULA } from '../limits'
import { CJK, characterAt } from './characters'

/** A formula's content and the place behind its closing marker. */
export interface FormulaFound {
  tex: string
  display: boolean
  end: number
}

/** `open`: its closing marker may still come. */
export type FormulaResult = FormulaFound | 'open' | 'none'

const HAS_CONTENT = /[A-Za-z0-9\u4e00-\u9fff]/

/** Within so many characters ends what begins as a price does, if it is a formula: `$3 cm$`. */
const SHORT = 40

/**
 * Within how many characters the formula has to end that `$` at `start` begins. 0: it begins none, since a space stands
 * behind it, or it is a price (`$5 一支`). `open` if more text is needed to tell.
 */
function reach(text: string, start: number): number | 'open' {
  const rest = text.slice(start + 1, start + 40)
  if (!rest) return 'open'
  if (/^[\s$]/.test(rest)) return 0
  const number = /^\d[\d,.]*/.exec(rest)
  if (!number) return MAX_INLINE_FORMULA
  const behind = rest.slice(number[0].length)
  const word = behind.trimStart()
  if (!word) return 'open'
  if (CJK.test(characterAt(word, 0))) return 0
  if (word === behind) return MAX_INLINE_FORMULA
  if (/^[A-Za-z]$/.test(word)) return 'open'
  return /^[A-Za-z]{2}/.test(word) ? SHORT : MAX_INLINE_FORMULA
}

/**
 * Reads `$…$` at `start`. A sentence's end outside of braces and before other text is no part of a formula; the next `$`
 * decides.
 */
function readDollar(text: string, start: number): FormulaResult {
  const limit = reach(text, start)
  if (limit === 'open') return 'open'
  const last = Math.min(text.length, start + 1 + limit)
  let braces = 0
  for (let position = start + 1; position < last; position++) {
    const character = text.charAt(position)
    if (character === '\\') position++
    else if (character === '{') braces++
    else if (character === '}') braces--
    else if (character === '$') {
      const tex = text.slice(start + 1, position)
      // Before a digit the sign is a price's, unless what it closes is one letter or sign after the other.
      const isPrice = /\d/.test(text.charAt(position + 1)) && !/^\D\S*$/.test(tex)
      return /\s$/.test(tex) || isPrice ? 'none' : { tex, display: false, end: position + 1 }
    } else if (braces <= 0 && /[。？！]/.test(character) && /[^$]/.test(text.charAt(position + 1)))
      return 'none'
    else if (limit === SHORT && (character === '\n' || CJK.test(character))) return 'none'
  }
  return last < start + 1 + limit ? 'open' : 'none'
}

const CLOSERS: Record<string, string> = { $$: '$$', '\\(': '\\)', '\\[': '\\]' }

/** The closing marker that belongs to `$$`, `\(`, `\[` or `\begin{…}`. */
export function formulaCloser(opener: string): string {
  return CLOSERS[opener] ?? opener.replace('begin', 'end')
}

/** Where closing markers stand: each is looked for once, however many openers there are. */
export type CloserPlaces = Record<string, number>

function readUntil(text: string, start: number, closer: string, places: CloserPlaces): FormulaResult {
  const display = closer !== '\\)'
  const limit = display ? MAX_DISPLAY_FORMULA : MAX_INLINE_FORMULA
  let end = places[closer]
  if (end === undefined || (end >= 0 && end < start + 2)) {
    end = text.indexOf(closer, start + 2)
    places[closer] = end
  }
  if (end < 0 || end - start - 2 > limit) return text.length - start - 2 > limit ? 'none' : 'open'
  const tex = text.slice(start + 2, end)
  return HAS_CONTENT.test(tex) ? { tex: tex.trim(), display, end: end + 2 } : 'none'
}

/** Reads the formula that begins at `start`, with `$`, `$$`, `\(` or `\[`. */
export function readFormula(text: string, start: number, places: CloserPlaces): FormulaResult {
  const closer = CLOSERS[text.slice(start, start + 2)]
  if (closer) return readUntil(text, start, closer, places)
  return text.charAt(start) === '$' ? readDollar(text, start) : 'none'
}
