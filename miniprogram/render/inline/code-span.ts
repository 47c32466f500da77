import { MAX_INLINE_SPAN, MAX_MARK } from '../limits'
import { runLength } from './characters'

/**
 * What begins with a run of backticks: a span that ends at `end`; a span whose closing run has not come yet; only text up to
 * `end`; or nothing that could be told yet.
 */
export type CodeSpan =
  | { kind: 'code'; content: string; end: number }
  | { kind: 'open'; content: string }
  | { kind: 'text'; end: number }
  | { kind: 'unknown' }

/** Reads the code span at `start`. `final`: nothing follows the text. */
export function readCodeSpan(text: string, start: number, final: boolean): CodeSpan {
  const opening = runLength(text, start)
  const inside = start + opening
  if (opening === MAX_MARK) return { kind: 'text', end: inside }
  if (inside === text.length && !final) return { kind: 'unknown' }
  for (let close = text.indexOf('`', inside); close >= 0; close = text.indexOf('`', close)) {
    if (close - start > MAX_INLINE_SPAN) break
    const closing = runLength(text, close)
    // A run at the very end may still grow.
    if (close + closing === text.length && closing < MAX_MARK && !final)
      return openSpan(text.slice(inside, close))
    if (closing === opening) {
      return {
        kind: 'code',
        content: trimOne(text.slice(inside, close).replace(/\n/g, ' ')),
        end: close + closing,
      }
    }
    close += closing
  }
  const mayClose = !final && text.length - start <= MAX_INLINE_SPAN
  return mayClose ? openSpan(text.slice(inside)) : { kind: 'text', end: inside }
}

function openSpan(content: string): CodeSpan {
  return { kind: 'open', content: content.replace(/\n/g, ' ').replace(/^ /, '').trimEnd() }
}

/** One space at each side goes if both are there and there is more than spaces. */
function trimOne(content: string): string {
  const isPadded = content.startsWith(' ') && content.endsWith(' ') && content.trim() !== ''
  return isPadded ? content.slice(1, -1) : content
}
