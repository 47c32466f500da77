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

const REFERENCE = /&(?:#[xX]([0-9a-fA-F]{1,6})|#([0-9]{1,7})|([A-Za-z][A-Za-z0-9]{1,31}));/y

/** Reads the character reference at `start`: its characters, and the place behind it. */
export function readEntity(text: string, start: number): { text: string; end: number } | undefined {
  REFERENCE.lastIndex = start
  const found = REFERENCE.exec(text)
  if (!found) return undefined
  const [whole, hexadecimal, decimal, name] = found
  const character =
    name !== undefined
      ? names().get(name)
      : numbered(hexadecimal !== undefined ? Number.parseInt(hexadecimal, 16) : Number(decimal))
  return character === undefined ? undefined : { text: character, end: start + whole.length }
}

function numbered(code: number): string {
  const isCharacter = code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff)
  return isCharacter ? String.fromCodePoint(code) : '\uFFFD'
}

/** Text with its backslash escapes and character references resolved (destinations, titles, info strings). */
export function unescapeText(text: string): string {
  if (!/[\\&]/.test(text)) return text
  let result = ''
  for (let position = 0; position < text.length; position++) {
    const character = text.charAt(position)
    if (character === '\\' && /[!-/:-@[-`{-~]/.test(text.charAt(position + 1))) {
      result += text.charAt(++position)
      continue
    }
    const entity = character === '&' ? readEntity(text, position) : undefined
    result += entity ? entity.text : character
    if (entity) position = entity.end - 1
  }
  return result
}
