import { foundIn } from '../inline/characters'
import { MAX_CONTAINER_DEPTH, MAX_MARKER_LINE } from '../limits'
import type { Leaf } from './blocks'
import { goesOnFormula, mayGoOn } from './calculation'
import { isStyleTag } from './html-start'
import { isSolution } from './indented'

const SPACE = /[ \t]/

/**
 * What the character at `position` makes of the line: `more` characters are needed, it is `text`
 * whatever follows, or a container's marker ends at the number.
 */
function readStart(line: string, position: number): 'more' | 'text' | number {
  const character = line.charAt(position)
  const rest = line.slice(position)
  switch (character) {
    case '>':
      return position + 1
    case '-':
    case '+':
    case '*':
    case '_':
    case '=':
      return readBullet(rest, position)
    case ':':
    case '|':
      return /^[-:| \t]*$/.test(rest) ? 'more' : 'text'
    case '#':
      return /^#{1,6}(?:[ \t]+(?:#+[ \t]*)?)?$/.test(rest) ? 'more' : 'text'
    case '`':
    case '~':
      return /^(?:`+$|~+$|```|~~~)/.test(rest) ? 'more' : 'text'
    case '<':
      return isStyleTag(rest) ? 'text' : 'more'
    case '$':
      return rest.length === 1 || rest.charAt(1) === '$' ? 'more' : 'text'
    case '\\':
      return rest.startsWith('\\[') || '\\begin{'.startsWith(rest.slice(0, 7)) ? 'more' : 'text'
    default:
      return character >= '0' && character <= '9' ? readNumber(rest, position) : 'text'
  }
}

function readBullet(rest: string, position: number): 'more' | 'text' | number {
  if (rest.length === 1 || /^(?:-[-:| \t]*|[*_= \t]*)$/.test(rest)) return 'more'
  return /^[-+*][ \t]/.test(rest) ? position + 1 : 'text'
}

function readNumber(rest: string, position: number): 'more' | 'text' | number {
  if (/^\d{10}/.test(rest)) return 'text'
  if (/^\d+[.)]?$/.test(rest)) return 'more'
  const marker = foundIn(rest, /^\d+[.)](?=[ \t])/)
  return marker ? position + marker.length : 'text'
}

/**
 * Whether the beginning of an unfinished line settles which blocks the line is part of, so that what
 * follows on the line is only more text of its leaf. Where it says no, nothing of the line is shown yet.
 */
export function isLineDecided(line: string, leaf: Leaf | undefined): boolean {
  const kind = leaf?.kind
  if (kind === 'html' || kind === 'math' || kind === 'table') return false
  if (leaf?.fence) {
    if (leaf.path.length === 1) return /^[ \t]*[^ \t`~]/.test(line)
    if (line.length <= MAX_MARKER_LINE && !/^[ \t>]*[^ \t>`~]/.test(line)) return false
  }
  let position = 0
  for (let markers = 0; ; markers++) {
    const from = position
    while (SPACE.test(line.charAt(position))) position++
    if (position === line.length) return false
    const isShort = line.length - position <= MAX_MARKER_LINE
    const rest = isShort ? line.slice(position) : ''
    // What is indented is code unless it is a solution, and a sign goes on a calculation unless words follow.
    const isIndented = position - from >= 4 || line.slice(from, position).includes('\t')
    if (
      isShort &&
      isIndented &&
      (markers > 0 || kind !== 'paragraph') &&
      !leaf?.fence &&
      !isSolution(rest, false)
    )
      return false
    const above = markers ? 'calculation' : kind === 'paragraph' && leaf ? leaf.reckoning : 'none'
    if (isShort && (mayGoOn(rest, above) || (!markers && goesOnFormula(rest, leaf?.unclosed ?? ''))))
      return false
    const start = readStart(line, position)
    if (start === 'more') return line.trimEnd().length - position > MAX_MARKER_LINE
    // Deeper than that a marker is text too.
    if (start === 'text' || markers > MAX_CONTAINER_DEPTH) return true
    position = start
  }
}
