import { Breather } from '../limits/breather'
import { messages } from '../messages/zh-CN'
import type { MistakeEntry } from '../store/mistake-entry'
import { escapeHtml } from './escape-html'
import { type SheetLine, sheetOf } from './sheet'
import type { TextSetter } from './text-html'

/** For paper: black on white, room to write under each exercise, none of them torn by the end of a page. */
const STYLE = `
  @page { margin: 18mm 16mm }
  body { max-width: 44rem; margin: 2rem auto; padding: 0 1rem; font: 16px/1.7 "PingFang SC", "Noto Sans CJK SC", sans-serif; color: #000; background: #fff }
  h1 { font-size: 1.4rem } h2 { font-size: 1.2rem }
  ol { padding-left: 2.2em } li { break-inside: avoid; margin-bottom: 1em; white-space: pre-wrap; overflow-wrap: anywhere }
  .exercises li { margin-bottom: 6em }
  .solutions { break-before: page; page-break-before: always }
  math { font-family: "STIX Two Math", "Cambria Math", "Latin Modern Math", math; math-style: normal; white-space: nowrap; overflow-wrap: normal }
  dl, dd { margin: 0 } dt { float: left; clear: left; font-weight: 600 } dt::after { content: "：" }
`

/** Mistakes as a sheet in HTML, whole in itself, their formulas set. */
export async function sheetAsHtml(
  entries: readonly MistakeEntry[],
  subject: string | undefined,
): Promise<string> {
  const { TextSetter } = await import('./text-html')
  const setter = new TextSetter(new Breather())
  const { title, exercises, solutions } = sheetOf(entries, subject)
  const items: string[] = []
  for (const text of exercises) items.push(`<li>${await setter.asHtml(text)}</li>`)
  const solved: string[] = []
  for (const lines of solutions) solved.push(`<li>${await definitions(lines, setter)}</li>`)
  const name = escapeHtml(title)
  const { empty, solutions: heading } = messages.sheet
  return `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${name}</title>
<style>${STYLE}</style>
</head>
<body>
<h1>${name}</h1>
${exercises.length === 0 ? `<p>${empty}</p>\n` : ''}<ol class="exercises">
${items.join('\n')}
</ol>
<section class="solutions">
<h2>${heading}</h2>
<ol>
${solved.join('\n')}
</ol>
</section>
</body>
</html>
`
}

async function definitions(lines: readonly SheetLine[], setter: Pick<TextSetter, 'asHtml'>): Promise<string> {
  const items: string[] = []
  for (const { label, text } of lines) items.push(`<dt>${label}</dt><dd>${await setter.asHtml(text)}</dd>`)
  return `<dl>${items.join('')}</dl>`
}
