import type { Mode } from '../../../typings/protocol'
import { exerciseInWords, gradeInWords, howTo, withoutWords } from './answer-kinds'
import type { ChatMessage, ContentPart } from './chat-message'
import { type ModelImage, type ModelRequest, pagesOf } from './model'
import { SUBJECTS, subjectOf } from './subjects'

/** Who answers. */
export const TUTOR = '你是“五好伴学”的老师，辅导中小学生做作业。'

const RULES = [
  '用 Markdown 书写；数学公式用 LaTeX，行内写 $…$，单独成行写 $$…$$；化学式写 $\\ce{…}$。',
  '每一步都要检查；没有把握时说明哪里没有把握。',
  '不代写要求学生独立完成的作文，给出提纲、思路和修改建议。',
  '与学习无关或不适合学生的要求，礼貌地拒绝，并把话题带回学习。',
]

const GO_ON =
  '你的回答在传输中断开了，上面是已经写出的部分。请从断开的那个字之后接着写完，不要重复已经写过的内容，不要道歉，也不要加任何开场白。'

/** A request as the messages of a chat completion. */
export function chatMessages(request: ModelRequest): ChatMessage[] {
  const messages: ChatMessage[] = [{ role: 'system', content: instructions(request) }]
  for (const { question, answer, images = [], mode = 'solve' } of request.history) {
    // Some endpoints refuse a message without text.
    if (answer.trim() === '') continue
    messages.push({ role: 'user', content: withPages(images, inWords(question, mode)) })
    messages.push({ role: 'assistant', content: answer })
  }
  messages.push({ role: 'user', content: withPages(pagesOf(request), questionText(request)) })
  if (request.continueFrom !== undefined && request.continueFrom !== '') {
    messages.push({ role: 'assistant', content: request.continueFrom })
    messages.push({ role: 'user', content: GO_ON })
  }
  return messages
}

/** What a client calls the subject is anybody's text, which is no instruction: only a known one is told, by our own name for it. */
function instructions({ task = { mode: 'solve' }, subject: named, grade }: ModelRequest): string {
  const lines = [...howTo(task), ...RULES]
  if (grade !== undefined)
    lines.push(`学生读${gradeInWords(grade)}（${grade} 年级）：只用这个年级学过的知识，用他看得懂的话。`)
  const subject = subjectOf(named)
  if (subject !== undefined && subject !== 'other') lines.push(`这次的科目：${SUBJECTS[subject]}。`)
  return [TUTOR, ...lines.map((line) => `- ${line}`)].join('\n')
}

function questionText({ question, exercise, task = { mode: 'solve' } }: ModelRequest): string {
  const words = inWords(question, task.mode)
  return exercise === undefined ? words : `${exerciseInWords(exercise)}\n\n${words}`
}

function inWords(question: string, mode: Mode): string {
  return question.trim() === '' ? withoutWords[mode] : question
}

/** What has no pages is plain text: not every model takes a list. */
export function withPages(images: readonly ModelImage[], text: string): string | ContentPart[] {
  if (images.length === 0) return text
  const pages = images.map(
    (image): ContentPart => ({ type: 'image_url', image_url: { url: dataUrl(image) } }),
  )
  return [...pages, { type: 'text', text }]
}

function dataUrl({ mime, bytes }: ModelImage): string {
  return `data:${mime};base64,${bytes.toString('base64')}`
}
