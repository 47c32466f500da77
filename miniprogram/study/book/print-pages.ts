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

/** Lines that stay together where a page has room for them, with the pixels that are left free around them. */
interface Block {
  lines: SheetLine[]
  above: number
  below: number
}

/** Mistakes on pages to print: exercises with room to write, and behind them, on a page of their own, the solutions, numbered alike. */
export function printPages(
  mistakes: readonly Mistake[],
  readable: (markdown: string) => string,
  measure: Measure,
): SheetLine[][] {
  const tools = { readable, measure }
  const exercises = mistakes.map(({ text }, at) => ({
    ...block(String(at + 1), text, SIZES.text, tools),
    below: ROOM,
  }))
  const solutions = mistakes.map((mistake, at) =>
    block(String(at + 1), solutionOf(mistake), SIZES.solution, tools),
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
  return {
    lines: [{ text, size: SIZES.title, bold: true, tone: 'ink', sign: '', gap: 0 }],
    above: 0,
    below: 0,
  }
}

function block(
  sign: string,
  markdown: string,
  size: number,
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
  return { lines, above: APART, below: 0 }
}

/** A block that does not fit with the room below it begins a page; one that no page holds goes on on the next. */
function paged(blocks: readonly Block[]): SheetLine[][] {
  const most = PAPER.height - PAPER.top - PAPER.bottom
  const pages: SheetLine[][] = []
  let page: SheetLine[] = []
  let filled = 0
  /** Left free below what stands there. */
  let free = 0
  const begin = () => {
    page = []
    pages.push(page)
    filled = 0
    free = 0
  }
  begin()
  for (const { lines, above, below } of blocks) {
    const height = heightOf(lines)
    const wanted = Math.min(height + below, most)
    if (filled > 0 && height <= most && filled + free + above + wanted > most) begin()
    for (const [at, line] of lines.entries()) {
      const before = at === 0 ? free + above : 0
      if (filled > 0 && filled + before + line.size * LINE_HEIGHT > most) begin()
      const gap = filled === 0 ? 0 : before
      page.push({ ...line, gap })
      filled += gap + line.size * LINE_HEIGHT
    }
    free = below
  }
  return pages
}

function heightOf(lines: readonly SheetLine[]): number {
  return lines.reduce((sum, { size }) => sum + size * LINE_HEIGHT, 0)
}
