import { MAX_MARK } from '../limits'
import { characterAt, foundIn, isCjk, isHan, lastCharacter } from './characters'
import type { Delimiter } from './pieces'
import { isWordProduct, LOOK, LOOK_BEHIND } from './word-product'

const PUNCTUATION = /[\p{P}\p{S}]/u
/** What a star behind it multiplies: letters, numbers with their indices and units, what stands in brackets; not `×` and `÷`. */
const FACTOR = /[A-Za-z0-9%)\]）\u00b2-\u00d6\u00d8-\u00f6\u00f8-\u03ff\u2032-\u2103]/

/** A number, or what may become one, between the strokes of a blank to fill in: `__1__`, `__(2)__`, `__③__`. */
const NUMBER = /^[（(]?(?:$|[\d①-⑳]{1,2}[）)]?(?:_|$)|\{)/
const BEHIND_NUMBER = /_[（(]?[\d①-⑳]{1,2}[）)]?$/

/**
 * Whether a run can open and close emphasis, by the characters at its sides (empty: none). CommonMark's rule
 * takes punctuation beside a letter for the wrong side of a word; Chinese has no spaces between words, so a
 * Chinese character or Chinese punctuation counts as such a space (`**提示：**先…` is bold), and so does the
 * punctuation of `**Note:**use`. A product (`3*4*5`, `3元*5个`), a power (`a**2`), a name in brackets (`(*)`) and a blank to
 * fill in (`：__，__。`) open nothing; that something is an operator is told apart, as it may still close what such a run opened.
 */
function flanking(
  character: string,
  length: number,
  before: string,
  after: string,
): [left: boolean, right: boolean, isOperator?: boolean] {
  if (/^[(（[【]$/.test(before) && /^[)）\]】]$/.test(after)) return [false, false]
  const spaceBefore = !before.trim()
  const spaceAfter = !after.trim()
  const cjkBefore = isCjk(before)
  const cjkAfter = isCjk(after)
  const punctuationBefore = PUNCTUATION.test(before)
  const punctuationAfter = PUNCTUATION.test(after)
  const left = !spaceAfter && (!punctuationAfter || cjkAfter || spaceBefore || punctuationBefore || cjkBefore)
  const right =
    !spaceBefore && (!punctuationBefore || cjkBefore || spaceAfter || punctuationAfter || cjkAfter)
  if (character === '_') {
    const isBlank = /[，。、；：！？）,.;:!?)]/.test(after)
    return [left && (!right || punctuationBefore) && !isBlank, right && (!left || punctuationAfter)]
  }
  const isDouble = character === '*' && length === 2
  const isFactor = FACTOR.test(before)
  const isBeforeNumber = /[0-9(]/.test(after)
  const isProduct = character === '*' && length === 1 && (isFactor || (isHan(before) && isBeforeNumber))
  const isPower = isDouble && isFactor && isBeforeNumber
  const isBehind = isDouble && punctuationBefore && !/[\p{Ps}\p{Pi}]/u.test(before)
  return [left, right || isBehind, isProduct || isPower]
}

/**
 * Reads the run from `at` to `end`, on the line of that number: `text` if it marks nothing, `open` if more text is needed to tell.
 * `settled` is what stands before the text, `final`: nothing follows it.
 */
export function readDelimiter(
  text: string,
  at: number,
  end: number,
  line: number,
  { before: settled, final }: { before: string; final: boolean },
): Delimiter | 'open' | 'text' {
  const character = text.charAt(at)
  const length = end - at
  if (end === text.length && length < MAX_MARK && !final) return 'open'
  // One `~` is a range, one `＊` a product, four `_` are a blank to fill in.
  const isText = character === '~' || character === '＊' ? length !== 2 : character === '_' && length > 3
  if (isText || length === MAX_MARK) return 'text'
  const above = (settled + text.slice(Math.max(0, at - LOOK), at)).slice(-LOOK)
  const behind = text.slice(end, end + LOOK_BEHIND)
  if (character === '_') {
    const number = foundIn(behind, NUMBER)
    // Before a brace it lowers an index, in TeX without any marker: `lim_{x→0}`.
    if (/[_{]$/.test(number) || BEHIND_NUMBER.test(above)) return 'text'
    if (number && !final) return 'open'
  }
  const before = lastCharacter(above)
  const after = characterAt(text, end)
  const isStar = character === '*'
  const isDouble = length === 2 && (isStar || character === '_')
  const isProduct = length === 1 && isStar && isHan(before) && isWordProduct(above, behind, final)
  // What a blank behind two stars is depends on what follows it.
  if (isProduct === undefined || (isDouble && after === ' ' && end + 1 === text.length && !final))
    return 'open'
  const [left, right, isOperator] = flanking(character, length, before, after)
  const isLoose = isDouble && before === ' ' && isBlankInside(isStar, text.charAt(at - 2), after)
  const isBeforeBlank = isDouble && isStar && after === ' ' && isCjk(characterAt(text, end + 1))
  return {
    kind: 'delimiter',
    at,
    sign: character,
    count: length,
    length,
    canOpen:
      (left && !isOperator && !isProduct) || (isBeforeBlank && /^[\n，。；：、！？）】]?$/.test(before)),
    canClose: right || isLoose,
    isBoth: left && right,
    isLoose,
    line: FACTOR.test(before) ? -1 : line,
    from: at,
    closes: [],
    opens: [],
    prior: undefined,
    next: undefined,
  }
}

/**
 * Whether the blank before two stars or `_` may stand inside of what they end, as models write it: `**答案： **B`. Only beside Chinese
 * or behind a colon, and two `_` only beside a colon, where no blank to fill in can be meant.
 */
function isBlankInside(isStar: boolean, first: string, after: string): boolean {
  if (/[:：]/.test(first)) return true
  return isStar ? isCjk(first) || isCjk(after) : isCjk(first) && /[:：]/.test(after)
}
