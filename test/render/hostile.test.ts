import { createAnswerRenderer } from '../../miniprogram/render/index'
import { FakePage, render } from './page'

const megabyte = (text: string) => text.repeat(Math.ceil(1_000_000 / text.length))

/** Milliseconds that it takes to show the text, when it comes whole. */
function timeOf(text: string): number {
  const started = performance.now()
  const renderer = createAnswerRenderer(() => {})
  renderer.push(text)
  renderer.end()
  return performance.now() - started
}

/** Milliseconds that it takes in deltas of a thousand characters, a batch each. */
function timeOfDeltas(text: string): number {
  const started = performance.now()
  const renderer = createAnswerRenderer(() => {})
  for (let from = 0; from < text.length; from += 1000) {
    renderer.push(text.slice(from, from + 1000))
    renderer.flush()
  }
  renderer.end()
  return performance.now() - started
}

const patterns: [name: string, text: string][] = [
  ['stars', '*'],
  ['stars and words', '*a '],
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
  ['backticks', '` `` ``` '],
  ['dollars', '$a$1'],
  ['double dollars', '$$'],
  ['brackets of formulas', '\\(\\['],
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
  ['one line', '好'],
  ['surrogates', '😀'],
]

describe('a hostile megabyte', () => {
  test.each(patterns)('of %s is shown in seconds', (_, text) => {
    expect(timeOf(megabyte(text))).toBeLessThan(5000)
  })

  test.each([
    ['blanks between letters', 'a', ' ', 'b'],
    ['blanks in a heading', '# a', ' ', 'b'],
    ['blanks before a heading', '# ', ' ', 'b'],
    ['marks in a heading', '# a ', '#', 'b'],
    ['dots in addresses', '', `http://a${'.'.repeat(1900)}a `, ''],
  ])('of %s is shown in seconds', (_, before, text, behind) => {
    expect(timeOf(before + megabyte(text) + behind)).toBeLessThan(5000)
  })

  test('in deltas does not cost more with each', () => {
    const renderer = createAnswerRenderer(() => {})
    const started = performance.now()
    for (let sent = 0; sent < 1_000_000; sent += 2000) {
      renderer.push('*a [b `c $d '.repeat(167))
      renderer.flush()
    }
    renderer.end()
    expect(performance.now() - started).toBeLessThan(20000)
  })

  test.each(['1. ', '> ', '>', ' ', '\t', '- 1. ', '- ', '#', '# '])(
    'that is one line of "%s" does not cost more with each delta either',
    (text) => {
      for (const before of ['', '```\n', '> ```\n> '])
        expect(timeOfDeltas(before + megabyte(text))).toBeLessThan(5000)
    },
  )
})

describe('bounds', () => {
  test('what is nested deeper than 40 is text', () => {
    const { rows } = render([`${'> '.repeat(60)}a`])
    const [head, text] = rows[0] ?? []
    expect(head).toEqual({ n: 'Q'.repeat(40) })
    expect(text).toBe(`${'> '.repeat(20)}a`)
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
    renderer.push('**字 '.repeat(20))
    renderer.flush()
    expect(page.text.match(/\*\*/g)).toHaveLength(14)
  })
})
