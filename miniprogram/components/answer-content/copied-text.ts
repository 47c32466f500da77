import { chatMessages } from '../../messages/chat.zh-CN'
import { messages } from '../../messages/zh-CN'
import { wxClock } from '../../platform/wx-clock'
import { readableText } from '../../render/readable-text'
import { formulasSettled, formulaTypesetter } from './formula-typesetter'

/** Milliseconds that a student waits for mathematics. */
const LONGEST_WAIT = 4000

/** Resolves when formulas can be read, cannot be for now, or have been waited for long enough: what is copied is not changed later. */
export function formulasAwaited(): Promise<void> {
  return new Promise((resolve) => {
    const cancel = wxClock.setTimer(resolve, LONGEST_WAIT)
    void formulasSettled().then(() => {
      cancel()
      resolve()
    })
  })
}

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

/** An answer's Markdown as it is read aloud, formulas in words. What cannot be read is said to be one: nobody understands LaTeX by ear. */
export function spokenText(markdown: string): string {
  const { words } = formulaTypesetter(() => undefined)
  const plain = (tex: string) => words(tex) ?? (/[\\^_{}]/.test(tex) ? chatMessages.voice.formula : tex)
  return readableText(markdown, { plain, picture: (description) => description })
}
