import fc from 'fast-check'
import { spoken } from '../../miniprogram/render/math/spoken'
import { createTypesetter } from '../../miniprogram/render/math/typesetter'
import { corpus } from './corpus'

describe('A formula is read out', () => {
  test.each([
    // Operators, relations, signs of numbers.
    ['x = -b', 'x 等于 负 b'],
    ['3 + 5 \\times 2 - 8 \\div 4 = 11', '3 加 5 乘 2 减 8 除以 4 等于 11'],
    ['x=\\pm 2', 'x 等于 正负 2'],
    ['-3 < x \\leqslant 5', '负 3 小于 x 小于等于 5'],
    ['2{,}500', '2500'],
    // Fractions.
    ['x = \\frac{-b}{2a}', 'x 等于 负 b 除以 2a'],
    ['\\frac12', '2 分之 1'],
    ['1\\frac{2}{3}', '1 又 3 分之 2'],
    ['\\frac{1}{x-1}', '分式 1 除以 x 减 1 分式结束'],
    ['\\frac{\\frac{1}{a}}{b}', '分式 分子 1 除以 a 分母 b 分式结束'],
    [
      'x=\\frac{-b\\pm\\sqrt{b^2-4ac}}{2a}',
      'x 等于 分式 负 b 加减 根号 b 的平方 减 4ac 根号结束 除以 2a 分式结束',
    ],
    // Powers, indices, roots.
    ['x^2+y^3', 'x 的平方 加 y 的立方'],
    ['2^{n+1}', '2 的 n 加 1 次方'],
    ['10^{-5}', '10 的 负 5 次方'],
    ['x_1', 'x 下标 1'],
    ['C_n^m', 'C 下标 n 上标 m'],
    ["f'(x)", 'f 撇 左括号 x 右括号'],
    ['\\sqrt{3}', '根号 3'],
    ['\\sqrt[3]{a+b}', '3 次 根号 a 加 b 根号结束'],
    ['\\left|x-3\\right|', '绝对值 x 减 3 绝对值结束'],
    ['|a|+|b|', '绝对值 a 绝对值结束 加 绝对值 b 绝对值结束'],
    // Geometry.
    ['\\angle ABC = 90^\\circ', '角 ABC 等于 90 度'],
    ['\\triangle ABC \\sim \\triangle DEF', '三角形 ABC 相似于 三角形 DEF'],
    ['AB \\parallel CD', 'AB 平行于 CD'],
    ['AB // CD', 'AB 平行于 CD'],
    ['\\vec{a} \\perp \\overrightarrow{AB}', '向量 a 垂直于 向量 AB'],
    // Higher school.
    ['\\log_2 8 = 3', 'log 以 2 为底 8 等于 3'],
    ['\\lim_{x \\to 0} x', '极限 x 趋于 0 x'],
    ['\\sum_{i=1}^{n} i', '求和 从 i 等于 1 到 n i'],
    ['X \\sim N(0,1)', 'X 服从 N 左括号 0，1 右括号'],
    ['x \\notin \\mathbb{R}', 'x 不属于 实数集'],
    [
      '\\begin{cases} x+y=1 \\\\ x-y=3 \\end{cases}',
      '联立 第 1 行 x 加 y 等于 1； 第 2 行 x 减 y 等于 3 联立结束',
    ],
    [
      '\\begin{cases} x, & x \\ge 0 \\\\ -x, & x < 0 \\end{cases}',
      '分情况 第 1 行 x， x 大于等于 0； 第 2 行 负 x， x 小于 0 分情况结束',
    ],
    ['\\begin{pmatrix} 1 & 2 \\\\ 3 & 4 \\end{pmatrix}', '矩阵 第 1 行 1， 2； 第 2 行 3， 4 矩阵结束'],
    // Physics and chemistry.
    ['9.8\\,\\mathrm{m/s^2}', '9.8 m 除以 s 的平方'],
    ['\\ce{2H2 + O2 ->[点燃] 2H2O}', '2H 下标 2 加 O 下标 2 到 上方 点燃 2H 下标 2 O'],
    ['\\ce{SO4^2-}', 'SO 下标 4 带 2 个单位负电荷'],
    ['^{14}_{6}\\mathrm{C}', '下标 6 上标 14 C'],
    // Words and gaps.
    ['\\text{路程} = \\text{速度} \\times \\text{时间}', '路程 等于 速度 乘 时间'],
    ['x = \\underline{\\hspace{2em}}', 'x 等于 填空'],
  ])('%s', (tex, words) => {
    expect(spoken(tex)).toBe(words)
  })

  test.each(corpus.map(({ tex }) => tex))('without a sign of TeX: %s', (tex) => {
    const words = spoken(tex)
    expect(words.trim()).not.toBe('')
    expect(words).not.toMatch(/[\\{}$]/)
  })

  test('without a sign of TeX whatever it is made of, or not at all', () => {
    const sign = fc.constantFrom(
      ...'\\frac \\sqrt \\text \\left( \\right) \\ce \\foo \\begin{cases} \\end{cases} { } [ ] ^ _ & $ \\$ \\{ \\\\ | - = a 1 中 △'.split(
        ' ',
      ),
    )
    fc.assert(
      fc.property(fc.array(sign, { maxLength: 30 }), (signs) => {
        expect(createTypesetter().speak(signs.join(' ')) ?? '').not.toMatch(/[\\{}$]/)
      }),
    )
  })

  test('by its source where that says the same, or says nothing that can be told', () => {
    const { speak } = createTypesetter()
    expect(speak('x')).toBeUndefined()
    expect(speak('\\frac{1}{')).toBeUndefined()
    expect(speak('x'.repeat(4000))).toBeUndefined()
  })
})
