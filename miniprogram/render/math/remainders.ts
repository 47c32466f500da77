import { type Part, seen, signText } from './parts'

/**
 * Dots in a row are said once; before what is left over from a division (`17÷5=3……2`) they are 余: two between two numbers, or any
 * where something was divided.
 */
export function withRemainders(parts: readonly Part[]): readonly Part[] {
  const made: Part[] = []
  for (let at = 0; at < parts.length; ) {
    const length = dotsFrom(parts, at)
    if (length === 0) made.push(...parts.slice(at, at + 1))
    else {
      const isDivided = made.some((part) => part.kind === 'sign' && part.text === '÷')
      const isLeft = (isDivided || length > 1) && endsNumber(made) && startsNumber(parts.slice(at + length))
      made.push(isLeft ? { kind: 'text', text: '余' } : { kind: 'sign', text: '…' })
    }
    at += Math.max(1, length)
  }
  return made
}

/** How many parts from there are dots: signs of dots, or three points and more. */
function dotsFrom(parts: readonly Part[], from: number): number {
  const points = lengthOf(parts, from, /^\.$/)
  return points > 2 ? points : lengthOf(parts, from, /^[…⋯]$/)
}

function lengthOf(parts: readonly Part[], from: number, signs: RegExp): number {
  let end = from
  for (let part = parts[end]; signs.test(signText(part)); part = parts[++end]);
  return end - from
}

/** Whether the last thing is a number, or its unit. */
function endsNumber(parts: readonly Part[]): boolean {
  const [last] = seen(parts).slice(-1)
  return last !== undefined && (last.kind !== 'sign' || /^[\da-z)）]$/i.test(last.text))
}

function startsNumber(parts: readonly Part[]): boolean {
  const [next] = seen(parts)
  return /^[\da-z]$/i.test(signText(next))
}
