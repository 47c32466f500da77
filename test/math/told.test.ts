import { createTypesetter } from '../../miniprogram/render/math/typesetter'

const { plain, words } = createTypesetter()

type Told = [tex: string, copied: string | undefined, heard: string]

/** What a formula says, by what was told wrong of it: as a line of text, and in words. */
const kinds: Record<string, Told[]> = {
  'a command behind ^ or _ with what it takes': [
    ['2^\\frac{1}{2}', '2^½', '2 的 2 分之 1 次方'],
    ['10^\\text{-3}', '10⁻³', '10 的 负 3 次方'],
    ['A^\\mathrm{T}A', 'AᵀA', 'A 的转置 A'],
    ['v_\\text{max}', 'vₘₐₓ', 'v 下标 max'],
    ['\\sqrt\\frac12', '√½', '根号 2 分之 1 根号结束'],
    ['\\overline\\mathrm{AB}', 'A̅B̅', 'AB 上横线'],
  ],
  'the numbers of a nuclide before it, wherever it stands': [
    [
      '\\ce{^{238}_{92}U -> ^{234}_{90}Th + ^{4}_{2}He}',
      '₉₂²³⁸U → ₉₀²³⁴Th + ₂⁴He',
      '下标 92 上标 238 U 到 下标 90 上标 234 Th 加 下标 2 上标 4 He',
    ],
    [
      '\\mathrm{^{238}_{92}U \\xrightarrow{} ^{234}_{90}Th + ^4_2He}',
      '₉₂²³⁸U → ₉₀²³⁴Th + ₂⁴He',
      '下标 92 上标 238 U 到 下标 90 上标 234 Th 加 下标 2 上标 4 He',
    ],
    ['_{7}^{14}N+_{2}^{4}He', '₇¹⁴N + ₂⁴He', '下标 7 上标 14 N 加 下标 2 上标 4 He'],
    ['\\to ^{0}_{-1}e', '→ ₋₁⁰e', '到 下标 负 1 上标 0 e'],
  ],
  'a sign above a number as the side from which it is reached, above a set as its half, above an ion as its charge':
    [
      ['\\lim_{x\\to 0^+}f(x)', 'lim(x→0⁺) f(x)', '极限 x 从右侧趋于 0 f 左括号 x 右括号'],
      ['\\lim_{x\\to -1^-}', 'lim(x→-1⁻)', '极限 x 从左侧趋于 负 1'],
      ['\\lim_{x\\to 0+}', 'lim(x→0+)', '极限 x 从右侧趋于 0'],
      ['\\lim_{x\\to -1}', 'lim(x→-1)', '极限 x 趋于 负 1'],
      ['x\\to x_0^-', 'x → x₀⁻', 'x 从左侧趋于 x 下标 0'],
      ['f(0^+)', 'f(0⁺)', 'f 左括号 0 右侧 右括号'],
      ['x\\in\\mathbf{R}^+', 'x ∈ R⁺', 'x 属于 正实数集'],
      ['\\mathbb{R}_-', 'ℝ₋', '负实数集'],
      ['n\\in\\mathbb{N}^*', 'n ∈ ℕ*', 'n 属于 正整数集'],
      ['\\mathbb{N}^+', 'ℕ⁺', '正整数集'],
      ['\\mathrm{Na^+}', 'Na⁺', 'Na 带 1 个单位正电荷'],
      ['\\mathrm{Cl}^-', 'Cl⁻', 'Cl 带 1 个单位负电荷'],
      ['\\ce{Cu - 2e^- = Cu^2+}', 'Cu - 2e⁻ = Cu²⁺', 'Cu 减 2e 带 1 个单位负电荷 等于 Cu 带 2 个单位正电荷'],
      [
        '\\ce{[Ag(NH3)2]+}',
        '[Ag(NH₃)₂]⁺',
        '左方括号 Ag 左括号 NH 下标 3 右括号 下标 2 右方括号 带 1 个单位正电荷',
      ],
    ],
  'where an index, a root and a fraction end, so that no two formulas are one': [
    ['a_{n+1}', 'aₙ₊₁', 'a 下标 n 加 1 下标结束'],
    ['a_n+1', 'aₙ + 1', 'a 下标 n 加 1'],
    ['\\sqrt{2}x', '√2x', '根号 2 x'],
    ['\\sqrt{2x}', '√(2x)', '根号 2x 根号结束'],
    ['\\sqrt{x}^2', '(√x)²', '根号 x 根号结束 的平方'],
    ['\\sqrt{x^2}', '√(x²)', '根号 x 的平方 根号结束'],
    ['\\sin\\frac x2', 'sin x/2', 'sin 2 分之 x'],
    ['\\frac{\\sin x}2', '(sin x)/2', '2 分之 sin x'],
    ['\\sin\\frac xy', 'sin x/y', 'sin 分式 x 除以 y 分式结束'],
    ['\\frac{\\sin x}y', '(sin x)/y', 'sin x 除以 y'],
    ['\\frac ab\\div\\frac cd', 'a/b ÷ c/d', '分式 a 除以 b 分式结束 除以 分式 c 除以 d 分式结束'],
    ['a\\div b\\div c\\div d', 'a ÷ b ÷ c ÷ d', 'a 除以 b 除以 c 除以 d'],
    ['n\\frac{a}{b}', 'na/b', 'n 分式 a 除以 b 分式结束'],
    ['\\frac{na}{b}', 'na/b', 'na 除以 b'],
    ['\\frac{a}{b}^2', '(a/b)²', '分式 a 除以 b 分式结束 的平方'],
    ['2\\frac{\\pi}{3}', '2 π/3', '2 乘 3 分之 派'],
    ['k\\frac12', 'k½', 'k 乘 2 分之 1'],
    ['\\frac{\\sqrt3}{2}', '√3/2', '2 分之 根号 3'],
  ],
  'which strokes belong together': [
    ['||a|-|b||', '||a|-|b||', '绝对值 绝对值 a 绝对值结束 减 绝对值 b 绝对值结束 绝对值结束'],
    ['|a||b|', '|a||b|', '绝对值 a 绝对值结束 绝对值 b 绝对值结束'],
    ['|x|^2=|-x|^2', '|x|² = |-x|²', '绝对值 x 绝对值结束 的平方 等于 绝对值 负 x 绝对值结束 的平方'],
    ['P(A|B)+P(C|D)', 'P(A|B) + P(C|D)', 'P 左括号 A 竖线 B 右括号 加 P 左括号 C 竖线 D 右括号'],
    ['\\{x||x|>1\\}', '{x||x| > 1}', '左花括号 x 竖线 绝对值 x 绝对值结束 大于 1 右花括号'],
  ],
  'a remainder': [
    ['17\\div5=3\\cdots\\cdots2', '17 ÷ 5 = 3……2', '17 除以 5 等于 3 余 2'],
    ['17÷5=3……2', '17 ÷ 5 = 3……2', '17 除以 5 等于 3 余 2'],
    ['3\\ldots\\ldots2', '3……2', '3 余 2'],
    ['17\\div5=3\\cdots2', '17 ÷ 5 = 3…2', '17 除以 5 等于 3 余 2'],
    ['17\\div5=3......2', '17 ÷ 5 = 3......2', '17 除以 5 等于 3 余 2'],
    ['17\\div5=3\\text{（个）}\\cdots\\cdots2', '17 ÷ 5 = 3（个）……2', '17 除以 5 等于 3 （个） 余 2'],
    ['1\\div3=0.33\\cdots', '1 ÷ 3 = 0.33…', '1 除以 3 等于 0.33 省略号'],
    ['1+2+\\cdots+n', '1 + 2 + … + n', '1 加 2 加 省略号 加 n'],
    ['a_1a_2\\cdots a_n', 'a₁a₂…aₙ', 'a 下标 1 a 下标 2 省略号 a 下标 n'],
  ],
  'by the right word': [
    ['\\chi^2=3.84', 'χ² = 3.84', '卡方 等于 3.84'],
    ['\\chi', 'χ', '卡'],
    ["30^\\circ15'20''", '30°15′20″', '30 度 15 分 20 秒'],
    ["f''(x)", 'f″(x)', 'f 2 撇 左括号 x 右括号'],
    ['\\left[x^2\\right]_0^1', '[x²]₀¹', '左方括号 x 的平方 右方括号 从 0 到 1'],
    ['[x^2]_0^1', '[x²]₀¹', '左方括号 x 的平方 右方括号 从 0 到 1'],
    ['y^{(4)}', 'y⁽⁴⁾', 'y 的 4 阶导数'],
    ['n\\to -1', 'n → -1', 'n 到 负 1'],
    ['x>\\frac ba \\quad (a>0)', 'x > b/a (a > 0)', 'x 大于 b 除以 a 左括号 a 大于 0 右括号'],
    [
      '\\left\\{\\begin{aligned}&x+y=1\\\\&x-y=2\\end{aligned}\\right.',
      '{ x + y = 1; x - y = 2 }',
      '联立 第 1 行 x 加 y 等于 1； 第 2 行 x 减 y 等于 2 联立结束',
    ],
  ],
  'the characters that stand for signs': [
    ['√3', '√3', '根号 3'],
    ['√(a+b)+√2x', '√(a + b) + √2x', '根号 a 加 b 根号结束 加 根号 2 x'],
    ['∛8=2', '∛8 = 2', '3 次 根号 8 等于 2'],
    ['x₁+x₂', 'x₁ + x₂', 'x 下标 1 加 x 下标 2'],
    ['aₙ₊₁', 'aₙ₊₁', 'a 下标 n 加 1 下标结束'],
    ['10⁻³', '10⁻³', '10 的 负 3 次方'],
    ['5\\text{cm²}', '5cm²', '5 cm 的平方'],
    ['\\ce{SO₄²⁻}', 'SO₄²⁻', 'SO 下标 4 带 2 个单位负电荷'],
    ['½x', '½x', '2 分之 1 x'],
    ['1∶50000', '1:50000', '1 比 50000'],
    ['﹣5', '-5', '负 5'],
    ['｜x｜', '|x|', '绝对值 x 绝对值结束'],
    ['1,234,567', '1,234,567', '1234567'],
    ['x=12,000+5', 'x = 12,000 + 5', 'x 等于 12000 加 5'],
    ['(1,234)', '(1, 234)', '左括号 1，234 右括号'],
    ['100,200,300', '100, 200, 300', '100，200，300'],
  ],
  'what stands in a circle': [
    ['\\textcircled{1}\\times2-\\textcircled{2}', '① × 2 - ②', '圈 1 乘 2 减 圈 2'],
    ['①\\times2-②', '① × 2 - ②', '圈 1 乘 2 减 圈 2'],
    ['\\textcircled{\\scriptsize{1}}', '①', '圈 1'],
    ['\\textcircled{\\raisebox{-0.9pt}{1}}', '①', '圈 1'],
    ['\\text{由}\\textcircled{12}', '由⑫', '由 圈 12'],
    ['\\text{由\\textcircled{1}得}', '由①得', '由 圈 1 得'],
    ['\\textcircled{A}\\textcircled{b}', 'Ⓐⓑ', '圈 A 圈 b'],
    ['\\textcircled{甲}', '(甲)', '(甲)'],
  ],
}

describe.each(Object.entries(kinds))('A formula tells %s', (_, cases) => {
  test.each(cases)('%s', (tex, copied, heard) => {
    expect(plain(tex)).toBe(copied)
    expect(words(tex)).toBe(heard)
  })
})
