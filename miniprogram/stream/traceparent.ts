/**
 * The trace of an answer in W3C's form (Trace Context, version 00): the server's log, spans and jobs of this answer are found by
 * it. It follows from the request id, so that an answer which a later run of the program goes on with stays in its trace.
 */
export function traceparent(requestId: string): string {
  const words = [1, 2, 3, 4, 5, 6].map((seed) => hash(requestId, seed).toString(16).padStart(8, '0'))
  return `00-${words.slice(0, 4).join('')}-${words.slice(4).join('')}-01`
}

/** FNV-1a over 32 bits, and MurmurHash3's last steps, so that every bit of the text counts in every bit. */
function hash(text: string, seed: number): number {
  let state = 0x811c9dc5 ^ Math.imul(seed, 0x9e3779b1)
  for (let index = 0; index < text.length; index += 1) {
    state = Math.imul(state ^ text.charCodeAt(index), 0x01000193)
  }
  state = Math.imul(state ^ (state >>> 16), 0x85ebca6b)
  state = Math.imul(state ^ (state >>> 13), 0xc2b2ae35)
  return (state ^ (state >>> 16)) >>> 0
}
