import type { CorrectionItem } from '../../../typings/protocol'
import type { MadeExtras } from '../extras/made-extras'
import { messages } from '../messages/zh-CN'
import { ModelError } from '../model/model'
import type { CheckContent } from './content-safety'

/**
 * What was made after an answer, without what was rejected of it: it is written into titles, lists and the mistake book, which
 * a student sees again and again. It is checked whole, and piece by piece only where something in it was rejected. Rejects with
 * {@link ModelError} where it could not be checked: nothing is kept rather than a book full of gaps.
 */
export async function checkedExtras(
  check: CheckContent,
  userId: string,
  extras: MadeExtras,
): Promise<MadeExtras> {
  const { title, follow_ups, correction } = extras
  const verdictOn = (...texts: (string | null)[]) =>
    check(userId, 'answer', texts.filter((text) => text !== null).join('\n'))
  const whole = await verdictOn(title, ...follow_ups, ...(correction?.items ?? []).flatMap(textsOf))
  if (whole === 'pass') return extras
  // Made again they would be paid again, and be checked no better.
  if (whole === 'unknown') {
    throw new ModelError('MODEL_UNAVAILABLE', 'what was made could not be checked', true, { persists: true })
  }
  const orNull = async (text: string | null) =>
    text !== null && (await verdictOn(text)) === 'pass' ? text : null
  const those = async (texts: readonly string[]) => {
    const kept = await Promise.all(texts.map(orNull))
    return kept.filter((text) => text !== null)
  }
  const itemOf = async (item: CorrectionItem): Promise<CorrectionItem> => ({
    ...item,
    text: (await orNull(item.text)) ?? messages.hiddenText,
    student_answer: await orNull(item.student_answer),
    correct_answer: await orNull(item.correct_answer),
    reason: await orNull(item.reason),
    points: await those(item.points),
  })
  return {
    ...extras,
    title: await orNull(title),
    follow_ups: await those(follow_ups),
    correction: correction && { ...correction, items: await Promise.all(correction.items.map(itemOf)) },
  }
}

function textsOf({
  text,
  student_answer,
  correct_answer,
  reason,
  points,
}: CorrectionItem): (string | null)[] {
  return [text, student_answer, correct_answer, reason, ...points]
}
