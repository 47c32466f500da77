import { MAX_INLINE_SPAN } from '../limits'
import { type LinkPart, mayBeAddress, readLabel, readLinkTarget } from './link-parts'
import type { Bracket, Delimiter, Piece } from './pieces'
import { placed } from './scripts'

/** What `]` makes of its bracket: a link's target, nothing, or `open` if that depends on what follows. */
export type Closing = LinkPart | 'none' | 'open'

const PARTIAL_TARGET = /^\(\s*(?:<[^\n]*|[^\s<]\S*)?(?:\s+(?:["'(][\s\S]*)?)?$/

/** Whether `(…` may still become a link's target. */
function mayBeTarget(text: string, start: number, image: boolean): boolean {
  return (
    text.length - start < MAX_INLINE_SPAN &&
    PARTIAL_TARGET.test(text.slice(start)) &&
    (image || mayBeAddress(text.slice(start + 1).trimStart()))
  )
}

/**
 * Reads what follows the `]` at `position` that closes `opener`.
 * @param find where a label leads
 * @param final nothing follows the text
 */
export function closeBracket(
  text: string,
  opener: Bracket,
  position: number,
  final: boolean,
  find: (label: string) => string | undefined,
): Closing {
  const after = position + 1
  if (after === text.length && !final) return 'open'
  const target = readLinkTarget(text.slice(0, after + MAX_INLINE_SPAN), after, opener.image)
  if (target) return target
  if (!final && text.charAt(after) === '(' && mayBeTarget(text, after, opener.image)) return 'open'
  const label = readLabel(text, after)
  if (!label && !final && /^\[(?:[^\\[\]]|\\[\s\S]?){0,999}$/.test(text.slice(after, after + 1002))) {
    return 'open'
  }
  const own = text.slice(opener.at + (opener.image ? 2 : 1), position)
  const isLabel = !opener.hasBracket && own.length <= 999
  const url = find(label?.text || (isLabel ? own : ''))
  return url === undefined ? 'none' : { text: url, end: label ? label.end : after }
}

/** Notes an opening bracket: its place in the text and among the pieces, and the delimiter before it. */
export function pushBracket(
  brackets: Bracket[],
  image: boolean,
  at: number,
  place: number,
  before: Delimiter | undefined,
): Bracket {
  const outer = brackets[brackets.length - 1]
  if (outer) outer.hasBracket = true
  const bracket: Bracket = {
    kind: 'bracket',
    at,
    image,
    active: true,
    hasBracket: false,
    place,
    before,
    url: undefined,
  }
  brackets.push(bracket)
  return bracket
}

/** No link stands inside a link: the brackets around it are text. */
export function deactivate(brackets: readonly Bracket[]): void {
  for (let place = brackets.length - 1; place >= 0; place--) {
    const outer = brackets[place]
    if (!outer || outer.image) continue
    if (!outer.active) break
    outer.active = false
  }
}

/** The mark of a footnote, raised as in a book, before the note itself too: `[^1]`, and `[^1^]` as Kimi writes it. `at`: its place. */
export function footnote(text: string, at: number): Piece[] | '' | undefined {
  const number = /^\[\^(\d{1,3})\^?\]$/.exec(text)?.[1]
  return number && placed('sup', `[${number}]`, at)
}
