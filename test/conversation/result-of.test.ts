import { resultOf } from '../../miniprogram/conversation/result-of'

describe('What the mistake book takes of an answer as its result', () => {
  test.each([
    ['移项\n\n**答案：** $x = 5$', '$x = 5$'],
    ['**答案：$x = 5$**', '$x = 5$'],
    ['> 【答案】：C', 'C'],
    ['【答案】C\n【解析】略', 'C'],
    ['**【答案】C**\n\n略', 'C'],
    ['参考答案：\n1. A\n2. B\n\n略', '1. A\n2. B'],
    ['答：小明走了 6 分钟。\n所以他不会迟到。', '小明走了 6 分钟。'],
    ['答案：1\n\n答案：2', '2'],
    ['答案：2\n\n答案：', '2'],
    ['答案如下：\n\n6 分钟', '6 分钟'],
    ['答案：\n- $x=3$\n- $y=1$\n\n再看一遍。', '- $x=3$\n- $y=1$'],
    ['答案：方程组的解是\n\n$$x=3$$\n\n$$y=1$$\n\n检验', '方程组的解是\n$$x=3$$\n$$y=1$$'],
    [
      '答案：方程组的解是\n$$\n\\begin{cases}\nx=3\n\\end{cases}\n$$\n检验',
      '方程组的解是\n$$\n\\begin{cases}\nx=3\n\\end{cases}\n$$',
    ],
    ['答案：解是\n\\[\nx=3\n\\]\n', '解是\n\\[\nx=3\n\\]'],
    ['答案：$x=3$。\n\n$$3+1=4$$', '$x=3$。'],
    ['答案：\n\n## 第 4 题\n\n解。', undefined],
    ['答案：\n\n---\n\n还有', undefined],
    ['答案在后面。', undefined],
    ['', undefined],
  ])('%j', (text, result) => {
    expect(resultOf(text)).toBe(result)
  })
})
