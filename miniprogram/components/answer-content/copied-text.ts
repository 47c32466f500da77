import { messages } from '../../messages/zh-CN'
import { readableText } from '../../render/readable-text'
import { formulaTypesetter } from './formula-typesetter'

/** An answer's Markdown as a text for a chat. Formulas stay LaTeX as long as mathematics has not been loaded. */
export function copiedText(markdown: string): string {
  const { plain } = formulaTypesetter(() => undefined)
  const picture = (description: string) =>
    `〔${messages.content.image}${description === '' ? '' : `：${description}`}〕`
  return readableText(markdown, { plain, picture })
}
