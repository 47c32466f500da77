import { spokenText } from '../../miniprogram/components/answer-content/copied-text'
import {
  bringTypesetter,
  formulasSettled,
} from '../../miniprogram/components/answer-content/formula-typesetter'
import { spoken } from '../../miniprogram/render/math/spoken'
import { createTypesetter } from '../../miniprogram/render/math/typesetter'
import { corpus } from '../math/corpus'

describe('An answer that is read aloud', () => {
  test('has its formulas as their source as long as mathematics has not been loaded', () => {
    expect(spokenText('得 $x=1$。')).toBe('得 x=1。')
  })

  describe('says its formulas in words', () => {
    beforeAll(async () => {
      bringTypesetter({ load: async () => createTypesetter(), logger: { warn: () => undefined } })
      await formulasSettled()
    })

    test.each([
      ['a fraction', '阴影占 $\\frac{1}{2}$。', '阴影占 2 分之 1。'],
      [
        'a displayed formula',
        '由公式\n\n$$x=\\frac{-b\\pm\\sqrt{b^2-4ac}}{2a}$$\n\n得',
        '由公式\n\nx 等于 分式 负 b 加减 根号 b 的平方 减 4ac 根号结束 除以 2a 分式结束\n\n得',
      ],
      ['powers', '因为 $a^2-b^2$，所以', '因为 a 的平方 减 b 的平方，所以'],
      ['an absolute value', '解 $|x|>2$。', '解 绝对值 x 绝对值结束 大于 2。'],
      ['a product', '$3\\times4$', '3 乘 4'],
      ['vectors', '$\\vec a\\cdot\\vec b=0$', '向量 a 乘 向量 b 等于 0'],
      ['a ratio', '$\\text{比}=3:4$', '比 等于 3 比 4'],
      ['an index of HTML', 'H<sub>2</sub>O', 'H下标 2O'],
      ['cells of a table', '| 式 |\n|---|\n| $x_1=-3$ |', '式\nx 下标 1 等于 负 3'],
      ['a letter', '设 $x$ 为边长', '设 x 为边长'],
    ])('%s', (_, markdown, words) => {
      expect(spokenText(markdown)).toBe(words)
    })

    test.each(corpus.map(({ tex }) => tex))('all of them, not as they travel to the page: %s', (tex) => {
      expect(spokenText(`$$\n${tex}\n$$`)).toBe(spoken(tex).trim())
    })
  })
})
