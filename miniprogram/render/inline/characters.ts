/** How often the character at `position` is repeated. */
export function runLength(text: string, position: number): number {
  const character = text.charAt(position)
  let end = position
  while (text.charAt(end) === character) end++
  return end - position
}

/** The whole character that ends before `position`. */
export function characterBefore(text: string, position: number): string {
  const code = text.charCodeAt(position - 1)
  return code >= 0xdc00 && code <= 0xdfff
    ? text.slice(Math.max(0, position - 2), position)
    : text.charAt(position - 1)
}

/** The whole character at `position`; empty at the text's end. */
export function characterAt(text: string, position: number): string {
  const code = text.codePointAt(position)
  return code === undefined ? '' : String.fromCodePoint(code)
}
