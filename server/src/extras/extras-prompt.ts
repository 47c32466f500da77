import type { Mode } from '../../../typings/protocol'
import type { ChatMessage } from '../model/chat-message'
import type { ModelImage } from '../model/model'
import { SUBJECTS } from '../model/subjects'
import { withPages } from '../model/tutor-prompt'
import { verdicts } from '../store/stored-extras'

const subjects = Object.keys(SUBJECTS)

/** An answer with what it answers, as far as extras are made of it. */
export interface ExtrasMaterial {
  mode: Mode
  /** What the student said. */
  question: string
  /** The exercise that it is about, in words; empty where that is what they said. */
  exercise: string
  answer: string
  /** The subject that they chose. */
  subject: string | undefined
  /** Of the student's own work, in page order; none unless the mode is `check`. */
  pages: readonly ModelImage[]
}

const TASK = `你为一次作业辅导做整理。只输出一个 JSON 对象，不要写别的。字段：
- title：这次提问的标题，不超过 20 个字，让学生以后一眼认得出来。
- subject：科目，只能是 ${subjects.join('、')} 之一。
- follow_ups：学生接下来可能想问的问题，最多 3 个，每个不超过 30 个字，用学生的口吻。不要透露题目的答案。`

const CORRECTION = `- correction：{"items": […]}，学生作业里的每一道题一项，按页和位置的顺序：
  - page：在第几页，从 1 开始；没有图片时是 null。
  - no：页面上写的题号，如 "3" 或 "2(1)"；页面上没有题号时是 null。
  - text：题目。student_answer：学生写的答案，没有写或看不清时是 null。
  - verdict：right 对，wrong 错，unanswered 没有做，unclear 看不清或拿不准。拿不准的不要算作 wrong。
  - correct_answer：正确答案。reason：错在哪里、为什么。points：考查的知识点，每个不超过 30 个字。不知道的写 null 或 []。
  - box：这道题（连同学生写的）在那一页上的位置 [x, y, width, height]，以整页的宽和高为 1，原点在左上角；不知道时是 null。
不要猜：看不清的题也列出来，verdict 写 unclear。`

/** How a model is asked for the extras of an answer. */
export function extrasMessages(material: ExtrasMaterial): ChatMessage[] {
  const { mode, question, exercise, answer, pages } = material
  const parts = [
    question.trim() === '' ? '' : `学生说：\n${question}`,
    exercise === '' ? '' : `问的题目：\n${exercise}`,
    `老师的回答：\n${answer}`,
    pages.length === 0 ? '' : `上面的 ${pages.length} 张图片是学生的作业，按页的顺序。`,
  ]
  const text = parts.filter((part) => part !== '').join('\n\n')
  return [
    { role: 'system', content: mode === 'check' ? `${TASK}\n${CORRECTION}` : TASK },
    { role: 'user', content: withPages(pages, text) },
  ]
}

/** The same once more, with what was wrong with the first reply. */
export function repairMessages(
  messages: readonly ChatMessage[],
  reply: string,
  problem: string,
): ChatMessage[] {
  const request = `这不符合要求（${problem}）。请重新输出完整的 JSON 对象，不要写别的。`
  // Some endpoints refuse a message without text.
  const said: ChatMessage[] = reply.trim() === '' ? [] : [{ role: 'assistant', content: reply }]
  return [...messages, ...said, { role: 'user', content: request }]
}

const text = { type: 'string' }
const textOrNull = { type: ['string', 'null'] }

/** `response_format` of the call: the names and units of docs/protocol.md, "What follows an answer". */
export function extrasFormat(mode: Mode): object {
  const properties = {
    title: { ...text, description: 'at most 20 characters' },
    subject: { type: 'string', enum: subjects },
    follow_ups: {
      type: 'array',
      items: { ...text, description: 'at most 30 characters' },
      description: 'at most 3',
    },
    ...(mode === 'check' ? { correction: objectOf({ items: { type: 'array', items: ITEM } }) } : {}),
  }
  return { type: 'json_schema', json_schema: { name: 'extras', strict: true, schema: objectOf(properties) } }
}

const ITEM = objectOf({
  page: { type: ['integer', 'null'], description: 'from 1; null without pages' },
  no: { ...textOrNull, description: 'what the page calls it, 1 to 20 characters; null where it does not' },
  text,
  student_answer: textOrNull,
  verdict: { type: 'string', enum: verdicts },
  correct_answer: textOrNull,
  reason: textOrNull,
  points: { type: 'array', items: text },
  box: {
    anyOf: [{ type: 'array', items: { type: 'number' } }, { type: 'null' }],
    description: '[x, y, width, height] in fractions of the page, 0 to 1, origin at the top left',
  },
})

/** Strict schemas name every property as required. */
function objectOf(properties: Record<string, object>): object {
  return { type: 'object', properties, required: Object.keys(properties), additionalProperties: false }
}
