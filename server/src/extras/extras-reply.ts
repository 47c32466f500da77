import * as v from 'valibot'
import { isSubject, type Subject } from '../model/subjects'
import { verdicts } from '../store/stored-extras'
import { correctionFrom, followUpsOf, type MadeExtras, titleOf } from './made-extras'

const orNull = v.optional(v.nullable(v.string()), null)
const itemSchema = v.object({
  page: v.optional(v.nullable(v.pipe(v.number(), v.integer())), null),
  no: orNull,
  text: v.string(),
  student_answer: orNull,
  verdict: v.picklist(verdicts),
  correct_answer: orNull,
  reason: orNull,
  points: v.optional(v.nullable(v.array(v.string())), []),
  box: v.optional(v.unknown(), null),
})
const plain = {
  title: v.string(),
  subject: v.custom<Subject>((value) => typeof value === 'string' && isSubject(value)),
  follow_ups: v.array(v.string()),
}
const plainSchema = v.object(plain)
const checkSchema = v.object({ ...plain, correction: v.object({ items: v.array(itemSchema) }) })

/** What a model said, or what is wrong with it, in words that help it to say it again. */
export type Reply = { extras: MadeExtras; problem?: never } | { problem: string; extras?: never }

/** Reads what a model said of an answer. `pages`: how many were marked; `undefined` where nothing was. */
export function readReply(text: string, pages: number | undefined): Reply {
  const value = jsonOf(text)
  if (value === undefined) return { problem: 'it is not JSON' }
  if (pages === undefined) {
    const parsed = v.safeParse(plainSchema, value)
    return parsed.success ? { extras: made(parsed.output, null) } : { problem: problemOf(parsed.issues) }
  }
  const parsed = v.safeParse(checkSchema, value)
  if (!parsed.success) return { problem: problemOf(parsed.issues) }
  const items = parsed.output.correction.items.map(({ points, ...item }) => ({
    ...item,
    points: points ?? [],
  }))
  return { extras: made(parsed.output, correctionFrom(items, pages)) }
}

function made(
  { title, subject, follow_ups }: v.InferOutput<typeof plainSchema>,
  correction: MadeExtras['correction'],
): MadeExtras {
  return { title: titleOf(title), subject, follow_ups: followUpsOf(follow_ups), correction }
}

/** The beginning of a fence, which stands alone in its line. */
const FENCE = /^```(?:json)?[^\S\n]*\n/

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(withoutFence(text.trim()))
  } catch {
    return undefined
  }
}

/** Some models put a fence around what they were asked for. Its two ends are looked at, and nothing between them more than once. */
function withoutFence(text: string): string {
  const begin = FENCE.exec(text)?.[0].length
  return begin !== undefined && text.endsWith('```') ? text.slice(begin, -3) : text
}

/** Where it has another shape, without what stands there. */
function problemOf(issues: readonly v.BaseIssue<unknown>[]): string {
  return issues
    .slice(0, 5)
    .map((issue) => `${v.getDotPath(issue) ?? 'the whole'}: expected ${issue.expected ?? 'another value'}`)
    .join('; ')
}
