import type { Row } from '../../miniprogram/render/index'
import { STYLE } from '../../miniprogram/render/row/row'
import { normalized, render } from './page'

/** A row's text, with what stands higher between `⟨` and `⟩`, and what stands lower between `‹` and `›`. */
function shown([, ...runs]: Row): string {
  return runs
    .map((run) => {
      if (typeof run === 'string') return run
      if (!Array.isArray(run)) return 'f' in run ? `$${run.f}$` : ''
      const [text, style] = run
      if (typeof style !== 'number' || style < STYLE.sub || style >= STYLE.underline) return String(text)
      return style < STYLE.sup ? `‹${String(text)}›` : `⟨${String(text)}⟩`
    })
    .join('')
}

const seen = (text: string) => render([text]).rows.map(shown).join('\n')
const characters = (text: string) => text.match(/[\s\S]/gu) ?? []

/** What models write without dollars: `Fe^3+` of GLM-4, `m/s^2` of GPT-4, `10^-7`, `X^AY` of Qwen2. */
const powers: readonly [written: string, shown: string][] = [
  ['x^2-2y^2=4，(x-1)^2+(y+2)^2=r^2', 'x⟨2⟩-2y⟨2⟩=4，(x-1)⟨2⟩+(y+2)⟨2⟩=r⟨2⟩'],
  ['3×10^-7 C，9.8 m/s^2，6 mol^{-1}。', '3×10⟨-7⟩ C，9.8 m/s⟨2⟩，6 mol⟨-1⟩。'],
  ['2^n 个，e^-x，a^{n+1}+1', '2⟨n⟩ 个，e⟨-x⟩，a⟨n+1⟩+1'],
  ['Fe^2+被氧化成Fe^3+，SO4^2-、OH^-。', 'Fe⟨2+⟩被氧化成Fe⟨3+⟩，SO4⟨2-⟩、OH⟨-⟩。'],
  ['Fe^3+ + 3OH^- → 沉淀', 'Fe⟨3+⟩ + 3OH⟨-⟩ → 沉淀'],
  ['1.08 米/秒^2，|a|^2+2a·b，π^2', '1.08 米/秒⟨2⟩，|a|⟨2⟩+2a·b，π⟨2⟩'],
  ['x^2+ 1，x^2-（a+b），x^2+√3，x^2-$y$', 'x⟨2⟩+ 1，x⟨2⟩-（a+b），x⟨2⟩+√3，x⟨2⟩-$y$'],
  ['sp^3 杂化，3d^54s^1，3d^104s^2', 'sp⟨3⟩ 杂化，3d⟨5⟩4s⟨1⟩，3d⟨10⟩4s⟨2⟩'],
  ['X^AY × X^aX^a', 'X⟨A⟩Y × X⟨a⟩X⟨a⟩'],
  ['sin^2θ，ω^2r，（a+b）^2，[OH-]^2', 'sin⟨2⟩θ，ω⟨2⟩r，（a+b）⟨2⟩，[OH-]⟨2⟩'],
  ['## 作 y=x^2 的图像', '作 y=x⟨2⟩ 的图像'],
  ['- x^2\n- y^3', 'x⟨2⟩\ny⟨3⟩'],
  // A sign that adds what follows is no charge.
  ['α^2+β^2=(α+β)^2-2αβ', 'α⟨2⟩+β⟨2⟩=(α+β)⟨2⟩-2αβ'],
  ['x^2-|x|-2=0，|x|^2-|y|^2', 'x⟨2⟩-|x|-2=0，|x|⟨2⟩-|y|⟨2⟩'],
  ['1+2+2^2+...+2^n，1+x+x^2+…+x^n+…', '1+2+2⟨2⟩+...+2⟨n⟩，1+x+x⟨2⟩+…+x⟨n⟩+…'],
  ['ω^2-ω0^2，mc^2-Δm，½mv^2-½mv0^2', 'ω⟨2⟩-ω0⟨2⟩，mc⟨2⟩-Δm，½mv⟨2⟩-½mv0⟨2⟩'],
  ['底^2+高^2=斜边^2，x^2-**y**', '底⟨2⟩+高⟨2⟩=斜边⟨2⟩，x⟨2⟩-y'],
  ['AB^2+BC^2=AC^2，S^2+△', 'AB⟨2⟩+BC⟨2⟩=AC⟨2⟩，S⟨2⟩+△'],
  ['2^(x-1/2)，e^(-t/RC)，10^(pH-14)，Fe^(3+)', '2⟨x-1/2⟩，e⟨-t/RC⟩，10⟨pH-14⟩，Fe⟨3+⟩'],
  ['x^{f(1)}+1，(x^(n))', 'x⟨f(1)⟩+1，(x⟨n⟩)'],
  // Numbers are whole.
  ['c(H^+)=10^-4.75 mol/L，x^0.5。2^10.', 'c(H⟨+⟩)=10⟨-4.75⟩ mol/L，x⟨0.5⟩。2⟨10⟩.'],
  ['5×10^14s^-1，k=10^13s^-1', '5×10⟨14⟩s⟨-1⟩，k=10⟨13⟩s⟨-1⟩'],
  // Ions before whatever follows.
  ['Fe^3+（铁离子）、Cu^2+(aq)、CO3^2-(aq)', 'Fe⟨3+⟩（铁离子）、Cu⟨2+⟩(aq)、CO3⟨2-⟩(aq)'],
  ['Fe^2+ is green, Na^+ and Cl^-', 'Fe⟨2+⟩ is green, Na⟨+⟩ and Cl⟨-⟩'],
  ['[Cu(NH3)4]^2+、S^2-、NH4^+。', '[Cu(NH3)4]⟨2+⟩、S⟨2-⟩、NH4⟨+⟩。'],
  ['I^AI^B、I^Ai，(ab)^n=a^nb^n', 'I⟨A⟩I⟨B⟩、I⟨A⟩i，(ab)⟨n⟩=a⟨n⟩b⟨n⟩'],
  ["x₁^2+x₂^2，x'^2，Ω^2", "x₁⟨2⟩+x₂⟨2⟩，x'⟨2⟩，Ω⟨2⟩"],
]

