import { chatMessages } from '../messages/chat.zh-CN'
import { messages } from '../messages/zh-CN'
import type { SheetLine } from '../platform/ports'

/** Pixels of the picture, and of its margin column and edges. */
export const SHEET = { width: 750, line: 88, left: 114, right: 36, top: 48, bottom: 48 } as const
/** Lines that fit on a picture that every phone can draw. */
const MOST_LINES = 70

/** How wide a text is, in pixels, at a size. */
export type Measure = (text: string, size: number, bold: boolean) => number

/**
 * An answer on a sheet of paper, line by line: the question, the answer as text, and who wrote it. One that is too long for a
 * picture ends with a line that says so.
 */
export function answerSheet(question: string, answer: string, measure: Measure): SheetLine[] {
  const width = SHEET.width - SHEET.left - SHEET.right
  const lines = (text: string, size: number, bold: boolean): string[] =>
    text.split('\n').flatMap((line) => wrapped(line, width, (part) => measure(part, size, bold)))
  const asked = question === '' ? [] : lines(question, 32, true)
  const said = lines(answer.replace(/\n{2,}/g, '\n'), 30, false)
  const room = MOST_LINES - asked.length
  const shown = said.length > room ? [...said.slice(0, Math.max(0, room - 1)), chatMessages.sheet.more] : said
  return [
    ...asked.slice(0, MOST_LINES).map(
      (text, at): SheetLine => ({
        text,
        size: 32,
        bold: true,
        tone: 'ink',
        sign: at === 0 ? messages.question.glyph : '',
        gap: at === 0 ? 0 : 12,
      }),
    ),
    ...shown.map(
      (text, at): SheetLine => ({
        text,
        size: 30,
        bold: false,
        tone: 'ink',
        sign: at === 0 ? messages.answer.glyph : '',
        gap: at === 0 && asked.length > 0 ? 36 : 16,
      }),
    ),
    { text: chatMessages.sheet.foot, size: 22, bold: false, tone: 'soft', sign: '', gap: 40 },
  ]
}

/** A line of text in lines that fit; words of letters stay whole where they fit at all. */
export function wrapped(line: string, width: number, measure: (text: string) => number): string[] {
  const lines: string[] = []
  let current = ''
  for (const word of line.match(/[A-Za-z0-9]+|[^A-Za-z0-9]/gu) ?? []) {
    if (current !== '' && measure(current + word) > width) {
      lines.push(current)
      current = ''
    }
    current += word
    while (measure(current) > width && current.length > 1) {
      let fits = current.length - 1
      while (fits > 1 && measure(current.slice(0, fits)) > width) fits -= 1
      lines.push(current.slice(0, fits))
      current = current.slice(fits)
    }
  }
  return [...lines, current]
}
