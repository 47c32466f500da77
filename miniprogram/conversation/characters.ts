/** The first `most` characters of a text, as the server counts them (docs/protocol.md, From the client): no surrogate pair is two, or cut in two. */
export function first(text: string, most: number): string {
  return text.length <= most ? text : Array.from(text).slice(0, most).join('')
}

/** How many characters a text has beyond `most`; 0 for none. */
export function beyond(text: string, most: number): number {
  return text.length <= most ? 0 : Math.max(0, Array.from(text).length - most)
}