/** Indices of models that write no dollars: of sequences, points, physics in Chinese, chemistry. */
const indices: readonly [written: string, shown: string][] = [
  ['x_1+x_2=-b/a，x_1x_2=c/a', 'x‹1›+x‹2›=-b/a，x‹1›x‹2›=c/a'],
  ['a_n=2n-1，a_{n+1}=2a_n+1，S_n', 'a‹n›=2n-1，a‹n+1›=2a‹n›+1，S‹n›'],
  ['a_10、a_12。C_5^2 与 A_{5}^{3}', 'a‹10›、a‹12›。C‹5›⟨2⟩ 与 A‹5›⟨3⟩'],
  [
    '数列a_n中，a_n = 2n，{b_n}，(x_i+1)，v_t=v_0+at',
    '数列a‹n›中，a‹n› = 2n，{b‹n›}，(x‹i›+1)，v‹t›=v‹0›+at',
  ],
  ['log_2 8，log_a b，log_{1/2}x', 'log‹2› 8，log‹a› b，log‹1/2›x'],
  ['∑_{k=1}^{n} k，lim_{x→0} f(x)', '∑‹k=1›⟨n⟩ k，lim‹x→0› f(x)'],
  ['F_合=0，ρ_水gV_排，v_平均等于 S_阴影。', 'F‹合›=0，ρ‹水›gV‹排›，v‹平均›等于 S‹阴影›。'],
  ['E_k=1/2mv_0^2，U_AB，v_max，ω_0t', 'E‹k›=1/2mv‹0›⟨2⟩，U‹AB›，v‹max›，ω‹0›t'],
  ['kq_1q_2/r^2，2gx_1，R_1R_2', 'kq‹1›q‹2›/r⟨2⟩，2gx‹1›，R‹1›R‹2›'],
  ['正方体 ABCD-A_1B_1C_1D_1，BB_1⊥AC', '正方体 ABCD-A‹1›B‹1›C‹1›D‹1›，BB‹1›⊥AC'],
  ['S_△ABC=S_{△ABD}', 'S‹△ABC›=S‹△ABD›'],
  ['K_sp、K_w、K_a1，ΔH_1', 'K‹sp›、K‹w›、K‹a1›，ΔH‹1›'],
  ['H_2SO_4，Ca(OH)_2，CH_3CH_2OH', 'H‹2›SO‹4›，Ca(OH)‹2›，CH‹3›CH‹2›OH'],
  ['NaHCO_3，C_6H_{12}O_6，2KMnO_4', 'NaHCO‹3›，C‹6›H‹12›O‹6›，2KMnO‹4›'],
  ['SO_4^2-，NH_4^+、CO_3^{2-}', 'SO‹4›⟨2-⟩，NH‹4›⟨+⟩、CO‹3›⟨2-⟩'],
  ['**x_1=3**，_y_', 'x‹1›=3，y'],
]

