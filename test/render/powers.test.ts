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
]

const others: readonly [written: string, shown: string][] = [
  ...[
    '好(^o^)棒',
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
