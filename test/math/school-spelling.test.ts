import fc from 'fast-check'
import { schoolSpelling } from '../../miniprogram/render/math/school-spelling'
import { createTypesetter } from '../../miniprogram/render/math/typesetter'
import { corpus } from './corpus'
import { type Spelled, spelledKinds } from './spelled-kinds'

const typesetter = createTypesetter()

const ways = ({ written, meant, only }: Spelled) =>
  [true, false]
    .filter((display) => only === undefined || (only === 'displayed') === display)
    .map((display) => ({ written, meant, display }))

describe('a formula that KaTeX alone refuses', () => {
  it.each(spelledKinds.flatMap(ways))(
    'is laid out as what its author meant: $written (displayed: $display)',
    ({ written, meant, display }) => {
      const shown = typesetter.typeset(written, display)
      expect(shown).toBeDefined()
      expect(shown).toBe(typesetter.typeset(meant, display))
    },
  )

  it.each([
    '\\begin{CD} A @>>> B \\end{CD}',
    '\\begin{enumerate} \\item x \\end{enumerate}',
    '\\begin{cases} x',
    '\\left( x',
    '\\notacommand{x}',
    'x^',
  ])('is shown as its source where nothing shows what was meant: %s', (tex) => {
    expect(typesetter.typeset(tex, true)).toBeUndefined()
    expect(typesetter.typeset(tex, false)).toBeUndefined()
  })
})

describe('spelling a formula', () => {
  it.each(corpus.map(({ tex }) => tex))('spells nothing anew that is spelled already: %s', (tex) => {
    const spelled = schoolSpelling(tex, true)
    expect(schoolSpelling(spelled, true)).toBe(spelled)
  })

  it.each(['=', ' ', '$', '\\\\[', '\\le', '{}'])(
    'takes no longer than its lines are, of any signs: %s',
    (sign) => {
      const started = Date.now()
      schoolSpelling(`x${sign.repeat(1500)}\ny=1`, true)
      expect(Date.now() - started).toBeLessThan(1000)
    },
  )

  it('reads a formula of any signs, or refuses it', () => {
    const sign = fc.constantFrom(
      ..."\\ { } [ ] ^ _ & # % $ ' a 1 = 中 \\\\ \\text \\SI \\left \\right \\tag".split(' '),
    )
    fc.assert(
      fc.property(fc.array(sign, { maxLength: 40 }), fc.boolean(), (signs, display) => {
        try {
          expect(typeof schoolSpelling(signs.join(''), display)).toBe('string')
        } catch (refusal) {
          expect(refusal).toBeInstanceOf(RangeError)
        }
      }),
    )
  })
})
