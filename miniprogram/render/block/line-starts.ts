import { foundIn, runLength } from '../inline/characters'
import { findMarker, formulaCloser, hasContent } from '../inline/formula'
import { MAX_MARKER_LINE } from '../limits'
import type { Fence } from './blocks'
import type { LineCursor } from './line-cursor'

/**
 * Reads `# ` to `###### `: the level, or 0. The cursor then stands at the heading's text. `##标题` and `###1. 计算` are some
 * too: models write them; `#标题` may be a topic, and `##a` anything.
 */
export function readHeading(cursor: LineCursor): number {
  if (cursor.next !== '#') return 0
  const line = cursor.ahead
  const level = runLength(line, 0)
  const following = line.charAt(level)
  const isHeading =
    /^[ \t]?$/.test(following) || (level > 1 && (/[A-Z0-9$*\\([`]/.test(following) || following > '\x7f'))
  if (level > 6 || !isHeading) return 0
  cursor.toNext()
  cursor.advance(level)
  cursor.toNext()
  return level
}

/** Reads the opening line of a fenced code block. */
export function readFence(cursor: LineCursor): (Fence & { info: string }) | undefined {
  const line = cursor.ahead
  if (line.length > MAX_MARKER_LINE) return undefined
  const run = foundIn(line, /^`{3,}(?=[^`]*$)|^~{3,}/)
  if (!run) return undefined
  const info = line.slice(run.length).trim()
  return { marker: run.charAt(0), length: run.length, offset: cursor.indent, info }
}

/** Whether the line closes the fence. */
export function closesFence(cursor: LineCursor, fence: Fence): boolean {
  if (cursor.indent > 3 || cursor.next !== fence.marker) return false
  const line = cursor.ahead
  if (line.length > MAX_MARKER_LINE) return false
  return foundIn(line, /^(?:`+|~+)(?=[ \t]*$)/).length >= fence.length
}

/** The level of a setext underline: 1 for `=`, 2 for `-`, else 0. */
export function setextLevel(cursor: LineCursor): number {
  const line = cursor.ahead
  if (line.length > MAX_MARKER_LINE) return 0
  if (/^=+[ \t]*$/.test(line)) return 1
  return /^-+[ \t]*$/.test(line) ? 2 : 0
}

/** Whether the line is a thematic break. */
export function isRule(cursor: LineCursor): boolean {
  const line = cursor.ahead
  return line.length <= MAX_MARKER_LINE && /^([-*_])(?:[ \t]*\1){2,}[ \t]*$/.test(line)
}

/** The opening of a displayed formula. `closed`: it also ends on this line, with nothing behind it. */
export interface FormulaStart {
  /** `$$`, `\[`, or `\begin{…}` */
  opener: string
  closed: boolean
  text: string
}

/** Reads the opening line of a displayed formula: `$$`, `\[` or `\begin{…}`. */
export function readFormulaStart(cursor: LineCursor): FormulaStart | undefined {
  const line = cursor.ahead
  const opener = foundIn(line, /^(?:\$\$|\\\[|\\begin\{[a-z]+\*?\})/)
  if (!opener || line.length > MAX_MARKER_LINE) return undefined
  const closer = formulaCloser(opener)
  const rest = line.slice(opener.length)
  const end = findMarker(rest, closer, 0)
  if (end >= 0) {
    const text = rest.slice(0, end).trim()
    return text && !rest.slice(end + closer.length).trim() && hasContent(text)
      ? { opener, closed: true, text }
      : undefined
  }
  // `\[` may also be an escaped bracket: only where a formula's author would break the line or go on in TeX.
  if (opener === '\\[' && rest.trim() && !/^[ \t\\]/.test(rest)) return undefined
  return { opener, closed: false, text: rest.trim() }
}

/** A list item's marker. */
export interface ListMarker {
  /** `-`, `+`, `*`, `.` or `)`. */
  marker: string
  /** The digits of an ordered item's number, else empty. */
  number: string
  /** Columns that the item's content is indented by. */
  indent: number
}

/** Reads a list marker; the cursor then stands at the item's content. */
export function readListMarker(cursor: LineCursor, insideParagraph: boolean): ListMarker | undefined {
  const line = cursor.ahead
  const found = /^(?:[-+*]|(\d{1,9})([.)]))(?=[ \t]|$)/.exec(line)
  if (!found) return undefined
  const width = found[0].length
  const digits = found[1]
  if (insideParagraph && (!line.slice(width).trim() || (digits !== undefined && Number(digits) !== 1)))
    return undefined
  const offset = cursor.indent
  cursor.toNext()
  cursor.advance(width)
  const space = cursor.indent
  const isCode = space >= 5
  const padding = cursor.blank || isCode ? 1 : space
  if (!cursor.blank) cursor.skip(padding)
  return {
    marker: found[2] ?? found[0],
    number: digits ?? '',
    indent: offset + width + padding,
  }
}
