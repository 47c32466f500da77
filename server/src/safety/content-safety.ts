import type { AskParams } from '../../../typings/protocol'
import { AnswerError } from '../answer/answer-error'
import { HttpError } from '../errors/http-error'
import type { Logger } from '../tracing/logger'

/** What is checked: each counts on its own. */
export const CHECKED = ['question', 'answer', 'name'] as const
/** One of these. */
export type Checked = (typeof CHECKED)[number]
/** `unknown`: it could not be checked. What becomes of it then stands in docs/security.md: it goes through. */
export const VERDICTS = ['pass', 'risky', 'unknown'] as const
/** One of these. */
export type Verdict = (typeof VERDICTS)[number]

/** Says whether a text may be shown to a student. Never rejects, and takes no longer than a second. */
export type CheckContent = (userId: string, of: Checked, text: string) => Promise<Verdict>

/** Where nothing is configured: nobody looks. */
export const unchecked: CheckContent = async () => 'pass'

/** Counts and logs what comes of checks; the text itself goes nowhere. */
export function toldChecks(
  check: CheckContent,
  logger: Logger,
  told: (of: Checked, verdict: Verdict) => void,
): CheckContent {
  return async (userId, of, text) => {
    const verdict = text.trim() === '' ? 'pass' : await check(userId, of, text)
    told(of, verdict)
    if (verdict === 'risky') logger.warn({ user_id: userId, of }, 'a text was rejected by the content check')
    return verdict
  }
}

/** A question that may not be asked. Rejects with {@link AnswerError} `CONTENT_REJECTED`. */
export async function refuseRiskyQuestion(
  check: CheckContent,
  userId: string,
  { content, subject, question_type }: AskParams,
): Promise<void> {
  const text = [content, subject, question_type].filter((each) => each !== undefined).join('\n')
  if ((await check(userId, 'question', text)) === 'risky') throw new AnswerError('CONTENT_REJECTED')
}

/** The same for what a student names, notes or otherwise writes down: 422. */
export async function refuseRiskyText(
  check: CheckContent,
  userId: string,
  ...texts: (string | null | undefined)[]
): Promise<void> {
  const text = texts.filter((each) => each != null).join('\n')
  if ((await check(userId, 'name', text)) === 'risky') throw new HttpError(422, 'CONTENT_REJECTED')
}
