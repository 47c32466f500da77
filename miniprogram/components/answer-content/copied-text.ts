import { messages } from '../../messages/zh-CN'
import { readableText } from '../../render/readable-text'
import { formulaTypesetter } from './formula-typesetter'

/**
 * An answer's Markdown as a text for a chat. Formulas stay LaTeX as long as mathematics has not been loaded; `ready` is called
 * when it has, and they can be read.
 */
export function copiedText(markdown: string, ready: () => void = () => undefined): string {
  const { plain } = formulaTypesetter(ready)
  const picture = (description: string) =>
    `〔${messages.content.image}${description === '' ? '' : `：${description}`}〕`
  return readableText(markdown, { plain, picture })
}

/** An answer's Markdown as it is read aloud, formulas in words. They stay LaTeX as long as mathematics has not been loaded. */
export function spokenText(markdown: string): string {
  const { words } = formulaTypesetter(() => undefined)
  const picture = (description: string) => description
  return readableText(markdown, { plain: words, picture })
}
