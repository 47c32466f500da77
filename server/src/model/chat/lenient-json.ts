/** A whole text in quotes, a number that JSON has not, or a character that must not stand bare in a text. */
const FORBIDDEN = /"(?:[^"\\]|\\[\s\S])*"|-?\b(?:NaN|Infinity)\b/g

/** Parses JSON as gateways write it: line breaks inside of texts and Python's `NaN` are taken. `undefined` where it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return parseMended(text)
  }
}

function parseMended(text: string): unknown {
  const mended = text.replace(FORBIDDEN, (found) => (found.startsWith('"') ? escaped(found) : 'null'))
  if (mended === text) return undefined
  try {
    return JSON.parse(mended)
  } catch {
    return undefined
  }
}

function escaped(quoted: string): string {
  return [...quoted].map((character) => (character < ' ' ? escapeControl(character) : character)).join('')
}

function escapeControl(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}
