import { createAnswerRenderer } from '../../miniprogram/render/index'
import { FakePage, normalized, render } from './page'
import { type Counted, workOf } from './work'

const megabyte = (text: string) => repeated(text, 1_000_000)
const repeated = (text: string, length: number) => text.repeat(Math.ceil(length / text.length))

/** Characters of a text, and of one four times as long. */
const SHORT = 10_000
const LONG = 4 * SHORT
/** Steps and scanned characters below which a cost says nothing. */
const NOISE = 50_000
/** Four times the text costs four times as much, sixteen times where the work grows with its square. */
const MOST_GROWTH = 6

/** How many times as much the long text costs as the short one. */
async function growthOf(how: Counted['how'], textOf: (length: number) => string): Promise<number> {
  const short = await workOf({ how, text: textOf(SHORT) })
  const long = await workOf({ how, text: textOf(LONG) })
  const growth = (less: number, more: number) => (more < NOISE ? 0 : more / less)
  return Math.max(growth(short.steps, long.steps), growth(short.scanned, long.scanned))
}

const patterns: [name: string, text: string][] = [
  ['stars', '*'],
  ['stars and words', '*a '],
  ['bold words that end with a blank', '**字 '],
  ['products of words', '长*宽 重*'],
  ['texts of formulas', '$\\text{$a'],
  ['lines of HTML tables', '<table><tr><td>a\n'],
  ['both emphases', '*a _b '],
  ['closing stars', 'a**'],
  ['triple stars', '***a'],
  ['brackets', '['],
  ['closing brackets', ']'],
  ['images', '![['],
  ['empty links', '[a]('],
  ['links with open titles', '[a](b "'],
  ['links', '[a](b) '],
  ['nested link ends', '[a](b'],
  ['references', '[a][b]'],
  ['powers and indices', 'x^2_1'],
  ['open powers and indices', 'x^{ y_{'],
  ['backticks', '` `` ``` '],
  ['dollars', '$a$1'],
  ['double dollars', '$$'],
  ['brackets of formulas', '\\(\\['],
  ['open commands in lines', 'a\\boxed{\n'],
  ['open dollars in lines', 'a $x\n'],
  ['tags', '<a b="'],
  ['comments', '<!--'],
  ['angles', '<'],
  ['entities', '&am&#'],
  ['backslashes', '\\'],
  ['tabs', '\t'],
  ['bars', '|a'],
  ['quotes', '> '],
  ['lists', '- '],
  ['numbers', '1. '],
  ['quotes in lines', '>\n'],
  ['lists in lines', '- a\n'],
  ['definitions', '[a]: b\n'],
  ['open definitions', '[a]:\n'],
  ['table lines', '|a|b|\n|-|-|\n'],
  ['fences', '```\n'],
  ['formula lines', '$$\nx\n'],
  ['headings', '# #\n'],
  ['carriage returns', '\r'],
  ['addresses', 'http://a(b'],
  ['beginnings of addresses', '://http'],
  ['addresses in a text', 'http://a.cn '],
  ['open displayed formulas', 'a$$中\n'],
  ['displayed formulas that begin again', '中 \\[a\n'],
  ['environments in lines', 'a \\begin{a} 中\n'],
  ['open boxes', '\\boxed{'],
  ['open fractions', '\\frac{\\]\n'],
  ['open tags of style', '<b>'],
  ['quotes with formulas', '> a $x\n'],
  ['one line', '好'],
  ['surrogates', '😀'],
]

