/** The tags that part a text: a table's lines, a list's items and what can be unfolded stand below each other, cells side by side. */
const PARTS =
  'p|div|article|main|section|details|summary|blockquote|figure|figcaption|h[1-6]|[uod]l|d[dt]|table|caption|t(?:head|body|foot|r)'
const START_TAG = new RegExp(`<(?:${PARTS}|t[dh])(?:\\s[^<>]*)?>`, 'gi')
const END_TAG = new RegExp(`</(?:${PARTS}|li)\\s*>|<hr\\s*/?>`, 'gi')
const ITEM_TAG = /<li(?:\s[^<>]*)?>/gi
const CELL_END = /<\/t[dh]\s*>\s*/gi

/** What stands in HTML's paragraphs and parts, as a text without their tags. */
export function markedText(html: string): string {
  return (
    html
      .replace(CELL_END, '\u3000')
      .replace(END_TAG, '\n')
      .replace(ITEM_TAG, '\n• ')
      .replace(START_TAG, '')
      // Not by a pattern: one goes over a long run of blanks again from each of them.
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '')
      .join('\n')
  )
}
