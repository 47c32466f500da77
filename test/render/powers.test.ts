import type { Row } from '../../miniprogram/render/index'
import { STYLE } from '../../miniprogram/render/row/row'
import { normalized, render } from './page'

/** A row's text, with what stands higher between `⟨` and `⟩`. */
function shown([, ...runs]: Row): string {
  return runs
    .map((run) => {
      if (typeof run === 'string') return run
      if (!Array.isArray(run)) return 'f' in run ? `$${run.f}$` : ''
      const [text, style] = run
      return typeof text === 'string' && typeof style === 'number' && style >= STYLE.sup
        ? style < STYLE.underline
          ? `⟨${text}⟩`
          : text
        : String(text)
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
    '10^(pH-14)',
    'name^user',
    'x^{',
    'x^{}',
    'x^{a{b}}',
    'x^{甲\n乙}',
    '[^abc]',
    '∑_{k=1}^{n} k',
    'https://a.cn/x^2 页',
  ].map((text): [string, string] => [text, text]),
  ['`x^2`', 'x^2'],
  ['$x^2$', '$x^2$'],
  ['由[^1]、[^2^]得', '由⟨[1]⟩、⟨[2]⟩得'],
]

describe('a power without dollars', () => {
  test.each(powers)('stands higher: %s', (text, expected) => {
    expect(seen(text)).toBe(expected)
  })

  test.each(others)('is not seen where none is: %s', (text, expected) => {
    expect(seen(text)).toBe(expected)
  })

  test.each([...powers, ...others])('comes as it stays, letter by letter: %s', (text) => {
    const page = render(characters(text))
    expect(normalized(page.rows)).toEqual(normalized(render([text]).rows))
    page.frames.forEach((frame, index) => {
      expect(frame.startsWith(page.frames[index - 1] ?? '')).toBe(true)
    })
  })
})
