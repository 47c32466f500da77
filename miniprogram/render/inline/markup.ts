import { HTML_TAG } from '../block/html-start'
import { MAX_INLINE_SPAN } from '../limits'
import { foundIn } from './characters'

const AUTOLINK = /^<[A-Za-z][A-Za-z0-9.+-]{1,31}:[^\s<>]*>/
const EMAIL = /^<[^\s<>@\\]+@[a-z0-9-]+(?:\.[a-z0-9-]+)*>/i
const HTML = new RegExp(
  `^(?:${HTML_TAG}|<!-->|<!--->|<!--[\\s\\S]*?-->|<[?][\\s\\S]*?[?]>|<![A-Za-z][^>]*>|<!\\[CDATA\\[[\\s\\S]*?\\]\\]>)`,
)

/** What stands between `<` and `>`. */
export interface Markup {
  kind: 'autolink' | 'html'
  at: number
  url: string
  text: string
  end: number
}

/** Reads an automatic link or an HTML tag at `start`. */
export function readMarkup(text: string, start: number): Markup | undefined {
  const rest = text.slice(start, start + MAX_INLINE_SPAN)
  const link = foundIn(rest, AUTOLINK)
  const marked = link || foundIn(rest, EMAIL) || foundIn(rest, HTML)
  if (!marked) return undefined
  const end = start + marked.length
  const address = marked.slice(1, -1)
  const found = { at: start, text: address, end }
  if (link) return { kind: 'autolink', url: address, ...found }
  return EMAIL.test(marked)
    ? { kind: 'autolink', url: `mailto:${address}`, ...found }
    : { kind: 'html', url: '', ...found, text: marked }
}

const MAY_BE_MARKUP =
  /^<(?:[!?]|[^\s<>]{0,600}$|[A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>]*$|\/?[A-Za-z][A-Za-z0-9-]*[\s/])/

/** Whether more text may still make markup of the `<` at `start`. */
export function mayBeMarkup(text: string, start: number): boolean {
  return text.length - start < MAX_INLINE_SPAN && MAY_BE_MARKUP.test(text.slice(start))
}

const LIKELY_MARKUP =
  /^<(?:\/?$|\/?[A-Za-z][A-Za-z0-9-]*$|[A-Za-z][\w+.-]*:[^\s<>]*$|[\w.+-]+@[\w.-]*$|\/?[A-Za-z][A-Za-z0-9-]*[\s/][\x20-\x7e]{0,100}$|[!?][\x20-\x7e]{0,100}$)/

/** Whether it looks like markup already, so that a reader had better not see it yet. */
export function isLikelyMarkup(text: string, start: number): boolean {
  return (
    text.startsWith('<!--', start) || (text.length - start < 200 && LIKELY_MARKUP.test(text.slice(start)))
  )
}
