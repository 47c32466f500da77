import fc from 'fast-check'
import { layoutFormula } from '../../miniprogram/render/math/layout'
import { toRichText } from '../../miniprogram/render/math/rich-text'
import { schoolCommands } from '../../miniprogram/render/math/school-commands'
import { createTypesetter, createWarmTypesetter } from '../../miniprogram/render/math/typesetter'
import { corpus } from './corpus'
import { loadFormulaModule } from './expand-wxs'

const view = loadFormulaModule()
const cases = corpus.flatMap(({ tex }) => [true, false].map((display) => ({ tex, display })))

describe('the typesetter', () => {
  it.each(cases)(
    'lays out $tex (displayed: $display), and the page expands it to exactly its nodes',
    ({ tex, display }) => {
      const compact = createTypesetter().typeset(tex, display)
      expect(view.expand(compact ?? '')).toEqual(toRichText(layoutFormula(tex, display), display))
    },
  )

  it('is the same one where it has begun before the first formula', () => {
    const [cold, warm] = [createTypesetter(), createWarmTypesetter()]
    for (const { tex, display } of cases.slice(0, 40)) {
      expect(warm.typeset(tex, display)).toBe(cold.typeset(tex, display))
      expect(warm.speak(tex)).toBe(cold.speak(tex))
    }
  })

  it('sends a tenth of the bytes of the finished nodes, under 300 a formula', () => {
    const typesetter = createTypesetter()
    const sizes = cases.map(({ tex, display }) => ({
      compact: JSON.stringify(typesetter.typeset(tex, display)).length,
      nodes: JSON.stringify(toRichText(layoutFormula(tex, display), display)).length,
    }))
    const sum = (key: 'compact' | 'nodes') => sizes.reduce((total, size) => total + size[key], 0)
    expect(sum('compact') * 10).toBeLessThan(sum('nodes'))
    expect(sum('compact') / cases.length).toBeLessThan(300)
  })

  it.each(Object.keys(schoolCommands))('knows the command or sign %s', (command) => {
    expect(createTypesetter().typeset(`a ${command} {x}{y}`, true)).toBeDefined()
  })

  it('takes a bare % for a per cent sign, which TeX would take for a comment', () => {
    const typesetter = createTypesetter()
    expect(typesetter.typeset('50% + 1', false)).toBe(typesetter.typeset('50\\% + 1', false))
    expect(typesetter.typeset('\\text{增长 20%}', false)).toBe(
      typesetter.typeset('\\text{增长 20\\%}', false),
    )
  })

  it('can send finished HTML instead, which the page shows as it is', () => {
    const html = createTypesetter({ form: 'html' }).typeset('a<b', false)
    expect(html).toMatch(/^<span class="km">.*&lt;.*<\/span>$/)
    expect(view.expand(html ?? '')).toBe(html)
  })

  it('gives nothing in the form of the source, so that the page shows what the author wrote', () => {
    expect(createTypesetter({ form: 'source' }).typeset('\\frac12', true)).toBeUndefined()
  })

  it.each(['\\frac{1}{', '\\notacommand', '\\begin{cases} x', '{', '\\left( x', '', '   '])(
    'gives nothing for the wrong formula %j, so that its source is shown',
    (tex) => {
      expect(createTypesetter().typeset(tex, true)).toBeUndefined()
    },
  )

  it.each([
    '\\href{javascript:alert(1)}{x}',
    '\\url{https://example.com}',
    '\\includegraphics{https://example.com/a.png}',
    '\\htmlStyle{position:fixed}{x}',
    '\\htmlClass{answer}{x}',
  ])('refuses %s: an answer is not trusted', (tex) => {
    expect(createTypesetter().typeset(tex, false)).toBeUndefined()
  })

  it.each([
    ['long', 'x+'.repeat(2000)],
    ['deep', '\\sqrt{'.repeat(150) + '}'.repeat(150)],
    ['wide', '\\frac12'.repeat(420)],
    ['ever expanding', '\\def\\a{\\a\\a}\\a'],
    [
      'doubling',
      '\\def\\a{xx}\\def\\b{\\a\\a\\a\\a\\a\\a\\a\\a}\\def\\c{\\b\\b\\b\\b\\b\\b\\b\\b}\\c\\c\\c\\c\\c\\c\\c\\c',
    ],
  ])('refuses a formula that is %s', (_, tex) => {
    expect(createTypesetter().typeset(tex, true)).toBeUndefined()
  })

  it.each([
    '\\def\\a{x}\\a',
    '\\gdef\\a{x}\\a',
    '\\newcommand{\\a}{x}\\a',
    '\\let\\a=\\frac',
    '\\renewcommand{\\frac}{x}',
  ])('refuses the definition %s: a short one can grow a formula to a million characters', (tex) => {
    expect(createTypesetter().typeset(tex, false)).toBeUndefined()
  })

  it('takes no longer for hostile formulas than a student waits', () => {
    const hostile = [
      `\\def\\a{${'x'.repeat(900)}}${'\\a'.repeat(290)}`,
      `\\ce{${'H2 + '.repeat(500)}}`,
      `x${'^{x'.repeat(480)}${'}'.repeat(480)}`,
      '\\left('.repeat(400),
      `\\begin{array}{${'c'.repeat(1400)}}${'\\\\'.repeat(700)}\\end{array}`,
    ]
    const typesetter = createTypesetter()
    const begin = Date.now()
    for (const tex of hostile) typesetter.typeset(tex, true)
    expect(Date.now() - begin).toBeLessThan(5000)
  })

  it('never throws, whatever text comes as a formula', () => {
    const typesetter = createTypesetter()
    const piece = fc.constantFrom(
      ...[
        '\\',
        '{',
        '}',
        '^',
        '_',
        '&',
        '\\frac',
        '\\sqrt',
        '\\text',
        '\\ce',
        '\\begin{cases}',
        '\\end{cases}',
        '\\left',
        '$',
      ],
      ...[
        '\\\\',
        '#1',
        '%',
        '~',
        '中',
        '😀',
        '\u0000',
        '"',
        ';',
        '|',
        '<',
        '@',
        ':',
        '\\color{red}',
        '\\cancel',
        'x',
        '1',
        ' ',
      ],
    )
    const text = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.array(piece, { maxLength: 30 }).map((parts) => parts.join('')),
    )
    fc.assert(
      fc.property(text, fc.boolean(), (tex, display) => {
        const content = typesetter.typeset(tex, display)
        if (content !== undefined) {
          expect(view.expand(content)).toEqual(toRichText(layoutFormula(tex, display), display))
        }
      }),
      { numRuns: 400 },
    )
  })

  it('lays a formula out once, so that one that is shown again costs nothing', () => {
    const typesetter = createTypesetter()
    const long = '\\frac{x^2}{y_1}+'.repeat(100)
    const begin = Date.now()
    for (let time = 0; time < 1000; time += 1) typesetter.typeset(`${long}1`, true)
    // Laid out each time it would take a minute.
    expect(Date.now() - begin).toBeLessThan(5000)
  })
})
