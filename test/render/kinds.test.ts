import fc from 'fast-check'
import type { Row, Run } from '../../miniprogram/render/index'
import { kinds } from './kinds'
import { lineText, normalized, render } from './page'

const characters = (text: string) => text.match(/[\s\S]/gu) ?? []
const isTable = ([head]: Row) => head !== 0 && head.t === 't'

/** The lines of a table. */
function linesOf([, ...parts]: Row): Run[][][] {
  return parts.filter((part): part is Run[][] => Array.isArray(part) && typeof part[0] !== 'string')
}

/** Every run of a row, a table's too. */
function runsOf(row: Row): Run[] {
  if (isTable(row)) return linesOf(row).flat(2)
  const [, ...parts] = row
  return parts.filter((part): part is Run => !Array.isArray(part) || typeof part[0] === 'string')
}

function formulasOf(row: Row): string[] {
  const [head] = row
  const displayed = head !== 0 && head.x !== undefined ? [head.x] : []
  const inline = runsOf(row).flatMap((run) => (typeof run === 'object' && 'f' in run ? [run.f] : []))
  return [...displayed, ...inline]
}

/** A row as a reader sees it, with a bar between the cells of a table. */
function seen(row: Row): string {
  if (!isTable(row)) return lineText(row)
  const cells = (line: Run[][]) => line.map((cell) => lineText([0, ...cell])).join('|')
  return linesOf(row).map(cells).join('\n')
}

describe.each(Object.entries(kinds))('%s', (_, cases) => {
  test.each(cases)('$text', ({ text, formulas, seen: expected }) => {
    const { rows } = render([text])
    expect(rows.map(seen).join('\n')).toBe(expected)
    expect(rows.flatMap(formulasOf)).toEqual(formulas)
    expect(normalized(render(characters(text)).rows)).toEqual(normalized(rows))
  })
})

/** What homework is made of, without any markup but that of formulas and tables, whose signs are left out of the comparison. */
const words = fc.constantFrom(
  ...'解：,由题意得,甲,设,其中,是斜高。,，,。,；,（1）,(*)式,【答案】,①,所以,答：,速度=路程,ABC,the sum,of,x,y,2,3.14,1911,50%,∠A,≤,￥'.split(
    ',',
  ),
  ',',
)
const sums = fc.constantFrom(
  '3x + 2y',
  '- 5x + 3',
  '+ 35',
  '= 4',
  '× 24',
  '12',
  '> 0',
  '3*4*5',
  'a<b and b>0',
  '|x|',
  '{x | x > 1}',
)
const dollars = fc.constantFrom(
  '$5',
  '$5 ',
  '$50 to $100',
  '$x$',
  '$ x $',
  '$x $',
  '$ y$',
  '$',
  '\\(x\\)',
  '\\(',
  '\\boxed{C}',
)
const breaks = fc.constantFrom('\n', '\n', '\n\n', ' ', '')
// Not `1. `, which would be counted on.
const starts = fc.constantFrom('', '', '2. ', '3. ', '1840. ', '| ', '    ')
const displayed = fc.constantFrom('$$', '\\[', '\\]')
const line = fc
  .tuple(starts, fc.array(fc.oneof(words, sums, dollars, displayed), { minLength: 1, maxLength: 5 }), breaks)
  .map(([start, parts, end]) => start + parts.join('') + end)
const table = fc
  .tuple(
    fc.integer({ min: 2, max: 4 }),
    fc.array(fc.array(fc.oneof(words, sums), { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 4 }),
  )
  .map(([columns, lines]) => {
    const delimiter = `|${'---|'.repeat(columns)}`
    const [header = '', ...rest] = lines.map((cells) => `| ${cells.join(' | ')} |`)
    return `\n\n${[header, delimiter, ...rest].join('\n')}\n\n`
  })
const homework = fc
  .array(fc.oneof({ weight: 6, arbitrary: line }, { weight: 1, arbitrary: table }), {
    minLength: 1,
    maxLength: 8,
  })
  .map((parts) => parts.join(''))

/** A text without blanks, and without the signs that are markup in it: those of formulas and of a table. */
const bare = (text: string) => text.replace(/^\|(?:---\|)+$/gm, '').replace(/[\s$|\\()[\]]/g, '')

/** The signs of calculations, which may also be a bullet or a quote's mark. */
const SIGNS = /[-+>•]/g

/** How many bullets and quotes begin with a row. */
function marksOf([head]: Row): number {
  if (head === 0) return 0
  return (head.n?.match(/[A-Z]/g)?.length ?? 0) - (head.m?.split(' ').length ?? 0)
}

/** How many lines go on with a row's quote: each may have a mark of its own, or none. */
function linesGoneOn(row: Row): number {
  const [head] = row
  if (head === 0 || !/q/i.test(head.n ?? '')) return 0
  return seen(row).split('\n').length - (head.n?.includes('Q') ? 1 : 0)
}

const sumOf = (rows: Row[], of: (row: Row) => number) => rows.reduce((sum, row) => sum + of(row), 0)

describe('what a teacher wrote is what the page shows', () => {
  test('every character that is no markup, in its order, for every homework', () => {
    fc.assert(
      fc.property(homework, (text) => {
        const { rows } = render([text])
        const written = bare(text)
        const shown = bare(rows.map(seen).join('\n').replace(/^• /gm, ''))
        expect(shown.replace(SIGNS, '')).toBe(written.replace(SIGNS, ''))
        const signs = (shown.match(SIGNS)?.length ?? 0) + sumOf(rows, marksOf)
        const missing = (written.match(SIGNS)?.length ?? 0) - signs
        expect(missing).toBeGreaterThanOrEqual(0)
        expect(missing).toBeLessThanOrEqual(sumOf(rows, linesGoneOn))
      }),
      { numRuns: 2000, examples: [['> 0\n> 0$5\n$$\n']] },
    )
  })

  test('and it stays seen from then on: no text that is right goes away while more comes', () => {
    fc.assert(
      fc.property(homework, fc.integer({ min: 1, max: 5 }), (text, size) => {
        const { frames, text: end } = render(text.match(new RegExp(`[\\s\\S]{1,${size}}`, 'g')) ?? [])
        const right = frames.map((frame) => commonLength(bare(frame), bare(end)))
        expect(right).toEqual([...right].sort((one, other) => one - other))
      }),
      {
        numRuns: 2000,
        examples: [
          ['$5$ y$$ y$\n\\(x\\)$$5the sum', 1],
          ['\\[解：\n解：$$3x + 2y \\]', 1],
          ['$$$$3x + 2y解：\n解：$$3x + 2y\n$$\n', 1],
          ['$53x + 2y\n\\($$；3x + 2y\n3x + 2y\n', 1],
          ['$x\ny$ 3x$$ y\n5$$ 3x\n', 1],
        ],
      },
    )
  })

  test('however it is cut', () => {
    fc.assert(
      fc.property(homework, (text) => {
        expect(normalized(render(characters(text)).rows)).toEqual(normalized(render([text]).rows))
      }),
      { numRuns: 2000, examples: [['\\boxed{C}\n1840. 3.14$x $\\[\n3x + 2y\n']] },
    )
  })
})

function commonLength(one: string, other: string): number {
  let length = 0
  while (length < one.length && one[length] === other[length]) length++
  return length
}
