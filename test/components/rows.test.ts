import { readFileSync } from 'node:fs'
import path from 'node:path'
import { createTypesetter } from '../../miniprogram/render/math/typesetter'

/** What the template makes of a formula in a line of text. */
interface FormulaNode {
  kind: string
  text: string
  words: string
  content: string
  behind: string
}
interface Rows {
  nodes(runs: readonly unknown[], from: number, origin: string, letters?: number): FormulaNode[]
  bare(row: readonly unknown[]): boolean
  leads(head: unknown): { kind: string; marker: string }[]
  frame(height: number, width: number): string
  inset(head: unknown): string
}

function isRows(value: unknown): value is Rows {
  return typeof value === 'object' && value !== null && 'nodes' in value
}

/** A WXS file of the passage, run in Node: a constructor is a name there. */
function loadWxs(name: string): unknown {
  const file = path.join(__dirname, '../../miniprogram/components/answer-passage', name)
  const source = readFileSync(file, 'utf8').replace(
    /(\w+)\.constructor === '(\w+)'/g,
    "Object.prototype.toString.call($1) === '[object $2]'",
  )
  const module: { exports: unknown } = { exports: {} }
  new Function('require', 'module', source)(loadWxs, module)
  return module.exports
}

function loadRows(): Rows {
  const loaded = loadWxs('rows.wxs')
  if (!isRows(loaded)) throw new TypeError('rows.wxs exports something else')
  return loaded
}

const rows = loadRows()
const typesetter = createTypesetter()

/** The nodes of a line in which a formula is followed by words. */
function line(tex: string, words: string): FormulaNode[] {
  return rows.nodes([{ f: tex, z: typesetter.typeset(tex, false) }, words], 0, '')
}

describe('A formula in a line of text', () => {
  test('keeps a comma behind it: no line begins with one', () => {
    const [formula, words] = line('x=1', '，所以')
    expect(words?.text).toBe('所以')
    expect(formula).toMatchObject({ behind: '，', text: 'x=1' })
  })

  test('is heard with what was put behind it, for which nothing else in the line has words', () => {
    const [formula, words] = line('x=1', '，所以')
    expect([formula?.words, words?.text]).toEqual(['x=1，', '所以'])
    expect(rows.nodes([{ f: 'x', s: 'a=b' }, '。', { f: 'y' }], 0, '').map((node) => node.words)).toEqual([
      'a 等于 b。',
      'y',
    ])
  })

  test('leaves words behind it where they are', () => {
    const [formula, words] = line('x^2', ' 与')
    expect(words?.text).toBe(' 与')
    expect(formula).toMatchObject({ behind: '' })
  })
})

describe('The width of a line', () => {
  test('is that of its passage, once that is known', () => {
    expect(rows.frame(0, 0)).toBe('')
    expect(rows.frame(0, 288)).toBe('--passage:288px')
    expect(rows.frame(120, 288)).toBe('height:120px;--passage:288px')
  })

  test('is less inside of lists and quotes', () => {
    expect(rows.inset(0)).toBe('')
    expect(rows.inset({ n: 'Ll' })).toBe('--row:calc(var(--passage) - 0px - 2.75em)')
    expect(rows.inset({ n: 'q' })).toBe('--row:calc(var(--passage) - 16px)')
    expect(rows.inset({ e: '1' })).toBe('--row:calc(var(--passage) - 0px - var(--sign-room, 34px))')
    expect(rows.inset({ w: 1 })).toBe('--row:calc(var(--passage) - 24px - var(--sign-room, 34px))')
  })
})

describe('What a sign in the margin says', () => {
  /** What is read out only, and what is drawn. */
  const parts = (runs: readonly unknown[], letters: number) =>
    rows.nodes(runs, 0, '', letters).map(({ text }) => text)

  test('is parted from the words beside it, in however many pieces it came', () => {
    expect(parts(['第 ', '2 题', '：解', '方程'], 6)).toEqual(['第 2 题：', '解方程'])
    expect(parts([['答案', 1], ['：', 1], ' ', { f: 'x=5' }], 3)).toEqual(['答案： ', 'x=5'])
    expect(parts([['第 2 题', 1], '\n先配方。'], 5)).toEqual(['第 2 题\n', '先配方。'])
    expect(parts(['**答案：C'], 3)).toEqual(['**答案：', 'C'])
  })

  test('is all of a row that has no other words', () => {
    expect(rows.bare([{ e: '2', l: 5 }, '第 2 题'])).toBe(true)
    expect(rows.bare([{ w: 1, l: 3 }, ['答案：', 1], { f: 'x' }])).toBe(false)
  })

  test('is an item’s number too: its words begin where the text does', () => {
    expect(rows.leads({ n: 'L', m: '2.', l: 0 })).toEqual([])
    expect(rows.leads({ n: 'L', m: '3.', e: '3' })).toEqual([])
    expect(rows.leads({ n: 'L', m: '1.' })).toMatchObject([{ marker: '1.' }])
  })

  test('of two digits hangs further out: its words begin where those of the steps before it do', () => {
    const kinds = (n: string, m: string) => rows.leads({ n, m }).map(({ kind }) => kind)
    expect(kinds('L', '9.')).toEqual(['item'])
    expect(kinds('qlL', '10)')).toEqual(['quote', 'item', 'item lead-wide'])
    expect(kinds('L', '1840.')).toEqual(['item'])
  })
})
