import { createTypesetter } from '../../miniprogram/render/math/typesetter'
import { readableText } from '../../miniprogram/render/readable-text'

const { plain } = createTypesetter()
const readable = (markdown: string) =>
  readableText(markdown, { plain, picture: (description) => `〔图片：${description}〕` })

describe('An answer that is copied reads as a text in a chat', () => {
  test.each([
    ['a heading without its mark', '## 解答\n正文', '解答\n\n正文'],
    ['styles without their marks', '**重点** *斜体* ~~删去~~ `x+1`', '重点 斜体 删去 x+1'],
    ['formulas in Unicode', '由 $x^2-5x+6=0$ 得 $x_1=\\frac12$。', '由 x² - 5x + 6 = 0 得 x₁ = ½。'],
    [
      'a displayed formula on a line of its own',
      '得\n\n$$\\sqrt{3}\\le\\pi$$\n\n证毕',
      '得\n\n√3 ≤ π\n\n证毕',
    ],
    ['a displayed formula inside a text', '得 $$x\\times y$$ 证毕', '得 \nx × y\n 证毕'],
    ['what no text can say as LaTeX', '$\\begin{pmatrix}1\\end{pmatrix}$', '\\begin{pmatrix}1\\end{pmatrix}'],
    ['lists with their numbers', '1. 甲\n2. 乙\n   - 丙\n   - 丁', '1. 甲\n2. 乙\n  • 丙\n  • 丁'],
    ['a second paragraph of an item', '1. 甲\n\n   乙', '1. 甲\n\n  乙'],
    ['tasks', '- [ ] 待办\n- [x] 完成', '☐ 待办\n☑ 完成'],
    ['a quote', '> 甲\n> 乙', '│ 甲\n│ 乙'],
    ['a table as lines', '| 项 | 值 |\n|---|---|\n| **甲** | $x^2$ |', '项 | 值\n甲 | x²'],
    ['code as it is', '```js\nlet a = 1\n  a ** 2\n```', 'let a = 1\n  a ** 2'],
    ['a fence of mathematics as its formulas', '```math\nx = 1\ny\\le2\n```', 'x = 1\ny ≤ 2'],
    ['a rule', '甲\n\n---\n\n乙', '甲\n\n————\n\n乙'],
    ['a link with its address', '见[课本](https://a.cn/b)。', '见课本（https://a.cn/b）。'],
    ['an address once', '见 https://a.cn/b', '见 https://a.cn/b'],
    ['a link that is defined below', '见[课本][1]\n\n[1]: https://a.cn', '见课本（https://a.cn）'],
    ['a picture by its description', '![三角形](https://a.cn/t.png)', '〔图片：三角形〕'],
    ['powers and indices without dollars', 'x_1，SO_4^2-，F_合=0，2^(x-1/2)', 'x₁，SO₄²⁻，F合=0，2^(x-1/2)'],
    ['powers and indices of HTML', 'H<sub>2</sub>O 10<sup>3</sup>', 'H₂O 10³'],
    [
      'powers without dollars',
      '10^-7、10^-4.75、2^{2(n+1)}、e^{-λt}、Fe^3+',
      '10⁻⁷、10^(-4.75)、2²⁽ⁿ⁺¹⁾、e^(-λt)、Fe³⁺',
    ],
    ['what stands higher and is no power', '见[^1]，甲<sup>注</sup>', '见[1]，甲注'],
    ['nothing of nothing', '', ''],
  ])('%s', (_, markdown, text) => {
    expect(readable(markdown)).toBe(text)
  })
})
