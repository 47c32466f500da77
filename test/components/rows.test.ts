import { readFileSync } from 'node:fs'
import path from 'node:path'
import { createTypesetter } from '../../miniprogram/render/math/typesetter'

/** What the template makes of a formula in a line of text. */
interface FormulaNode {
  kind: string
  text: string
  content: string
  before: string
  strut: string
  tail: string
  kept: boolean
}
interface Rows {
  nodes(runs: readonly unknown[], from: number, origin: string): FormulaNode[]
}

function isRows(value: unknown): value is Rows {
  return typeof value === 'object' && value !== null && 'nodes' in value
}

/** rows.wxs, run in Node: a constructor is a name there. */
function loadRows(): Rows {
  const file = path.join(__dirname, '../../miniprogram/components/answer-passage/rows.wxs')
  const source = readFileSync(file, 'utf8').replace(
    /(\w+)\.constructor === '(\w+)'/g,
    "Object.prototype.toString.call($1) === '[object $2]'",
  )
  const module: { exports: unknown } = { exports: {} }
  new Function('module', source)(module)
  if (!isRows(module.exports)) throw new TypeError('rows.wxs exports something else')
  return module.exports
}

const rows = loadRows()
const typesetter = createTypesetter()

/** The nodes of a line in which a formula is followed by words. */
function line(tex: string, words: string): FormulaNode[] {
  return rows.nodes([{ f: tex, z: typesetter.typeset(tex, false) }, words], 0, '')
}

describe('A formula in a line of text', () => {
  test('that fits on every line stays as simple as it was', () => {
    const [formula] = line('x^2', ' 与')
    expect(formula).toMatchObject({ kept: true, strut: '', before: '', tail: '' })
  })

  test('that may be wider than the screen can be scrolled, and keeps its height, its depth and its baseline', () => {
    const [formula] = line('\\left(a+b\\right)^3=a^3+b^3', ' 与')
    expect(formula?.kept).toBe(true)
    expect(formula?.strut).toMatch(/^height:1\.\d+em;vertical-align:-0\.25em$/)
  })

  test('that is long and has no place to be broken can be scrolled too', () => {
    const [formula] = line('\\ce{2KMnO4 ->[\\Delta] K2MnO4 + MnO2 + O2 ^}', ' 与')
    expect(formula).toMatchObject({ kept: true, before: '' })
    expect(formula?.strut).not.toBe('')
  })

  test('keeps a comma behind it, also where it may be broken: then the comma stays with its last part', () => {
    const tex = 'x=\\frac{-b\\pm\\sqrt{b^2-4ac}}{2a}=1\\pm2\\Rightarrow x_1=3'
    const [formula, words] = line(tex, '，所以')
    expect(words?.text).toBe('所以')
    expect(formula).toMatchObject({ kept: false, tail: '，', text: tex })
    const whole = typesetter.typeset(tex, false)
    expect(`${formula?.before}${formula?.content}`).toBe(whole)
    expect(formula?.content).not.toBe(whole)
  })
})
