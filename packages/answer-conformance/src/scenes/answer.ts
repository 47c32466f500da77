import type { Frame } from '../frame'

/** Milliseconds of silence after which a scene sends a keepalive; a client's watchdog has three of them. */
export const KEEPALIVE_INTERVAL = 2000

/** For silence; its form is fixed to the letter. */
export const KEEPALIVE: Frame = { type: 'keepalive', content: '', full_content: '' }

const DELTAS = Array.from({ length: 12 }, (_, index) => `第${index + 1}步，算一算 $x^{${index}}$ 😀。`)

/** The answer that each scene gives, unless it says something else. */
export const TEXT = DELTAS.join('')

/** A piece of the answer. */
export const content = (seq: number, delta: string): Frame => ({ type: 'content', seq, content: delta })

/** No more content; `text` is the whole answer. */
export const contentFinished = (seq: number, text: string, reason = 'stop'): Frame => ({
  type: 'content_finished',
  seq,
  full_content: text,
  finish_reason: reason,
})

/** The answer is saved. */
export const done = (seq: number, reason = 'stop'): Frame => ({
  type: 'done',
  seq,
  question_id: 'question-1',
  answer_id: 'answer-1',
  session_id: 'session-1',
  finish_reason: reason,
  usage: { prompt_tokens: 7, completion_tokens: 12, total_tokens: 19 },
  extras: 'none',
})

/** The answer fails: what a client shows then is what it made of the pieces, since no `content_finished` mends it. */
export const FAILED: Frame = {
  type: 'error',
  code: 'MODEL_UNAVAILABLE',
  message: '给学生的话',
  retryable: true,
}

/** As a server keeps them: the frame with the number n stands at n − 1. */
export const STORED: readonly Frame[] = [
  { type: 'status', seq: 1, stage: 'thinking' },
  ...DELTAS.map((delta, index) => content(index + 2, delta)),
  contentFinished(DELTAS.length + 2, TEXT),
  done(DELTAS.length + 3),
]

/** Numbers of the last `content`, of `content_finished` and of `done`. */
export const LAST_CONTENT = DELTAS.length + 1
/** The number of `content_finished` in an answer of the scenes. */
export const FINISHED = LAST_CONTENT + 1
/** The number of its `done`. */
export const DONE = FINISHED + 1

/** What is written up to a number. */
export function textUpTo(seq: number): string {
  return DELTAS.slice(0, Math.max(0, seq - 1)).join('')
}
