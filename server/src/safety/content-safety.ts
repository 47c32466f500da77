import type { AskParams } from '../../../typings/protocol'
import { AnswerError } from '../answer/answer-error'
import { HttpError } from '../errors/http-error'
import { messages } from '../messages/zh-CN'
import type { Logger } from '../tracing/logger'

/** What is checked: each counts on its own. */
export const CHECKED = ['question', 'answer', 'name'] as const
/** One of these. */
export type Checked = (typeof CHECKED)[number]
/** `unknown`: it could not be checked. What becomes of it then is configured (docs/security.md). */
export const VERDICTS = ['pass', 'risky', 'unknown'] as const
/** One of these. */
export type Verdict = (typeof VERDICTS)[number]

/**
 * Says whether a text may be shown to a student: all but `pass` may not. Never rejects, and takes no longer than a second.
 */
export type CheckContent = (userId: string, of: Checked, text: string) => Promise<Verdict>

/** Where nothing is configured: nobody looks. */
export const unchecked: CheckContent = async () => 'pass'

/** What becomes of a text that could not be checked. */
export type Unavailable = 'pass' | 'refuse'

/** Counts and logs what comes of checks; the text itself goes nowhere. What could not be checked is counted so also where it passes. */
export function toldChecks(
  check: CheckContent,
  logger: Logger,
  { told, unavailable }: { told: (of: Checked, verdict: Verdict) => void; unavailable: Unavailable },
): CheckContent {
  return async (userId, of, text) => {
    const verdict = text.trim() === '' ? 'pass' : await check(userId, of, text)
    told(of, verdict)
    if (verdict === 'risky') logger.warn({ user_id: userId, of }, 'a text was rejected by the content check')
    return verdict === 'unknown' && unavailable === 'pass' ? 'pass' : verdict
  }
}

/** A question that may not be asked. Rejects with {@link AnswerError} `CONTENT_REJECTED`, or `MODEL_UNAVAILABLE` where it could not be checked. */
export async function refuseRiskyQuestion(
  check: CheckContent,
  userId: string,
  { content, subject, question_type }: AskParams,
): Promise<void> {
  await refuseRiskyWords(check, userId, [content, subject, question_type])
}

/** The same for other texts that go to a model with it. */
export async function refuseRiskyWords(
  check: CheckContent,
  userId: string,
  texts: readonly (string | undefined)[],
): Promise<void> {
  const text = texts.filter((each) => each !== undefined).join('\n')
  const verdict = await check(userId, 'question', text)
  if (verdict === 'risky') throw new AnswerError('CONTENT_REJECTED')
  if (verdict === 'unknown') throw new AnswerError('MODEL_UNAVAILABLE', { message: messages.uncheckable })
}

/** The same for what a student names, notes or otherwise writes down: 422, or 503 where it could not be checked. */
export async function refuseRiskyText(
  check: CheckContent,
  userId: string,
  ...texts: (string | null | undefined)[]
): Promise<void> {
  const text = texts.filter((each) => each != null).join('\n')
  const verdict = await check(userId, 'name', text)
  if (verdict === 'risky') throw new HttpError(422, 'CONTENT_REJECTED')
  if (verdict === 'unknown') throw new HttpError(503, 'MODEL_UNAVAILABLE', messages.uncheckable)
}
