import { MAX_INLINE_SPAN } from '../limits'
import { characterAt, foundIn, isCjk, trimEnd } from './characters'

/** Characters within a pair of brackets that belong to an address. */
const MAX_BRACKETED = 99
/** How an address begins, whole or in part, at a text's end and not inside a word. */
const BEGINNING = /(?:^|[^a-z0-9])(h(?:t(?:t(?:p(?:s?(?::\/{0,2})?)?)?)?)?)$/i

/**
 * Finds the first address without any markup in `plain`, which stands at `from`: its place and its characters, none if more
 * text is needed to tell. `before` is what stands before the text; `final`: nothing follows it.
 */
export function findBareLink(
  text: string,
  from: number,
  plain: string,
  before: string,
  final: boolean,
): { at: number; url: string } | undefined {
  let end = 0
  do {
    const colon = plain.indexOf('://', end)
    end = colon < 0 ? plain.length : colon + 3
    if (!'htpsHTPS:/'.includes(plain.charAt(end - 1))) continue
    const scheme = BEGINNING.exec(plain.slice(Math.max(0, end - 9), end))?.[1]
    if (!scheme) continue
    const at = from + end - scheme.length
    if (at === from && /[a-z0-9]$/i.test(from > 0 ? text.charAt(from - 1) : before)) continue
    const url = addressAtStart(text.slice(at, at + MAX_INLINE_SPAN))
    if (!final && at + (url ?? scheme).length === text.length) return { at, url: '' }
    if (url) return { at, url: trimEnd(url, '?!.,:;_~') }
  } while (end < plain.length)
  return undefined
}

/** The address that `text` begins with, brackets in pairs; a pair at the text's end may be open. */
function addressAtStart(text: string): string | undefined {
  let end = foundIn(text, /^https?:\/\/[a-z0-9]/i).length
  if (end === 0) return undefined
  let next: number | undefined = end
  while (next !== undefined) {
    end = next
    next = text.charAt(end) === '(' ? bracketsEnd(text, end) : partEnd(text, end)
  }
  return text.slice(0, end)
}

/** Behind the part of an address at `position`; none where the address ends. */
function partEnd(text: string, position: number): number | undefined {
  const character = characterAt(text, position)
  // Blanks, brackets, quotes and stars are no part of one, nor is a Chinese character.
  return character === '' || /[\s<>"'`*|\\()[\]]/.test(character) || isCjk(character)
    ? undefined
    : position + character.length
}

/** Behind the brackets that open at `position`; none where they do not belong to an address. */
function bracketsEnd(text: string, position: number): number | undefined {
  let end = position + 1
  for (let count = 0; count <= MAX_BRACKETED; count++) {
    if (end === text.length) return end
    if (text.charAt(end) === ')') return end + 1
    const next = partEnd(text, end)
    if (next === undefined) return undefined
    end = next
  }
  return undefined
}
