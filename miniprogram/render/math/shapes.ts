import { isBlank, type Part, seen, signs, signText } from './parts'
import { isOperator, isRelation, opens } from './signs'

/** Whether it is a number. */
export function isNumber(parts: readonly Part[]): boolean {
  return /^\d[\d.]*$/.test(signs(parts))
}

/** Whether it is one letter or number: nothing behind it is taken for a part of it. */
export function isSingle(parts: readonly Part[]): boolean {
  const [only, ...more] = seen(parts)
  if (only?.kind === 'group' && more.length === 0) return isSingle(only.parts)
  return isNumber(parts) || (only?.kind === 'sign' && more.length === 0)
}

/** Whether no operator or relation stands in it but its own sign: where it ends is heard. */
export function isTerm(parts: readonly Part[]): boolean {
  return parts.every((part, at) => {
    if (part.kind === 'sign') return (!isOperator(part.text) || at === 0) && !isRelation(part.text)
    if (part.kind === 'group') return isTerm(part.parts)
    return part.kind !== 'fraction' && part.kind !== 'rows'
  })
}

/** Whether there is a fraction in it, at any depth. */
export function hasFraction(parts: readonly Part[]): boolean {
  return parts.some((part) => (part.kind === 'group' ? hasFraction(part.parts) : part.kind === 'fraction'))
}

/** Whether what stands before and behind a fraction cannot be taken for a part of it: it is no factor, and divides nothing. */
export function isApart(before: Part | undefined, rest: readonly Part[]): boolean {
  const begins = before?.kind === 'sign' ? opens(before.text) && !/^[÷/]$/.test(before.text) : isWords(before)
  return begins && isEnd(rest)
}

function isEnd(rest: readonly Part[]): boolean {
  const [behind] = seen(rest)
  if (behind?.kind !== 'sign') return isWords(behind) || behind?.kind === 'stacked'
  const { text } = behind
  // Behind a blank stands a condition.
  if (/^[(（]$/.test(text)) return rest[0]?.kind === 'blank'
  return isRelation(text) || (isOperator(text) && text !== '÷') || /^[)）\]}⟩,，;；。、:：∵∴…]$/.test(text)
}

function isWords(part: Part | undefined): boolean {
  return part === undefined || part.kind === 'text'
}

/** Whether it is a factor of a fraction that it stands before: a letter, a number, anything that is no name and no word. */
export function isFactor(before: Part | undefined): boolean {
  if (before?.kind === 'sign') return /^[\p{L}\d)）\]%°]$/u.test(before.text)
  return before !== undefined && before.kind !== 'text' && before.kind !== 'stacked'
}

/** What stands above it is no power: numbers of combinations, nuclides. */
export function isNoPower(base: Part | undefined): boolean {
  return base === undefined || /^[CAP]$/.test(signs([base]))
}

/** Whether something was reckoned before it, of which the values at two bounds are taken: `[F(x)]₀¹`. */
export function hasBounds(base: Part | undefined): boolean {
  if (base?.kind === 'fenced') return /^[\]|]$/.test(base.close)
  return /^[\]|]$/.test(signText(base))
}

/** Whether it is the rest of what stands before it: in a system of equations the columns part only terms. */
function goesOn(cell: readonly Part[]): boolean {
  const [first] = cell
  return first === undefined || (first.kind === 'sign' && (isOperator(first.text) || isRelation(first.text)))
}

/** Whether a row of cases says when it holds. */
export function hasCondition(row: readonly (readonly Part[])[]): boolean {
  const [, condition] = row.filter((cell) => !isBlank(cell))
  return condition !== undefined && !goesOn(condition)
}

/** What remainders are taken by: `mod 5`. */
export function isModulus(parts: readonly Part[]): boolean {
  const [first] = parts
  return signText(first) === 'mod'
}

/** Between strokes it has a length. */
export function isVector(part: Part): boolean {
  return part.kind === 'marked' && part.mark === 'vector'
}

/** Whether what stands above and below it, or beside it, are its bounds. */
export function hasLimits(sign: string): boolean {
  return /^(?:[∑∏⋃⋂]|lim)$/.test(sign)
}
