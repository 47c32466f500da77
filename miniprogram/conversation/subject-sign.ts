import { messages } from '../messages/zh-CN'

const signs: ReadonlyMap<string, string> = new Map(Object.entries(messages.welcome.subjects))

/** A subject, and the character that stands for it: 其他 where this version does not know it, or there is none. */
export function subjectSign(subject: string | null): { subject: string; label: string } {
  const known = subject !== null && signs.has(subject) ? subject : 'other'
  return { subject: known, label: signs.get(known) ?? '' }
}
