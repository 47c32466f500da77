import { Breather } from '../limits/breather'
import { messages } from '../messages/zh-CN'
import type { MistakeEntry } from '../store/mistake-entry'
import { sheetOf } from './sheet'

/** What begins a new page where Markdown is printed as HTML; elsewhere it is not seen. */
const PAGE_BREAK = '<div style="page-break-before: always; break-before: page"></div>'

/** Mistakes as a sheet in Markdown. */
export async function sheetAsMarkdown(
  entries: readonly MistakeEntry[],
  subject: string | undefined,
): Promise<string> {
  const { title, exercises, solutions } = sheetOf(entries, subject)
  const breather = new Breather()
  const items: string[] = []
  for (const [index, text] of exercises.entries()) {
    await breather.breath()
    items.push(numbered(index, [escaped(text)]))
  }
  const solved: string[] = []
  for (const [index, lines] of solutions.entries()) {
    await breather.breath()
    const told = lines.map(({ label, text }) => `**${label}**：${escaped(text)}`)
    solved.push(numbered(index, told))
  }
  const blocks = [
    `# ${escaped(title)}`,
    ...(exercises.length === 0 ? [messages.sheet.empty] : []),
    ...items,
    PAGE_BREAK,
    `## ${messages.sheet.solutions}`,
    ...solved,
  ]
  return `${blocks.join('\n\n')}\n`
}

/** An item of a list, each of its lines on one of its own. */
function numbered(index: number, lines: readonly string[]): string {
  const begin = `${index + 1}. `
  const indent = ' '.repeat(begin.length)
  return begin + lines.flatMap((line) => line.split('\n')).join(`  \n${indent}`)
}

/** What a student wrote, as text that means nothing to Markdown or HTML. */
function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/[\\`*_{}[\]#|~$!]/g, '\\$&')
    .split(/\r\n|\r|\n/)
    .map((line) =>
      line
        .trim()
        .replace(/^(\d+)([.)])/, '$1\\$2')
        .replace(/^[-+=]/, '\\$&'),
    )
    .filter((line) => line !== '')
    .join('\n')
}