describe('hostile text costs as much as it is long', () => {
  test('and that is counted: what is looked at again and again is seen', async () => {
    expect(await growthOf('whole', (length) => repeated('好*a*', length))).toBeGreaterThan(3)
    const growth = await growthOf('looking again from each place', (length) => repeated('a', length / 10))
    expect(growth).toBeGreaterThan(MOST_GROWTH)
  })

  test.each(patterns)('of %s', async (_, text) => {
    expect(await growthOf('whole', (length) => repeated(text, length))).toBeLessThan(MOST_GROWTH)
  })

  test.each([
    ['blanks between letters', 'a', ' ', 'b'],
    ['blanks behind an answer', '答案：A', ' ', 'x\n甲'],
    ['blanks in a heading', '# a', ' ', 'b'],
    ['blanks before a heading', '# ', ' ', 'b'],
    ['marks in a heading', '# a ', '#', 'b'],
    ['dots in addresses', '', `http://a${'.'.repeat(1900)}a `, ''],
  ])('of %s', async (_, before, text, behind) => {
    const growth = await growthOf('whole', (length) => before + repeated(text, length) + behind)
    expect(growth).toBeLessThan(MOST_GROWTH)
  })

  test.each(['*a [b `c $d ', '<p>*a [b $x'])('of half-open marks in deltas: %s', async (text) => {
    expect(await growthOf('in deltas', (length) => repeated(text, length))).toBeLessThan(MOST_GROWTH)
  })

  test.each(['*', '_', '~', '＊', '`', '```', '[', '$', '\\', '<', '&', '!', ']', '\\('])(
    'of an unbroken run of "%s" in deltas',
    async (text) => {
      for (const before of ['', '甲 ', '> ']) {
        const growth = await growthOf('in deltas', (length) => before + repeated(text, length))
        expect(growth).toBeLessThan(MOST_GROWTH)
      }
    },
  )

  test.each(['**甲 ***a', '*甲 **a', '_甲 ___a', '~~甲 **a~~b', '**甲 `***a', '***甲 ****a'])(
    'of emphases that hang together in deltas: %s',
    async (text) => {
      const [before = '', repeatedly = ''] = text.split(/(?<=^\S+ )/)
      const growth = await growthOf('in deltas', (length) => before + repeated(repeatedly, length))
      expect(growth).toBeLessThan(MOST_GROWTH)
    },
  )

  test.each(['1. ', '> ', '>', ' ', '\t', '- 1. ', '- ', '#', '# '])(
    'of one line of "%s" in deltas',
    async (text) => {
      for (const before of ['', '```\n', '> ```\n> ']) {
        const growth = await growthOf('in deltas', (length) => before + repeated(text, length))
        expect(growth).toBeLessThan(MOST_GROWTH)
      }
    },
  )
})

describe("a formula's spelling costs as much as its source is long", () => {
  test.each([
    'a',
    '\\sin',
    '1',
    '\\_{a}',
    '\\(a\\)',
    '中',
    'a^',
    "a''",
    '\\text{a}',
    '\\left(a\\right)',
    '&=',
  ])('of %s', async (text) => {
    expect(await growthOf('spelled', (length) => repeated(text, length))).toBeLessThan(MOST_GROWTH)
  })
})

describe('bounds', () => {
  test('what is nested deeper than 40 is text', () => {
    const { rows } = render([`${'> '.repeat(60)}a`])
    const [head, text] = rows[0] ?? []
    expect(head).toEqual({ n: 'Q'.repeat(40) })
    expect(text).toBe(`${'> '.repeat(20)}a`)
  })

  test.each([
    `甲${'*'.repeat(230)}乙*丙***`,
    `${'`'.repeat(203)} 甲 ${'`'.repeat(3)}`,
    `**甲 ${'***a'.repeat(1200)}** 乙`,
    `_甲 ${'__a'.repeat(1200)}`,
  ])('what is beyond a bound is the same however it comes', (text) => {
    const whole = normalized(render([text]).rows)
    for (const size of [11, 1000])
      expect(normalized(render(text.match(new RegExp(`.{1,${size}}`, 'g')) ?? []).rows)).toEqual(whole)
  })

  test('deeply nested lists too', () => {
    const lines = Array.from({ length: 60 }, (_, depth) => `${'  '.repeat(depth)}- ${depth}\n`).join('')
    const deepest = Math.max(
      ...render([lines]).rows.map(([head]) => (head === 0 ? 0 : (head.n?.length ?? 0))),
    )
    expect(deepest).toBe(40)
  })

  test('no call carries more than setData takes', () => {
    const page = new FakePage()
    const renderer = createAnswerRenderer(page.take)
    renderer.push(megabyte('一段很长的话。'))
    renderer.end()
    expect(page.text.replace(/\n/g, '')).toHaveLength(1_000_006 - (1_000_006 % 7))
    expect(Math.max(...page.batches.map((batch) => Buffer.byteLength(JSON.stringify(batch))))).toBeLessThan(
      256 * 1024,
    )
  })

  test('thousands of open markers in one paragraph are repaired no deeper than six', () => {
    const page = new FakePage()
    const renderer = createAnswerRenderer(page.take)
    renderer.push('**a '.repeat(20))
    renderer.flush()
    expect(page.text.match(/\*\*/g)).toHaveLength(14)
  })
})
