import { HTML_TAG } from '../block/html-start'
import { MAX_INLINE_SPAN } from '../limits'
import { foundIn } from './characters'

const AUTOLINK = /^<[a-z][a-z\d.+-]{1,31}:[^\s<>]*>/i
const EMAIL = /^<[^\s<>@\\]+@[a-z0-9-]+(?:\.[a-z0-9-]+)*>/i
const HTML = new RegExp(
  `^(?:${HTML_TAG}|<!-->|<!--->|<!--[\\s\\S]*?-->|<[?][\\s\\S]*?[?]>|<![a-z][^>]*>|<!\\[CDATA\\[[\\s\\S]*?\\]\\]>)`,
  'i',
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
  const mail = foundIn(rest, EMAIL)
  const marked = link || mail || foundIn(rest, HTML)
  if (!marked) return undefined
  const end = start + marked.length
  const address = marked.slice(1, -1)
  const url = link ? address : mail && `mailto:${address}`
  return url
    ? { kind: 'autolink', at: start, url, text: address, end }
    : { kind: 'html', at: start, url, text: marked, end }
}

const MAY_BE_MARKUP = /^<(?:[!?]|[^\s<>]{0,600}$|[a-z][a-z\d+.-]{1,31}:[^\s<>]*$|\/?[a-z][a-z\d-]*[\s/])/i

/** Whether more text may still make markup of the `<` at `start`. */
export function mayBeMarkup(text: string, start: number): boolean {
  return text.length - start < MAX_INLINE_SPAN && MAY_BE_MARKUP.test(text.slice(start))
}

const LIKELY_MARKUP =
  /^<(?:\/?$|\/?[a-z][a-z\d-]*$|[a-z][\w+.-]*:[^\s<>]*$|[\w.+-]+@[\w.-]*$|(?:\/?[a-z][a-z\d-]*[\s/]|[!?])[ -~]{0,100}$)/i

/** Whether it looks like markup already, so that a reader had better not see it yet. */
export function isLikelyMarkup(text: string, start: number): boolean {
  return (
    text.startsWith('<!--', start) || (text.length - start < 200 && LIKELY_MARKUP.test(text.slice(start)))
  )
}
