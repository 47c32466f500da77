import { plain } from '../../miniprogram/render/math/plain'
import { createTypesetter } from '../../miniprogram/render/math/typesetter'
import { corpus } from './corpus'

describe('A formula as a line of text', () => {
  test.each([
    ['x^2+2xy+y^2', 'x² + 2xy + y²'],
    ['x=\\frac{-b\\pm\\sqrt{b^2-4ac}}{2a}', 'x = (-b ± √(b² - 4ac))/(2a)'],
    ['x_1+x_2=-\\frac{b}{a}', 'x₁ + x₂ = -b/a'],
    ['\\frac{1}{2}ab\\sin C', '½ab sin C'],
    ['1\\frac{2}{3}', '1⅔'],
    ['\\frac{1}{n}(a+b)', '(1/n)(a + b)'],
    ['\\frac{\\frac{a}{b}}{c}', '(a/b)/c'],
    ['\\sqrt[3]{27}=3', '∛27 = 3'],
    ['a^{\\frac{m}{n}}', 'a^(m/n)'],
    ['-3<x\\leqslant 5', '-3 < x ≤ 5'],
    ['\\angle ABC=90^\\circ', '∠ABC = 90°'],
    ['S=\\pi r^2\\approx 3.14\\times 5^2', 'S = πr² ≈ 3.14 × 5²'],
    ['F_{\\text{浮}}=\\rho_{\\text{液}}g', 'F浮 = ρ液g'],
    ['\\log_2 8', 'log₂ 8'],
    ['\\lim_{x\\to 0}f(x)', 'lim(x→0) f(x)'],
    ['\\sum_{i=1}^{n}x_i', '∑ᵢ₌₁ⁿxᵢ'],
    ['\\vec{a}\\cdot\\overrightarrow{AB}', 'a⃗·AB⃗'],
    ['\\begin{cases} x+y=7 \\\\ x-y=2 \\end{cases}', '{ x + y = 7; x - y = 2 }'],
    ['\\begin{aligned} x &= 1+1 \\\\ &= 2 \\end{aligned}', 'x = 1 + 1\n= 2'],
    ['\\ce{2H2 + O2 ->[点燃] 2H2O}', '2H₂ + O₂ →(点燃) 2H₂O'],
    ['\\ce{SO4^2-}', 'SO₄²⁻'],
    ["f'(x)", 'f′(x)'],
    ['x=\\underline{\\hspace{2em}}', 'x = ____'],
  ])('%s', (tex, text) => {
    expect(plain(tex)).toBe(text)
  })

  test.each([
    '\\begin{pmatrix}1&2\\end{pmatrix}',
    '\\underbrace{a+b}_{n}',
    '\\widehat{ABC}',
    '\\foo{x}',
    '\\frac{1}{',
  ])('that cannot be is not made: %s', (tex) => {
    expect(createTypesetter().plain(tex)).toBeUndefined()
  })

  test.each(corpus.map(({ tex }) => tex))('has no command of TeX, or is not made: %s', (tex) => {
    expect(createTypesetter().plain(tex) ?? '').not.toMatch(/\\[A-Za-z]/)
  })
})
