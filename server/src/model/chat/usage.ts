import type { Usage } from '../../../../typings/protocol'
import { fieldsOf, isFields } from './text-fields'

/** More tokens than any context holds: a vendor that says more has said nothing. */
const MOST_TOKENS = 10_000_000

/** The usage that a vendor tells, each number by itself; `undefined` where it tells none. What is no count is 0. */
export function readUsage(value: unknown): Usage | undefined {
  if (!isFields(value)) return undefined
  const given = fieldsOf(value)
  const prompt = count(given.prompt_tokens) ?? count(given.input_tokens)
  const completion = count(given.completion_tokens) ?? count(given.output_tokens)
  const total = count(given.total_tokens)
  if (prompt === undefined && completion === undefined && total === undefined) return undefined
  return {
    prompt_tokens: prompt ?? 0,
    completion_tokens: completion ?? 0,
    total_tokens: total ?? (prompt ?? 0) + (completion ?? 0),
  }
}

/** A whole number of tokens from a number or its digits; fractions are rounded. */
function count(value: unknown): number | undefined {
  const number = typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : value
  if (typeof number !== 'number' || !(number >= 0 && number <= MOST_TOKENS)) return undefined
  return Math.round(number)
}
