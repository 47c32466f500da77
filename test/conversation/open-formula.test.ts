import { endsInsideFormula } from '../../miniprogram/conversation/open-formula'

describe('A text that was cut', () => {
  test.each([
    '由于两根 $x_1 = -1',
    '所以 $',
    '所以\n\n$$\n\\begin{aligned}\ny&=(x',
    '先算 \\(a + b',
    '得到\n\\[\n\\frac{1}{2',
    '其中\n\\begin{cases}x = 1',
    '由 $a = 1$ 和 $$b = 2$$ 得 $c = \\sqrt{',
  ])('in the middle of a formula is known: %j', (text) => {
    expect(endsInsideFormula(text)).toBe(true)
  })

  test.each([
    '',
    '解得 $x = 3$，所以',
    '一支笔 $5，一个本子 $3',
    '价格是 \\$5 = 五美元',
    '所以\n\n$$\n\\begin{aligned}\ny&=1\n\\end{aligned}\n$$\n\n再看',
    '\\(a\\) 和 \\[b\\] 之后',
    '\\begin{cases}x = 1\\end{cases} 之后',
  ])('outside of one is shown as it is: %j', (text) => {
    expect(endsInsideFormula(text)).toBe(false)
  })

  test('costs little, however long and strange it is', () => {
    for (const part of ['$', '\\[', '\\begin{a}', '$a', '\\(']) {
      expect([part, endsInsideFormula(part.repeat(200_000))]).toEqual([
        part,
        endsInsideFormula(part.repeat(4)),
      ])
    }
  })
})
