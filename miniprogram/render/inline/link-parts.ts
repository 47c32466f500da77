import { MAX_INLINE_SPAN } from '../limits'
import { foundIn } from './characters'
import { unescapeText } from './entities'

/** A part of a link that was read, and the place behind it. */
export interface LinkPart {
  text: string
  end: number
}

const ADDRESS =
  /^(?:$|[<#/]|\.\.?(?:$|\/)|[a-z][a-z0-9+.-]*(?::?\/?$|:\/\/)|(?:mailto|tel|data|javascript):)/i

/**
 * Whether a text begins as an address does: with a scheme, `/`, `./`, `#` or `<`; at its end it may still become one. A
 * word is no address: `[0,1](含端点)` is an interval, `a[1](2)` is code, and `[答案]: B` is an answer.
 */
export function mayBeAddress(text: string): boolean {
  return ADDRESS.test(text)
}

/** Reads a link's destination (CommonMark 6.3); undefined if there is none at `start`. */
export function readDestination(text: string, start: number): LinkPart | undefined {
  if (text.charAt(start) === '<') {
    for (let position = start + 1; position < text.length; position++) {
      const character = text.charAt(position)
      if (character === '\n' || character === '<') return undefined
      if (character === '\\') position++
      else if (character === '>')
        return { text: unescapeText(text.slice(start + 1, position)), end: position + 1 }
    }
    return undefined
  }
  let depth = 0
  let position = start
  const last = Math.min(text.length, start + MAX_INLINE_SPAN)
  for (; position < last; position++) {
    const code = text.charCodeAt(position)
    if (code === 92 && /[!-/:-@[-`{-~]/.test(text.charAt(position + 1))) position++
    else if (code === 40) {
      if (++depth > 32) return undefined
    } else if (code === 41) {
      if (depth-- === 0) break
    } else if (code <= 32 || code === 127) break
  }
  if (depth > 0) return undefined
  return { text: unescapeText(text.slice(start, position)), end: position }
}

/** The place behind a link's title and its quotes. Nothing on a phone shows what it says. */
export function titleEnd(text: string, start: number): number | undefined {
  const opener = text.charAt(start)
  const closer = opener === '(' ? ')' : opener
  if (opener !== '"' && opener !== "'" && opener !== '(') return undefined
  const last = Math.min(text.length, start + MAX_INLINE_SPAN)
  for (let position = start + 1; position < last; position++) {
    const character = text.charAt(position)
    if (character === '\\') position++
    else if (character === closer) return position + 1
    else if (character === '(' && opener === '(') return undefined
  }
  return undefined
}

/** The place behind spaces and at most one line end. */
export function skipSpace(text: string, start: number): number {
  let position = start
  let lines = 0
  for (; position < text.length; position++) {
    const character = text.charAt(position)
    if (character === '\n') {
      if (++lines > 1) break
    } else if (character !== ' ' && character !== '\t') break
  }
  return position
}

/** The destination of `(…)` behind a link's or an image's text; `end` is the place behind the bracket. */
export function readLinkTarget(text: string, start: number, image: boolean): LinkPart | undefined {
  if (text.charAt(start) !== '(') return undefined
  const place = skipSpace(text, start + 1)
  const destination = readDestination(text, place)
  if (!destination || !(image || mayBeAddress(`${text.slice(place, destination.end)} `))) return undefined
  let position = skipSpace(text, destination.end)
  const titled = position > destination.end ? titleEnd(text, position) : undefined
  if (titled !== undefined) position = skipSpace(text, titled)
  return text.charAt(position) === ')' ? { text: destination.text, end: position + 1 } : undefined
}

/** Reads `[label]`: its text, and the place behind the bracket. */
export function readLabel(text: string, start: number): LinkPart | undefined {
  const found = foundIn(text.slice(start, start + 1001), /^\[(?:[^\\[\]]|\\[\s\S]){0,999}\]/)
  return found ? { text: found.slice(1, -1), end: start + found.length } : undefined
}
