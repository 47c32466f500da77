import * as v from 'valibot'
import type { Usage } from '../../../typings/protocol'

/** Without NUL, which PostgreSQL keeps in no text. */
const text = v.pipe(
  v.nullish(v.string(), ''),
  v.transform((value) => value.replaceAll('\0', '')),
)

const usageSchema = v.object({
  prompt_tokens: v.nullish(v.number(), 0),
  completion_tokens: v.nullish(v.number(), 0),
  total_tokens: v.nullish(v.number(), 0),
})

const chunkSchema = v.object({
  choices: v.nullish(
    v.array(
      v.object({
        delta: v.nullish(
          v.object({
            content: text,
            refusal: text,
            // DeepSeek and Qwen say `reasoning_content`, several gateways `reasoning`.
            reasoning_content: text,
            reasoning: text,
          }),
        ),
        finish_reason: v.nullish(v.string()),
      }),
    ),
    [],
  ),
  usage: v.nullish(usageSchema),
})

/** What one chunk of a chat completion says, whichever vendor wrote it. */
export interface ChatChunk {
  content: string
  reasoning: string
  finishReason: string | undefined
  /** On the last chunk, which may have no choices; some vendors count along on every one. */
  usage: Usage | undefined
}

/** Reads a chunk; what is none says nothing. */
export function readChunk(value: unknown): ChatChunk {
  const parsed = v.safeParse(chunkSchema, value)
  const { choices, usage } = parsed.success ? parsed.output : { choices: [], usage: undefined }
  const choice = choices[0]
  const delta = choice?.delta
  return {
    content: delta?.content || delta?.refusal || '',
    reasoning: delta?.reasoning_content || delta?.reasoning || '',
    // Some vendors send an empty one along with every delta.
    finishReason: choice?.finish_reason || undefined,
    usage: usage ?? undefined,
  }
}