const noIndices: readonly [written: string, shown: string][] = [
  ...[
    'snake_case，my_var，user_id',
    'file_1.txt，x_1.py',
    'a_b_c，x_1_2',
    'x_ 与 _ 号',
    '第一空____，第二空__1__',
    // Words to be spelled.
    '填一填：b_g, c_t，f_sh',
    'h_t（帽子），p_g',
    // Genotypes.
    'A_B_:A_bb:aaB_=9:3:3',
    'catalog_2，log_28',
    'to_b，is_A',
    'x__1',
    'x_{',
    'x_{}',
    'x_{a{b}}',
    'F_合力的方向',
    'F_浮和F_合与G',
    'me@a_1，v1.a_1',
    'https://a.cn/x_1 页',
  ].map((text): [string, string] => [text, text]),
  ['`x_1`', 'x_1'],
  ['$x_1$', '$x_1$'],
  ['a _重点_ b', 'a 重点 b'],
]

const others: readonly [written: string, shown: string][] = [
  ...[
    '好(^o^)棒',
    '好的^-^',
    '你真棒^o^',
    '同学你好^v^',
    '文献^1^',
    '按^C退出',
    '101^011=110',
    'mask^0xFF',
    '10^-pH',
    '2^2^2',
    'a^b^a==b',
    'x^2^10',
    '2^1234567890',

    '^2 与 ^ 号',
    'a ^ b',
    'x^',
    '（x^）',
    'x^(注)，x^()，x^((a))',
    'name^user',
    'x^{',
    'x^{}',
    'x^{a{b}}',
    'x^{甲\n乙}',
    '[^abc]',
    'https://a.cn/x^2 页',
  ].map((text): [string, string] => [text, text]),
  ['`x^2`', 'x^2'],
  ['$x^2$', '$x^2$'],
  ['由[^1]、[^2^]得', '由⟨[1]⟩、⟨[2]⟩得'],
]

describe('a power or an index without dollars', () => {
  test.each(powers)('stands higher: %s', (text, expected) => {
    expect(seen(text)).toBe(expected)
  })

  test.each(indices)('stands lower: %s', (text, expected) => {
    expect(seen(text)).toBe(expected)
  })

  test.each([...others, ...noIndices])('is not seen where none is: %s', (text, expected) => {
    expect(seen(text)).toBe(expected)
  })

  test.each([...powers, ...indices, ...others, ...noIndices])(
    'comes as it stays, letter by letter: %s',
    (text) => {
      const page = render(characters(text))
      expect(normalized(page.rows)).toEqual(normalized(render([text]).rows))
      page.frames.forEach((frame, index) => {
        expect(frame.startsWith(page.frames[index - 1] ?? '')).toBe(true)
      })
    },
  )
})
