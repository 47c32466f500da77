import { type CustomTypesConfig, types } from 'pg'

/** PostgreSQL's types of whole numbers that may be too large for a number: `bigint`, which counts are too, and what sums of those are. */
const LARGE: readonly number[] = [types.builtins.INT8, types.builtins.NUMERIC]

/**
 * What a connection makes of PostgreSQL's values: numbers of numbers, as schema.ts says it and the embedded database does. The
 * driver alone gives the large types as texts, which TypeScript takes for numbers and `===`, `<` and `+` do not. A query
 * whose answer has a number that JavaScript cannot tell from its neighbours rejects with a `RangeError`: none is ever nearly right.
 */
export const numbersAsNumbers: CustomTypesConfig = {
  getTypeParser: (type, format = 'text') =>
    format === 'text' && LARGE.includes(type) ? exactNumber : types.getTypeParser(type, format),
}

function exactNumber(text: string): number {
  const number = Number(text)
  // Also of what is no number: PostgreSQL's `NaN` and `Infinity`.
  if (Math.abs(number) <= Number.MAX_SAFE_INTEGER) return number
  throw new RangeError(`PostgreSQL gave ${text}, which is more than a number can say exactly`)
}
