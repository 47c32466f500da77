import { type Part, seen, signText } from './parts'
import { opens } from './signs'

/**
 * Strokes in pairs are what stands between them: which of them opens is told by what stands before it. One that has no other
 * (`A|B`) stays a sign.
 */
export function withAbsoluteValues(parts: readonly Part[]): readonly Part[] {
  if (!parts.some((part) => isStroke(signAt(part)))) return parts
  const made: Part[] = []
  /** Where the brackets and strokes stand that are open. */
  const open: number[] = []
  for (const part of parts) {
    const sign = signAt(part)
    const from = open[open.length - 1]
    if (isStroke(sign) && from !== undefined && signAt(made[from]) === sign && !isOpening(made)) {
      open.pop()
      const [, ...inside] = made.splice(from)
      const value: Part = { kind: 'fenced', open: sign, parts: inside, close: sign }
      made.push(part.kind === 'scripts' ? { ...part, base: value } : value)
      continue
    }
    // One with an index says where something is taken, and opens nothing.
    if ((isStroke(sign) && part.kind === 'sign') || /^[([{（⟨]$/.test(sign)) open.push(made.length)
    else if (/^[)\]}）⟩]$/.test(sign)) {
      // A stroke that is open inside of brackets has no other.
      while (isStroke(signAt(made[open.pop() ?? -1])));
    }
    made.push(part)
  }
  return made
}

/** The sign that it is, with its index or power or without. */
function signAt(part: Part | undefined): string {
  if (part?.kind === 'scripts') return signAt(part.base)
  return signText(part)
}

function isStroke(sign: string): boolean {
  return sign === '|' || sign === '‖'
}

/** Whether nothing has been said that could end behind them. */
function isOpening(parts: readonly Part[]): boolean {
  const [last] = seen(parts).slice(-1)
  return last?.kind === 'sign' && opens(last.text)
}
