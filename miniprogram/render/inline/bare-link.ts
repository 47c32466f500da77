import { MAX_INLINE_SPAN } from '../limits'
import { CJK, trimEnd } from './characters'

/** What an address may go on with: not a bracket, a quote, a star or a Chinese character. */
const PART = `[^\\s<>"'\`*|\\\\()[\\]${CJK.source.slice(1, -1)}]`
const LINK = new RegExp(`^https?://[a-z0-9](?:${PART}|\\(${PART}{0,99}(?:\\)|$))*`, 'iu')
/** How an address begins, whole or in part, at a text's end and not inside a word. */
const BEGINNING = /(?:^|[^a-z0-9])(h(?:t(?:t(?:p(?:s?(?::\/{0,2})?)?)?)?)?)$/i

/**
 * Finds the first address without any markup in `plain`, which stands at `from`: its place and its characters, none if more
 * text is needed to tell. `before` is the character before the text; `final`: nothing follows it.
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
    if (at === from && /[a-z0-9]/i.test(from > 0 ? text.charAt(from - 1) : before)) continue
    const url = LINK.exec(text.slice(at, at + MAX_INLINE_SPAN))?.[0]
    if (!final && at + (url ?? scheme).length === text.length) return { at, url: '' }
    if (url) return { at, url: trimEnd(url, '?!.,:;_~') }
  } while (end < plain.length)
  return undefined
}
