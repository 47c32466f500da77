import type { HtmlEnd } from './blocks'

const ATTRIBUTE = '(?:\\s+[a-z_:][a-z\\d:._-]*(?:\\s*=\\s*(?:[^"\'=<>`\\x00-\\x20]+|\'[^\']*\'|"[^"]*"))?)'

/** One opening or closing tag (CommonMark 6.6), for a pattern that takes letters in either case. */
export const HTML_TAG = `(?:<[a-z][a-z\\d-]*${ATTRIBUTE}*\\s*/?>|</[a-z][a-z\\d-]*\\s*>)`

/** Those of CommonMark's names that a text may have; the others (frames, menus, old ones) are not written any more. */
const BLOCK_NAMES =
  'article|blockquote|body|caption|col|colgroup|d[dlt]|details|div|figcaption|figure|h[1-6r]|head|html|li|main|ol|p|' +
  'section|summary|table|t(?:body|d|foot|h|head|r)|ul'

const UNTIL_BLANK: HtmlEnd = { blank: true, contains: undefined }
const until = (contains: RegExp): HtmlEnd => ({ blank: false, contains })

/** The seven beginnings of CommonMark 4.6, and how each ends. */
const STARTS: readonly (readonly [begins: RegExp, ends: HtmlEnd])[] = [
  [/^<(?:script|pre|textarea|style)(?:\s|>|$)/i, until(/<\/(?:script|pre|textarea|style)>/i)],
  [/^<!--/, until(/-->/)],
  [/^<\?/, until(/\?>/)],
  [/^<![A-Za-z]/, until(/>/)],
  [/^<!\[CDATA\[/, until(/\]\]>/)],
  // A table ends with its last tag too: a text may stand right below it.
  [/^<table(?:\s|>|$)/i, { blank: true, contains: /<\/table>/i }],
  [new RegExp(`^</?(?:${BLOCK_NAMES})(?:\\s|/?>|$)`, 'i'), UNTIL_BLANK],
]
/** With attributes that have a value, or none: `a<b and b>0` is a comparison. */
const STYLE_TAG =
  /^<\/?(?:br|su[bp]|[usbi]|strong|em|del|strike|code|kbd|ruby|r[pt]|font|span|center|small|mark)(?:\s+[a-z-]+\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'=<>]+))*\s*\/?>/i
const ALONE = new RegExp(`^${HTML_TAG}\\s*$`, 'i')

/** Whether a tag is only about the look of a text: it is part of a text and not shown itself. */
export function isStyleTag(tag: string): boolean {
  return STYLE_TAG.test(tag)
}

/** How the HTML block ends that begins with this line, if one does. */
export function htmlStart(line: string, insideParagraph: boolean): HtmlEnd | undefined {
  const start = STARTS.find(([begins]) => begins.test(line))
  if (start) return start[1]
  return !insideParagraph && ALONE.test(line) && !isStyleTag(line) ? UNTIL_BLANK : undefined
}
