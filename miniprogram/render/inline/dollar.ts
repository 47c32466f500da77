import { MAX_INLINE_FORMULA } from '../limits'
import { characterAt, foundIn, isCjk, isHan } from './characters'
import type { FormulaResult } from './formula-result'

/** Within so many characters ends what begins as a price does, if it is a formula: `$3 cm$`. */
const SHORT = 40

const FUNCTION = /^(?:arc|sin|cos|tan|cot|log|lim|max|min)/
const OPERATOR = /[-=+*/×÷·±<>≤≥≠≈≡^_\\|∥⊥∠△√∈∪∩⊂⊆→⇒⇔]/
/** Formulas within a text, up to its end. */
const NESTED_REACH = 99
const NESTED = /^(?:\$[^$\n]+\$[^$\n]*?)+(?=\})/
/** Neither blank nor Chinese nor the sign of a sentence. */
const SIGN = /[^\s\u3400-\u9fff\u3000-\u303f\uff01\uff08\uff09\uff0c\uff1a\uff1b\uff1f“”‘’…—·.,;:!?'"]/

/**
 * Within how many characters the formula has to end that `$` at `start` begins. 0: it begins none, since it is a price
 * (`$5 一支`) or stands before prose. `open` if more text is needed to tell.
 */
function reach(text: string, start: number): number | 'open' {
  const rest = text.slice(start + 1, start + 41)
  const begun = rest.trimStart()
  if (!begun) return rest.length < 40 ? 'open' : 0
  // No formula begins with what ends a part of a sentence.
  if (/^[$，。；：、！？）】》」”’…]/.test(begun)) return 0
  if (begun !== rest) {
    if (isHan(begun.charAt(0))) return 0
    if (/^[a-z]{3,}\s+-?\w/i.test(begun) && !FUNCTION.test(begun)) return 0
  }
  const number = foundIn(begun, /^\d[\d,.]*/)
  if (!number) return MAX_INLINE_FORMULA
  const behind = begun.slice(number.length)
  const word = behind.trimStart()
  if (!word) return 'open'
  const unit = foundIn(behind, /^[\u3400-\u9fff％]{1,6}(?:\$(?!\d)|$)/)
  if (unit) return unit.endsWith('$') ? MAX_INLINE_FORMULA : 'open'
  if (isCjk(characterAt(word, 0))) return 0
  if (word === behind) return MAX_INLINE_FORMULA
  if (/^[a-z]$/i.test(word)) return 'open'
  return /^[a-z]{2}/i.test(word) ? SHORT : MAX_INLINE_FORMULA
}

/**
 * Whether what stands between two dollars is a formula; `after`: the character behind the second. Whoever writes a blank inside
 * of the one may write it inside of the other, and prose has it there where the second dollar begins something.
 */
function isFormula(content: string, hasChinese: boolean, after: string): boolean {
  const tex = content.trim()
  if (!SIGN.test(tex)) return false
  // Before a digit the sign is a price's, unless what it closes is one letter or sign after the other.
  if (/\d/.test(after) && !/^\D\S*$/.test(tex)) return false
  const blankBefore = !content.startsWith(tex)
  const blankBehind = !content.endsWith(tex)
  const beginsNext = /[\w\\({[+-]/.test(after)
  if (hasChinese && !/^\d[\d,.]*\D+$/.test(tex) && (!OPERATOR.test(tex) || /[\w\\]/.test(after))) return false
  // A command of a shell before its variable: `$ echo $HOME`.
  if (blankBefore && /\w/.test(after) && /^[a-z]{2}/.test(tex) && !FUNCTION.test(tex)) return false
  if (blankBefore === blankBehind) return true
  if (blankBehind && beginsNext) return false
  const outside = tex.replace(/\{[^{}]*\}/g, ' ')
  return (
    /\\[a-z]|=/.test(tex) || !/\s/.test(tex) || !/[a-z]{2}/i.test(outside) || FUNCTION.test(outside.trim())
  )
}

/**
 * Reads `$…$` at `start`. A sentence's end outside of braces and before other text is no part of a formula; the next `$`
 * decides. What is no formula leaves its second dollar to what follows, so that one dollar too many shifts no pairs.
 */
export function readDollar(text: string, start: number): FormulaResult {
  const limit = reach(text, start)
  if (limit === 'open') return 'open'
  const last = Math.min(text.length, start + 1 + limit)
  let braces = 0
  let hasChinese = false
  for (let position = start + 1; position < last; position++) {
    const character = text.charAt(position)
    if (character === '\\') position++
    else if (character === '{') braces++
    else if (character === '}') braces--
    else if (character === '$') {
      if (braces > 0) {
        // Those of formulas within a text of it: `\text{当 $x>0$ 时}`.
        const rest = text.slice(position, position + NESTED_REACH)
        const inner = foundIn(rest, NESTED).length
        if (inner > 0) {
          position += inner - 1
          continue
        }
        if (rest.length < NESTED_REACH && !rest.includes('\n')) return 'open'
      }
      const content = text.slice(start + 1, position)
      const after = text.charAt(position + 1)
      // Two dollars end no formula of an earlier line: they begin one of their own.
      if (after === '$' && content.includes('\n')) return 'none'
      if (!isFormula(content, hasChinese, after)) return 'none'
      return { tex: content.trim(), display: false, end: position + 1 }
    } else if (braces <= 0) {
      if ('。？！'.includes(character) && /[^$]/.test(text.charAt(position + 1))) return 'none'
      hasChinese ||= isHan(character)
    }
    if (limit === SHORT && (character === '\n' || isCjk(character))) return 'none'
  }
  return last < start + 1 + limit ? 'open' : 'none'
}
