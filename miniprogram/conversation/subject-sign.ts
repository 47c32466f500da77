import { subjectOf } from '../api/subject'
import { messages } from '../messages/zh-CN'

/** A subject, and the character that stands for it: 其他 where this version does not know it, or there is none. */
export function subjectSign(subject: string | null): { subject: string; label: string } {
  const known = subjectOf(subject)
  return { subject: known, label: messages.welcome.subjects[known] }
}
