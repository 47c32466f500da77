import { HTML_TAG } from '../block/html-start'
import { MAX_INLINE_SPAN } from '../limits'

const AUTOLINK = /^<([A-Za-z][A-Za-z0-9.+-]{1,31}:[^\s<>]*)>/
const EMAIL = /^<([^\s<>@\\]+@[a-z0-9-]+(?:\.[a-z0-9-]+)*)>/i
const HTML = new RegExp(
  `^(?:${HTML_TAG}|<!-->|<!--->|<!--[\\s\\S]*?-->|<[?][\\s\\S]*?[?]>|<![A-Za-z][^>]*>|<!\\[CDATA\\[[\\s\\S]*?\\]\\]>)`,
)

/** What stands between `<` and `>`. */
export interface Markup {
  kind: 'autolink' | 'html'
  url: string
  text: string
  end: number
}

/** Reads an automatic link or an HTML tag at `start`. */
export function readMarkup(text: string, start: number): Markup | undefined {
  const rest = text.slice(start, start + MAX_INLINE_SPAN)
  const link = AUTOLINK.exec(rest)
  if (link?.[1] !== undefined)
    return { kind: 'autolink', url: link[1], text: link[1], end: start + link[0].length }
  const email = EMAIL.exec(rest)
  if (email?.[1] !== undefined) {
    return { kind: 'autolink', url: `mailto:${email[1]}`, text: email[1], end: start + email[0].length }
  }
  const html = HTML.exec(rest)
  return html ? { kind: 'html', url: '', text: html[0], end: start + html[0].length } : undefined
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
