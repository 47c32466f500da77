import {
  copiedText,
  formulasAwaited,
  spokenText,
} from '../../miniprogram/components/answer-content/copied-text'
import {
  bringTypesetter,
  formulasSettled,
} from '../../miniprogram/components/answer-content/formula-typesetter'
import { spoken } from '../../miniprogram/render/math/spoken'
import { createTypesetter } from '../../miniprogram/render/math/typesetter'
import { corpus } from '../math/corpus'

describe('An answer that is read aloud', () => {
  test('as long as mathematics has not been loaded has what can be read as it stands, and says that the rest are formulas', () => {
    expect(spokenText('得 $x=1$。')).toBe('得 x=1。')
    expect(spokenText('得 $x=\\frac{1}{2}$ 与 $a^2$。')).toBe('得 公式 与 公式。')
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

describe('What is copied, drawn or read aloud while mathematics is being loaded', () => {
  beforeEach(() => void jest.useFakeTimers())
  afterEach(() => void jest.useRealTimers())
  const bring = (milliseconds: number) =>
    bringTypesetter({
      load: () => new Promise((resolve) => setTimeout(() => resolve(createTypesetter()), milliseconds)),
      logger: { warn: () => undefined },
    })
  const text = async () => {
    await formulasAwaited()
    return [copiedText('$\\frac12$'), spokenText('$\\frac12$')]
  }

  test('waits for it', async () => {
    bring(1000)
    const given = text()
    await jest.advanceTimersByTimeAsync(1000)
    expect(await given).toEqual(['½', '2 分之 1'])
    expect(jest.getTimerCount()).toBe(0)
  })

  test('waits no longer than a student does', async () => {
    bring(60_000)
    const given = text()
    await jest.advanceTimersByTimeAsync(4000)
    expect(await given).toEqual(['\\frac12', '公式'])
  })
})
