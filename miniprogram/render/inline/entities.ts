import { ENTITY_NAMES, GREEK_NAMES } from './entity-names'

let table: Map<string, string> | undefined

function names(): Map<string, string> {
  if (table) return table
  const known = new Map<string, string>()
  let named = ''
  ENTITY_NAMES.split(' ').forEach((word, place) => {
    if (place % 2) known.set(named, word)
    named = word
  })
  GREEK_NAMES.split(' ').forEach((name, place) => {
    known.set(name, String.fromCharCode(0x391 + place))
    known.set(name.toLowerCase(), String.fromCharCode(0x3b1 + place))
  })
  table = known
  return known
}

const REFERENCE = /&(?:#(x[\da-f]{1,6}|\d{1,7})|([a-z][a-z\d]{1,31}));/iy

/** Reads the character reference at `start`: its characters, and the place behind it. */
export function readEntity(text: string, start: number): { text: string; end: number } | undefined {
  REFERENCE.lastIndex = start
  const found = REFERENCE.exec(text)
  if (!found) return undefined
  const [whole, number, name] = found
  // `0x2f` is how JavaScript writes what is `x2f` here.
  const character = name ? names().get(name) : numbered(Number(`0${number}`))
  return character === undefined ? undefined : { text: character, end: start + whole.length }
}

function numbered(code: number): string {
  const isCharacter = code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff)
  return isCharacter ? String.fromCodePoint(code) : '\uFFFD'
}

/** Text with its backslash escapes and character references resolved (destinations, titles, info strings). */
export function unescapeText(text: string): string {
  return text.replace(
    /\\([!-/:-@[-`{-~])|&#?\w{1,31};/g,
    (whole, sign?: string) => sign ?? readEntity(whole, 0)?.text ?? whole,
  )
}
