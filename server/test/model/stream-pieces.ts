/** How a stream ends after its last byte. */
export type End = 'closed' | 'reset' | 'open'

/** A stream as vendors and gateways send them, and what an answer must become of it. */
export interface VendorStream {
  /** The kind, as the end of "a stream …". */
  kind: string
  /** Bytes as they stand on the wire, in the pieces in which they come. */
  pieces: (string | Buffer)[]
  end?: End
  type?: string
  text: string
  thoughts?: string
  /** The `finish_reason`; else the code of the failure. */
  finish?: string
  fails?: string
  usage?: object
}

export const event = (value: unknown): string => `data: ${JSON.stringify(value)}\n\n`
export const choice = (fields: object): string => event({ choices: [{ index: 0, ...fields }] })
export const says = (content: unknown, more: object = {}): string => choice({ delta: { content, ...more } })
export const ends = (finish_reason: unknown): string => choice({ delta: {}, finish_reason })
export const DONE = 'data: [DONE]\n\n'
export const usage = (fields: object): string => event({ choices: [], usage: fields })
export const counted = (prompt: unknown, completion: unknown, total: unknown): string =>
  usage({ prompt_tokens: prompt, completion_tokens: completion, total_tokens: total })
export const tokens = (prompt_tokens: number, completion_tokens: number, total_tokens: number) => ({
  prompt_tokens,
  completion_tokens,
  total_tokens,
})
