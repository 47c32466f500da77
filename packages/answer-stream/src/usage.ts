import type { Usage } from '../../../typings/protocol'
import { countOf, fieldsOf } from './json'

/** What an answer cost, where the server tells. */
export function usageOf(value: unknown): Usage | undefined {
  const { prompt_tokens, completion_tokens, total_tokens } = fieldsOf(value)
  const prompt = countOf(prompt_tokens)
  const completion = countOf(completion_tokens)
  if (prompt === undefined || completion === undefined) return undefined
  return {
    prompt_tokens: prompt,
    completion_tokens: completion,
    total_tokens: countOf(total_tokens) ?? prompt + completion,
  }
}
