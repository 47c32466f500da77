/** A frame as it came, or is sent: nothing of it is believed. */
export type Frame = Readonly<Record<string, unknown>> & { readonly type: string }

/** A text frame's JSON object; one that is none has the type `''`. */
export function parseFrame(text: string): Frame {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return { type: '' }
  }
  if (typeof value !== 'object' || value === null) return { type: '' }
  const fields: Record<string, unknown> = { ...value }
  return { ...fields, type: typeof fields.type === 'string' ? fields.type : '' }
}

/** Its number, where it has one. */
export function seqOf({ seq }: Frame): number | undefined {
  return typeof seq === 'number' ? seq : undefined
}

/** The text as a client has it after these frames, where it held some before. */
export function textAfter(frames: readonly Frame[], held = ''): string {
  return frames.reduce((text, frame) => {
    if (frame.type === 'content') return text + String(frame.content)
    return frame.type === 'snapshot' ? String(frame.full_content) : text
  }, held)
}

const text = (value: unknown): boolean => typeof value === 'string' && value !== ''
const count = (value: unknown): boolean => Number.isInteger(value) && Number(value) >= 0

/** What each frame must have (docs/protocol.md, "From the server"). */
const SHAPES: Readonly<Record<string, Readonly<Record<string, (value: unknown) => boolean>>>> = {
  accepted: {
    request_id: text,
    session_id: text,
    question_id: text,
    resumed: (value) => typeof value === 'boolean',
    keepalive_interval: (value) => Number(value) > 0,
    seq: (value) => value === undefined,
  },
  status: { seq: count, stage: text },
  reasoning: { seq: count, reasoning: text },
  content: { seq: count, content: text, full_content: (value) => value === undefined },
  content_finished: { seq: count, full_content: (value) => typeof value === 'string', finish_reason: text },
  snapshot: {
    seq: count,
    full_content: (value) => typeof value === 'string',
    phase: (value) => value === 'content' || value === 'processing',
  },
  done: {
    seq: count,
    question_id: text,
    answer_id: text,
    session_id: text,
    finish_reason: text,
    usage: (value) =>
      ['prompt_tokens', 'completion_tokens', 'total_tokens'].every((key) => count(Object(value)[key])),
    extras: (value) => value === 'none' || value === 'pending',
  },
  error: {
    code: text,
    message: text,
    retryable: (value) => typeof value === 'boolean',
    seq: (value) => value === undefined,
  },
}

/** What is wrong with a frame's form; nothing where it is of a type that this suite does not know. */
export function shapeFault(frame: Frame): string | undefined {
  if (frame.type === 'keepalive') {
    const is = JSON.stringify(frame)
    return is === '{"type":"keepalive","content":"","full_content":""}' ? undefined : `a keepalive is ${is}`
  }
  const wrong = Object.entries(SHAPES[frame.type] ?? {}).find(([field, fits]) => !fits(frame[field]))
  return wrong && `${frame.type} has ${wrong[0]}: ${JSON.stringify(frame[wrong[0]]) ?? 'nothing'}`
}
