import { MAX_DISPLAY_FORMULA, MAX_INLINE_FORMULA } from '../limits'

/** A formula's content and the place behind its closing marker. */
export interface FormulaFound {
  tex: string
  display: boolean
  end: number
}

/** `open`: its closing marker may still come. */
export type FormulaResult = FormulaFound | 'open' | 'none'

const HAS_CONTENT = /[A-Za-z0-9\u4e00-\u9fff]/

/**
 * Whether `$` at `start` can begin a formula: not before a space, and not a price (`$5 一支`, `$12.50 each`).
 * `open` if more text is needed to tell.
 */
function mayOpen(text: string, start: number): boolean | 'open' {
  const rest = text.slice(start + 1, start + 40)
  if (!rest) return 'open'
  if (/^[\s$]/.test(rest)) return false
  const number = /^\d[\d,.]*/.exec(rest)
  if (!number) return true
  const behind = rest.slice(number[0].length)
  if (!behind) return 'open'
  if (/^[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]/.test(behind)) return false
  if (!/^\s/.test(behind)) return true
  const word = behind.trimStart()
  if (!word || (word.length === 1 && /[A-Za-z]/.test(word))) return 'open'
  return !/^(?:[A-Za-z]{2}|[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef])/.test(word)
}

/** Reads `$…$` at `start`. A sentence's end outside of braces is no part of a formula; the next `$` decides. */
function readDollar(text: string, start: number): FormulaResult {
  const may = mayOpen(text, start)
  if (may !== true) return may === 'open' ? 'open' : 'none'
  const last = Math.min(text.length, start + 1 + MAX_INLINE_FORMULA)
  let braces = 0
  for (let position = start + 1; position < last; position++) {
    const character = text.charAt(position)
    if (character === '\\') position++
    else if (character === '{') braces++
    else if (character === '}') braces--
    else if (character === '$') {
      if (/\s/.test(text.charAt(position - 1)) || /\d/.test(text.charAt(position + 1))) return 'none'
      return { tex: text.slice(start + 1, position), display: false, end: position + 1 }
    } else if (braces <= 0 && /[。？！]/.test(character)) return 'none'
  }
  return last < start + 1 + MAX_INLINE_FORMULA ? 'open' : 'none'
}

/** The closing marker that belongs to `$$`, `\(`, `\[` or `\begin{…}`. */
export function formulaCloser(opener: string): string {
  return opener.replace('(', ')').replace('[', ']').replace('\\begin', '\\end')
}

/** Where closing markers stand: each is looked for once, however many openers there are. */
export type CloserPlaces = Record<string, number>

function readUntil(text: string, start: number, opener: string, places: CloserPlaces): FormulaResult {
  const closer = formulaCloser(opener)
  const display = opener !== '\\('
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
  const opener = text.slice(start, start + 2)
  if (['$$', '\\(', '\\['].includes(opener)) return readUntil(text, start, opener, places)
  return opener.startsWith('$') ? readDollar(text, start) : 'none'
}
