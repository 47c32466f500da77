import type * as LayoutModule from '../../miniprogram/render/math/layout'
import type * as TypesetterModule from '../../miniprogram/render/math/typesetter'
import { knownOutlines } from '../../miniprogram/render/math/vocabulary'
import cutFonts from '../../scripts/math-fonts.json'
import { corpus } from './corpus'
import { loadWxs } from './expand-wxs'

const folder = '../../miniprogram/render/math'

/** A fresh mini-program, and which of the large files it has run. */
function startFresh(): { typesetter: typeof TypesetterModule; ran: string[] } {
  const ran: string[] = []
  jest.resetModules()
  for (const file of ['katex', 'mhchem']) {
    jest.doMock(`${folder}/${file}`, () => {
      ran.push(file)
      return jest.requireActual(`${folder}/${file}`)
    })
  }
  return { typesetter: require(`${folder}/typesetter`), ran }
}

describe('what mathematics costs', () => {
  it('starts without running KaTeX, runs it for the first formula and chemistry for the first equation', () => {
    const { typesetter, ran } = startFresh()
    const { typeset } = typesetter.createTypesetter()
    expect(ran).toEqual([])
    expect(typeset('\\frac12', false)).toBeDefined()
    expect(typeset('\\cenote', false)).toBeUndefined()
    expect(ran).toEqual(['katex'])
    expect(typeset('\\ce{H2O}', false)).toBeDefined()
    expect(typeset('\\pu{3 m}', false)).toBeDefined()
    expect(ran).toEqual(['katex', 'mhchem'])
  })

  it('does not log what an answer says', () => {
    const log = (['log', 'warn', 'error'] as const).map((level) =>
      jest.spyOn(console, level).mockImplementation(),
    )
    const { typesetter } = startFresh()
    for (const tex of ['\\message{secret}', '\\errmessage{secret}', '\\show\\frac', '中', 'ⅷ', '\\text{ǖ}']) {
      typesetter.createTypesetter().typeset(tex, false)
    }
    for (const spy of log) {
      expect(spy).not.toHaveBeenCalled()
      spy.mockRestore()
    }
  })
})

describe('what the page carries for formulas', () => {
  it('has an outline for every number that stands for one', () => {
    const { outlines } = loadWxs('outlines.wxs') as { outlines: string[] }
    expect(outlines).toHaveLength(knownOutlines.length)
    for (const outline of outlines) expect(outline).toMatch(/^M[0-9A-Za-z.,-]+$/)
  })

  it('has every letter of the corpus in its cut fonts', () => {
    const carried = new Set(Object.values(cutFonts).join(''))
    const { layoutFormula }: typeof LayoutModule = require(`${folder}/layout`)
    const texts = corpus.map(({ tex }) => lettersOf(layoutFormula(tex, true)))
    const missing = [...new Set(texts.join(''))].filter(
      (letter) => !carried.has(letter) && !/[⺀-鿿＀-￯]/.test(letter),
    )
    expect(missing).toEqual([])
  })
})

function lettersOf(nodes: ReturnType<typeof LayoutModule.layoutFormula>): string {
  return nodes
    .map((node) =>
      typeof node === 'string' ? node : 'children' in node ? lettersOf([...node.children]) : '',
    )
    .join('')
}
