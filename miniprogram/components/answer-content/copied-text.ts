import { messages } from '../../messages/zh-CN'
import { readableText } from '../../render/readable-text'
import { formulaTypesetter } from './formula-typesetter'

const picture = (description: string): string =>
  `〔${messages.content.image}${description === '' ? '' : `：${description}`}〕`

/**
 * An answer's Markdown as a text for a chat. Formulas stay LaTeX as long as mathematics has not been loaded; `ready` is called
 * when it has, and they can be read.
 */
export function copiedText(markdown: string, ready: () => void = () => undefined): string {
  const { plain } = formulaTypesetter(ready)
  return readableText(markdown, { plain, picture })
}

/** The same to be looked at: its formulas have true minus signs. In a chat they are hyphens, which a reckoner takes. */
export function shownText(markdown: string, ready: () => void = () => undefined): string {
  const { plain } = formulaTypesetter(ready)
  // A hyphen behind a word is the word's: around a minus there is room.
  const minus = (tex: string) =>
    plain(tex)?.replace(/([A-Za-z]{2})?-/g, (all, word?: string) => (word === undefined ? '−' : all))
  return readableText(markdown, { plain: minus, picture })
}

/** An answer's Markdown as it is read aloud, formulas in words. They stay LaTeX as long as mathematics has not been loaded. */
export function spokenText(markdown: string): string {
  const { words } = formulaTypesetter(() => undefined)
  return readableText(markdown, { plain: words, picture: (description) => description })
}
