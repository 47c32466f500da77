import { MAX_INLINE_SPAN, MAX_REPAIRED } from '../limits'
import { isCjk, isHan } from './characters'
import type { Delimiter, Tag } from './pieces'

const PUNCTUATION = /[\p{P}\p{S}]/u
/** What a star behind it multiplies: letters, numbers with their indices and units, what stands in brackets. */
const FACTOR = /[A-Za-z0-9%)\]）\u00b2-\u03ff\u2032-\u2103]/

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

/** A run of `length` characters at `at`, between the characters `before` and `after` (empty: none). */
export function createDelimiter(
  character: string,
  length: number,
  at: number,
  before: string,
  after: string,
): Delimiter {
  const [left, right, isOperator] = flanking(character, length, before, after)
  return {
    kind: 'delimiter',
    at,
    character,
    count: length,
    length,
    canOpen: left && !isOperator,
    canClose: right,
    isBoth: left && right,
    chainStart: at,
    closes: [],
    opens: [],
    previous: undefined,
    next: undefined,
  }
}

/** The delimiter runs that are not settled yet, as a chain. */
export class DelimiterChain {
  last: Delimiter | undefined

  push(delimiter: Delimiter): void {
    delimiter.previous = this.last
    if (this.last) this.last.next = delimiter
    this.last = delimiter
  }

  private remove(delimiter: Delimiter): void {
    if (delimiter.previous) delimiter.previous.next = delimiter.next
    if (delimiter.next) delimiter.next.previous = delimiter.previous
    else this.last = delimiter.previous
  }

  /** Pairs the runs behind `bottom` (CommonMark's "process emphasis"). Runs that may still open stay in the chain. */
  pair(bottom: Delimiter | undefined): void {
    if (this.last === bottom) return
    const searched = new Map<string, Delimiter | undefined>()
    let closer = this.firstAbove(bottom)
    while (closer) {
      if (!closer.canClose) {
        closer = closer.next
        continue
      }
      const key = closer.character + (closer.isBoth ? closer.length % 3 : 'c') + (closer.length % 3)
      const opener = findOpener(closer, bottom, searched.has(key), searched.get(key))
      if (opener) {
        closer = this.join(opener, closer)
        continue
      }
      searched.set(key, closer.previous)
      const following: Delimiter | undefined = closer.next
      if (!closer.canOpen) this.remove(closer)
      closer = following
    }
  }

  /** Takes every run behind `bottom` out of the chain: nothing may pair with them any more. */
  dropAbove(bottom: Delimiter | undefined): void {
    this.last = bottom
    if (bottom) bottom.next = undefined
  }

  /** The runs that may still open, oldest first. */
  openers(from: number): Delimiter[] {
    const found: Delimiter[] = []
    for (let delimiter = this.last; delimiter && delimiter.at >= from; delimiter = delimiter.previous) {
      if (delimiter.canOpen && delimiter.count > 0) found.push(delimiter)
    }
    return found.reverse()
  }

  private firstAbove(bottom: Delimiter | undefined): Delimiter | undefined {
    if (bottom) return bottom.next
    let first = this.last
    while (first?.previous) first = first.previous
    return first
  }

  /** Makes a pair; answers the run to go on with. */
  private join(opener: Delimiter, closer: Delimiter): Delimiter | undefined {
    const isDouble = opener.count >= 2 && closer.count >= 2
    const tag: Tag = opener.character === '~' ? 'del' : isDouble ? 'strong' : 'em'
    const used = isDouble ? 2 : 1
    opener.count -= used
    closer.count -= used
    opener.opens.push(tag)
    closer.closes.push(tag)
    opener.next = closer
    closer.previous = opener
    closer.chainStart = Math.min(closer.chainStart, opener.chainStart)
    // Nothing settles inside of a chain: one that went on for ever would be read again with every delta.
    if (closer.at - closer.chainStart > MAX_INLINE_SPAN) closer.canOpen = false
    if (!opener.count) this.remove(opener)
    if (closer.count) return closer
    const following = closer.next
    this.remove(closer)
    return following
  }
}

function findOpener(
  closer: Delimiter,
  bottom: Delimiter | undefined,
  isSearched: boolean,
  searched: Delimiter | undefined,
): Delimiter | undefined {
  let opener = closer.previous
  while (opener && opener !== bottom && !(isSearched && opener === searched)) {
    if (closer.at - opener.at > MAX_INLINE_SPAN) return undefined
    if (opener.character === closer.character && opener.canOpen && !isOddPair(opener, closer)) return opener
    opener = opener.previous
  }
  return undefined
}

/** CommonMark's rule of three: `*foo**bar*`. */
function isOddPair(opener: Delimiter, closer: Delimiter): boolean {
  if (closer.character === '~') return false
  return (
    (closer.isBoth || opener.isBoth) && closer.length % 3 !== 0 && (opener.length + closer.length) % 3 === 0
  )
}

/** Shows half-open runs as if they were closed at the text's end, as far as a reader would expect it. */
export function repairEmphasis(openers: readonly Delimiter[]): void {
  for (const opener of openers.slice(0, MAX_REPAIRED)) {
    while (opener.count > 0) {
      const isDouble = opener.count >= 2
      opener.opens.push(opener.character === '~' ? 'del' : isDouble ? 'strong' : 'em')
      opener.count -= isDouble ? 2 : 1
    }
  }
}
