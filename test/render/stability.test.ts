import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { render } from './page'

const folder = join(__dirname, 'fixtures')
const files = [
  ...readdirSync(folder).map((name) => join(folder, name)),
  // What models write beside CommonMark: headings without a space, tags, products, blanks to fill in.
  join(__dirname, 'habits.md'),
]
const answers = files.map((file) => ({ subject: basename(file, '.md'), text: readFileSync(file, 'utf8') }))

/** The text in pieces of so many characters. */
function pieces(text: string, size: number): string[] {
  return text.match(new RegExp(`[\\s\\S]{1,${size}}`, 'g')) ?? []
}

describe.each(answers)('an answer of $subject', ({ text }) => {
  test.each([1, 3, 12])('never changes text that was seen, in deltas of %i characters', (size) => {
    const { frames } = render(pieces(text, size))
    frames.forEach((frame, index) => {
      const before = frames[index - 1] ?? ''
      expect(frame.slice(0, before.length)).toBe(before)
    })
  })

  test('shows no marker of its markup', () => {
    const { text: seen } = render([text])
    expect(seen).not.toMatch(/\*\*|~~|```|\]\(\w+:|<\/?(?:su[bp]|br|b|u|font|span|center)|<!--|^\s*\|/m)
  })

  test('is on the page within a sentence of what has come', () => {
    const page = render(pieces(text, 12))
    const longest = page.batches.map((batch) => Buffer.byteLength(JSON.stringify(batch)))
    expect(Math.max(...longest)).toBeLessThan(1024)
  })

  test('costs at most three times its own bytes in batches of twelve characters', () => {
    const page = render(pieces(text, 12))
    expect(page.bytes).toBeLessThan(3 * Buffer.byteLength(text))
  })
})

describe('half-open markers', () => {
  const shown = (...parts: string[]) => {
    const { frames } = render([...parts, ' '])
    return frames[parts.length - 1] ?? frames[frames.length - 1] ?? ''
  }

  test.each([
    ['bold', '先看**条件', '先看条件'],
    ['bold that is about to close', '先看**条件*', '先看条件'],
    ['code', '设 `x = 3', '设 x = 3'],
    ['a link whose address has not come', '看[这里](https://exa', '看'],
    ['a formula', '设 $x^2 + ', '设 '],
    ['a displayed formula', '由\n\n$$\nx = 1\n', '由'],
    ["a heading's marks", '由\n\n## ', '由'],
    ["a list's marker", '由\n\n- ', '由'],
    ['a fence', '由\n\n```py', '由'],
    ['a fence of mathematics', '由\n\n```math\nx = 1\n', '由'],
    ["a table's first line", '由\n\n| 甲 | 乙 |\n', '由'],
    ['half of an entity', 'a &am', 'a '],
    ['a strike', '这是~~错的', '这是错的'],
  ])('of %s are not seen', (_, text, seen) => {
    expect(shown(text)).toBe(seen)
  })

  test('are text once nothing more comes', () => {
    expect(render(['先看**条件']).text).toBe('先看**条件')
    expect(render(['设 $x + ']).text).toBe('设 $x +')
    expect(render(['```math\nx = 1\n']).rows).toEqual([[{ t: 'm', x: 'x = 1' }]])
    expect(render(['看[这里](https://exa']).text).toBe('看[这里](https://exa')
  })
})

describe('what was sent is not sent again', () => {
  test('a growing text is sent as its tail', () => {
    const page = render(['静夜思', '床前明月光，', '疑是地上霜。'])
    expect(page.batches).toEqual([
      { 'b[0]': [0, '静夜思'] },
      { 'b[0][2]': '床前明月光，' },
      { 'b[0][3]': '疑是地上霜。' },
    ])
  })

  test('bold text that grows is sent as its tail too', () => {
    const page = render(['**静夜', '思**', '李白'])
    expect(page.batches).toEqual([
      { 'b[0]': [0, ['静夜', 1]] },
      { 'b[0][2]': ['思', 1] },
      { 'b[0][3]': '李白' },
    ])
  })

  test('a definition that comes late changes its own row only', () => {
    const page = render(['甲\n\n看 [书] 吧\n\n乙\n\n', '[书]: https://a.cn\n\n'])
    expect(page.batches[1]).toEqual({
      'b[1][1]': '看 ',
      'b[1][2]': ['书', 0, 'https://a.cn'],
      'b[1][3]': ' 吧',
    })
  })

  test('a setext underline changes the paragraph in place', () => {
    const page = render(['标题\n', '===\n'])
    expect(page.batches).toEqual([{ 'b[0]': [0, '标题'] }, { 'b[0][0]': { h: 1 } }])
  })
})
