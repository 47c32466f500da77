import type { Usage } from '../../../typings/protocol'
import { countOf, fieldsOf, listOf } from './json'

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

/** The sum of AG-UI's `TokenUsage[]`, one for each model of a run (`RUN_FINISHED.usage`, since 1.0). */
export function usageOfRun(value: unknown): Usage | undefined {
  const each = listOf(value).flatMap((of) => {
    const { inputTokens, outputTokens, totalTokens } = fieldsOf(of)
    return (
      usageOf({ prompt_tokens: inputTokens, completion_tokens: outputTokens, total_tokens: totalTokens }) ??
      []
    )
  })
  if (each.length === 0) return undefined
  const sum = (count: (usage: Usage) => number) => each.reduce((total, usage) => total + count(usage), 0)
  return {
    prompt_tokens: sum(({ prompt_tokens }) => prompt_tokens),
    completion_tokens: sum(({ completion_tokens }) => completion_tokens),
    total_tokens: sum(({ total_tokens }) => total_tokens),
  }
}
