import { type Measure, wrapped } from '../../conversation/answer-sheet'
import type { Mistake } from '../../mistakes/mistake'
import { LINE_HEIGHT, type SheetLine } from '../../platform/ports'
import { mistakeMessages } from '../messages/mistakes.zh-CN'

const words = mistakeMessages.sheet

/** Pixels of a page of A4 at 150 to the inch, of its margin column and its edges. */
export const PAPER = {
  width: 1240,
  height: 1754,
  line: 120,
  left: 152,
  right: 72,
  top: 80,
  bottom: 80,
} as const
const SIZES = { title: 44, text: 34, solution: 30 } as const
/** Pixels left free below an exercise, to do it again. */
const ROOM = 190
/** Pixels between two solutions. */
const APART = 28

/** Lines that stay together where a page has room for them, and the pixels above them. */
interface Block {
  lines: SheetLine[]
  above: number
}

/** Mistakes on pages to print: exercises with room to write, and behind them, on a page of their own, the solutions, numbered alike. */
export function printPages(
  mistakes: readonly Mistake[],
  readable: (markdown: string) => string,
  measure: Measure,
): SheetLine[][] {
  const tools = { readable, measure }
  const exercises = mistakes.map(({ text }, at) =>
    block(String(at + 1), text, SIZES.text, at === 0 ? APART : ROOM, tools),
  )
  const solutions = mistakes.map((mistake, at) =>
    block(String(at + 1), solutionOf(mistake), SIZES.solution, APART, tools),
  )
  return [
    ...paged([heading(mistakeMessages.title), ...exercises]),
    ...paged([heading(words.solutions), ...solutions]),
  ]
}

function solutionOf({ correct_answer: right, reason }: Mistake): string {
  return [right ?? words.unknown, reason].filter((text) => text !== null).join('\n')
}

function heading(text: string): Block {
  return { lines: [{ text, size: SIZES.title, bold: true, tone: 'ink', sign: '', gap: 0 }], above: 0 }
}

function block(
  sign: string,
  markdown: string,
  size: number,
  above: number,
  { readable, measure }: { readable(markdown: string): string; measure: Measure },
): Block {
  const width = PAPER.width - PAPER.left - PAPER.right
  const texts = readable(markdown)
    .split('\n')
    .filter((line) => line.trim() !== '')
    .flatMap((line) => wrapped(line, width, (part) => measure(part, size, false)))
  const lines = texts.map(
    (text, at): SheetLine => ({ text, size, bold: false, tone: 'ink', sign: at === 0 ? sign : '', gap: 0 }),
  )
  return { lines, above }
}

/** A block that does not fit begins a page; one that no page holds goes on on the next. */
function paged(blocks: readonly Block[]): SheetLine[][] {
  const most = PAPER.height - PAPER.top - PAPER.bottom
  const pages: SheetLine[][] = []
  let page: SheetLine[] = []
  let filled = 0
  const begin = () => {
    page = []
    pages.push(page)
    filled = 0
  }
  begin()
  for (const { lines, above } of blocks) {
    const height = heightOf(lines)
    if (filled > 0 && filled + above + height > most && height <= most) begin()
    for (const [at, line] of lines.entries()) {
      const gap = at === 0 && filled > 0 ? above : 0
      const needed = gap + line.size * LINE_HEIGHT
      if (filled > 0 && filled + needed > most) begin()
      page.push({ ...line, gap: filled === 0 ? 0 : gap })
      filled += needed
    }
  }
  return pages
}

function heightOf(lines: readonly SheetLine[]): number {
  return lines.reduce((sum, { size }) => sum + size * LINE_HEIGHT, 0)
}
