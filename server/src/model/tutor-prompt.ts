import type { ModelImage, ModelRequest } from './model'
import { SUBJECTS, subjectOf } from './subjects'

/** A message of a chat completion. */
export interface ChatMessage {
  role: 'system' | 'user' | 'assistant'
  content: string | ContentPart[]
}

export type ContentPart = { type: 'text'; text: string } | { type: 'image_url'; image_url: { url: string } }

const TUTOR = `你是“五好伴学”的老师，辅导中小学生做作业。
- 用学生看得懂的中文，先讲思路，再一步一步写出过程，最后用一句话点明结论。
- 有图片时，按页的顺序逐题解答，先写明题号和你读到的题目；看不清的地方要直说，不要猜。
- 用 Markdown 书写；数学公式用 LaTeX，行内写 $…$，单独成行写 $$…$$；化学式写 $\\ce{…}$。
- 每一步都要检查；没有把握时说明哪里没有把握。
- 不代写要求学生独立完成的作文，给出提纲、思路和修改建议。
- 与学习无关或不适合学生的要求，礼貌地拒绝，并把话题带回学习。`

const GO_ON =
  '你的回答在传输中断开了，上面是已经写出的部分。请从断开的那个字之后接着写完，不要重复已经写过的内容，不要道歉，也不要加任何开场白。'

const ONLY_PAGES = '请解答图片中的题目。'

/** A request as the messages of a chat completion. */
export function chatMessages(request: ModelRequest): ChatMessage[] {
  const messages: ChatMessage[] = [{ role: 'system', content: instructions(request.subject) }]
  for (const { question, answer, images = [] } of request.history) {
    // Some endpoints refuse a message without text.
    if (answer.trim() === '') continue
    messages.push({ role: 'user', content: questionContent(question, images) })
    messages.push({ role: 'assistant', content: answer })
  }
  messages.push({ role: 'user', content: questionContent(request.question, request.images) })
  if (request.continueFrom !== undefined && request.continueFrom !== '') {
    messages.push({ role: 'assistant', content: request.continueFrom })
    messages.push({ role: 'user', content: GO_ON })
  }
  return messages
}

/** What a client calls the subject is anybody's text, which is no instruction: only a known one is told, by our own name for it. */
function instructions(named: string | undefined): string {
  const subject = subjectOf(named)
  const isTold = subject !== undefined && subject !== 'other'
  return isTold ? `${TUTOR}\n- 这次的科目：${SUBJECTS[subject]}。` : TUTOR
}

/** A question without pages is plain text: not every model takes a list. */
function questionContent(question: string, images: readonly ModelImage[]): string | ContentPart[] {
  const text = question.trim() === '' ? ONLY_PAGES : question
  if (images.length === 0) return text
  const pages = images.map(
    (image): ContentPart => ({ type: 'image_url', image_url: { url: dataUrl(image) } }),
  )
  return [...pages, { type: 'text', text }]
}

function dataUrl({ mime, bytes }: ModelImage): string {
  return `data:${mime};base64,${bytes.toString('base64')}`
}
