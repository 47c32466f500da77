/** How the text on the page follows the text of the stream: grow by `append`, or be `replace`d. */
export type TextChange = { kind: 'append'; delta: string } | { kind: 'replace' } | { kind: 'none' }

/** Tells what has to change on the page, given the text that is there already. */
export interface CatchingUp {
  /** The text that stands there now. */
  readonly text: string
  /** The stream grew by `delta` to `text`. */
  grew(delta: string, text: string): TextChange
  /** The stream's text is anew `text`. */
  replaced(text: string): TextChange
  /** The answer is complete: `text` is all of it, even if less stood there before. */
  completed(text: string): TextChange
}

/**
 * A retry replays an answer from its start. The partial answer stays on the page meanwhile, and nothing moves until the
 * replay is past it; where the two differ, the stream is right.
 */
export function createCatchingUp(kept: string): CatchingUp {
  let text = kept
  let behind = kept !== ''

  const replaced = (next: string): TextChange => {
    if (behind && next.length < text.length && text.startsWith(next)) return { kind: 'none' }
    behind = false
    if (next === text) return { kind: 'none' }
    const grown = next.startsWith(text)
    const delta = next.slice(text.length)
    text = next
    return grown ? { kind: 'append', delta } : { kind: 'replace' }
  }

  return {
    get text() {
      return text
    },
    grew(delta, next) {
      if (behind) return replaced(next)
      text = next
      return delta === '' ? { kind: 'none' } : { kind: 'append', delta }
    },
    replaced,
    completed(whole) {
      behind = false
      return replaced(whole)
    },
  }
}
