import { first } from './characters'

/** Stands in the place of what was cut off, as a paragraph of its own. */
const MORE = '\n\n……'
/** A finer end is taken only where more than so many times as much is kept by it. */
const MUCH_MORE = 2

/**
 * The beginning of an answer's Markdown, in `most` characters with the line that says that it goes on; all of it where it is
 * short enough. It ends with a whole block, or, where that keeps little, as one block is nearly all of the answer, with a line,
 * a sentence, a character; never inside of a formula.
 */
export function beginningOf(markdown: string, most: number): string {
  const text = markdown.trimEnd()
  if (first(text, most) === text) return text
  const room = most - MORE.length
  const fitting = first(text, room)
  const wholes = wholesOf(text)
  const around = (at: number): Whole | undefined => wholes.find(({ from, to }) => from < at && at < to)
  const cut = (at: number): string | undefined =>
    around(at) === undefined ? text.slice(0, at).trimEnd() : undefined
  // Code may end with any of its lines, but it has to end.
  const cutLine = (at: number): string | undefined => {
    const codeEnd = around(at)?.codeEnd
    if (codeEnd === undefined) return cut(at)
    const closed = text.slice(0, at).trimEnd() + codeEnd
    return first(closed, room) === closed ? closed : undefined
  }
  const lines = endsOf(text, /\n/g, fitting.length + 1).map((end) => end - 1)
  const blocks = lines.filter((at) => /^\n[ \t\r>]*\n/.test(text.slice(at)))
  const sentences = endsOf(text, /[。！？；!?;]/g, fitting.length)
  const kinds = [
    lastOf(blocks, cut),
    lastOf(lines, cutLine),
    lastOf(sentences, cut),
    cut(around(fitting.length)?.from ?? fitting.length) ?? '',
  ]
  const kept = kinds.reduce((best, finer) => (finer.length > best.length * MUCH_MORE ? finer : best))
  return kept === '' ? MORE.trim() : kept + MORE
}

/** The places behind each match, up to `last`. */
function endsOf(text: string, sign: RegExp, last: number): number[] {
  const ends: number[] = []
  for (let found = sign.exec(text); found !== null && sign.lastIndex <= last; found = sign.exec(text))
    ends.push(sign.lastIndex)
  return ends
}

/** What the last of the places gives that gives anything. */
function lastOf(places: readonly number[], give: (at: number) => string | undefined): string {
  for (const at of [...places].reverse()) {
    const given = give(at)
    if (given !== undefined) return given
  }
  return ''
}

/** A part of a text that is nothing when it is cut: a formula, or code. */
interface Whole {
  readonly from: number
  readonly to: number
  /** What ends a block of code that is cut, on a line of its own. */
  readonly codeEnd: string | undefined
}

/** Formulas and code from the beginning of a text to its end; what has no end goes on to that of the text. */
function wholesOf(text: string): Whole[] {
  const wholes: Whole[] = []
  const opener =
    /^([ \t>]*(?:(?:[-*+]|\d+[.)])[ \t]+)?)(`{3,}(?=[^`\n]*$)|~{3,})|\$\$|\\\[|\\\(|\\begin\{[a-z]+\*?\}|\\[\s\S]|`[^`\n]+`|\$/gm
  for (let found = opener.exec(text); found !== null; found = opener.exec(text)) {
    const [begun, before = '', fence] = found
    const to =
      fence === undefined ? endOf(text, opener.lastIndex, begun) : endOfCode(text, opener.lastIndex, fence)
    // Below an item of a list its code ends where it began, without the item's own sign.
    const codeEnd = fence === undefined ? undefined : `\n${before.replace(/[^\s>]/g, ' ')}${fence}`
    wholes.push({ from: found.index, to, codeEnd })
    opener.lastIndex = to
  }
  return wholes
}

/** An inline formula behind its first dollar: on the lines of one paragraph. */
const INLINE = /^((?:\\[\s\S]|[^$\\\n]|\n(?![ \t\r]*\n)){1,1000})\$/

/** Where ends what begins with `begun`, which stands before `from`; there where that begins nothing. */
function endOf(text: string, from: number, begun: string): number {
  if (begun === '$') {
    const content = INLINE.exec(text.slice(from, from + 1002))?.[1]
    return content === undefined || isProse(content) ? from : from + content.length + 1
  }
  const closer = closerOf(begun)
  if (closer === undefined) return from
  const end = text.indexOf(closer, from)
  return end < 0 ? text.length : end + closer.length
}

/** What ends a formula; an escaped sign and a span of code have ended already. */
function closerOf(begun: string): string | undefined {
  if (begun === '$$') return begun
  if (begun === '\\[') return '\\]'
  if (begun === '\\(') return '\\)'
  return begun.startsWith('\\begin') ? begun.replace('begin', 'end') : undefined
}

/** Between the dollars of two prices. */
function isProse(content: string): boolean {
  return /[\u3400-\u9fff]/.test(content) && !/[\\^_{=+*/<>-]/.test(content)
}

function endOfCode(text: string, from: number, fence: string): number {
  const end = new RegExp(`\\n[ \\t>]*${fence}[\`~]*[ \\t\\r]*(?=\\n|$)`).exec(text.slice(from))
  return end === null ? text.length : from + end.index + end[0].length
}
