import fc from 'fast-check'
import { createAnswerRenderer, type Row, visibleText } from '../../miniprogram/render/index'
import { FakePage, render } from './page'

/** A row's text without what its sign in the margin says; stars that stayed text do not count. */
function beside(row: Row): string {
  const [head] = row
  const text = visibleText(row)
  let letters = head === 0 ? 0 : (head.l ?? 0)
  let at = 0
  for (; at < text.length && (letters > 0 || text.charAt(at) === '*'); at++)
    if (text.charAt(at) !== '*') letters--
  return head === 0 || !head.l ? text : text.slice(at).trimStart()
}

const shown = (markdown: string): string[] => render([markdown]).rows.map(beside)

describe('What a sign in the margin says', () => {
  test.each<[string, string[]]>([
    ['## 第 2 题', ['']],
    ['## 第 2 题：解方程', ['解方程']],
    ['## 第2题 解方程', ['解方程']],
    ['### 第 2 题（不对）', ['（不对）']],
    ['## 第 2 题的解法', ['解法']],
    ['## **第 2 题**：解方程', ['解方程']],
    ['**第 2 题：求顶点**', ['求顶点']],
    ['**第 2 题**：求顶点', ['求顶点']],
    ['**第 2 题：求顶点**\n先配方。', ['求顶点', '先配方。']],
    ['**第 2 题**\n先配方。', ['', '先配方。']],
    ['## 第 2 题：2. 解方程', ['解方程']],
    ['## 第 2 题 ② 解方程', ['解方程']],
    ['## 第三题：三、解方程', ['解方程']],
    ['## 第 2 题\n\n② 解方程', ['', '解方程']],
    ['## 第 2 题\n\n2．解方程', ['', '解方程']],
    ['答案：$x=5$', ['x=5']],
    ['**答案：** $x=5$', ['x=5']],
    ['**答案：C**', ['C']],
    ['答：小明走了 6 分钟。', ['小明走了 6 分钟。']],
    ['最终答案： 6', ['6']],
    ['【答案】：C', ['C']],
    ['Answer: 6', ['6']],
    ['## 答案\n\n6', ['', '6']],
    ['**答案如下：**\n\n6', ['', '6']],
    ['答案：\n\n$$x=5$$', ['', 'x=5']],
  ])('is not said again: %j', (text, expected) => {
    expect(shown(text)).toEqual(expected)
  })

  test.each(['## 第 2 题目', '第 2 题的答案在后面。', '答案在后面。', '解：移项'])(
    'is not taken out of what says something else: %j',
    (text) => {
      expect(shown(text)).toEqual([text.replace('## ', '')])
    },
  )

  test('leaves an exercise its own numbers', () => {
    expect(shown('## 第 2 题：2x=5')).toEqual(['2x=5'])
    expect(shown('## 第 2 题：2.5 加 3')).toEqual(['2.5 加 3'])
    expect(shown('## 第 1 题\n\n1. 移项\n2. 合并')).toEqual(['', '移项', '合并'])
  })

  test('is an item’s number too, where it repeats its exercise’s', () => {
    const heads = (text: string) => render([text]).rows.map(([head]) => (head === 0 ? undefined : head.l))
    expect(heads('## 第 2 题\n\n2. 解方程')).toEqual([5, 0])
    expect(heads('## 第 1 题\n\n1. 移项\n2. 合并')).toEqual([5, undefined, undefined])
    expect(heads('## 第 2 题\n\n1. 移项\n2. 合并')).toEqual([5, undefined, undefined])
  })

  const fragment = fc.constantFrom(
    ...[
      '## ',
      '**',
      '第 2 题',
      '第',
      '题',
      '的',
      '：',
      '答',
      '案',
      '如下',
      '答案：',
      ' ',
      '\n',
      '\n\n',
      '2',
      '. ',
      '②',
    ],
    ...['解方程', 'Answer', ': ', '$x=5$', '2. ', '【', '】', '最终'],
  )
  const answer = fc.array(fragment, { minLength: 1, maxLength: 12 }).map((pieces) => pieces.join(''))

  test('was never seen beside it: words do not go while they are written', () => {
    const line = fc.tuple(
      fc.constantFrom(
        '## 第 2 题',
        '**第 2 题**：',
        '**第 2 题：求顶点**\n',
        '答案：',
        '**答案：** ',
        '【答案】',
        '参考答案：',
        '答：',
        '## 第 2 题：2. ',
      ),
      fc.constantFrom('解方程，得 5。', '$x=5$ 分。', '2x 与 5'),
    )
    fc.assert(
      fc.property(line, ([label, words]) => {
        const page = new FakePage()
        const renderer = createAnswerRenderer(page.take)
        const seen = Array.from(label + words, (letter) => {
          renderer.push(letter)
          renderer.flush()
          return page.rows.map(beside).join('\n')
        })
        expect(seen.filter((text, index) => !text.startsWith(seen[index - 1] ?? ''))).toEqual([])
      }),
    )
  })

  test('is told the same however the text came', () => {
    fc.assert(
      fc.property(answer, (text) => {
        expect(render(Array.from(text)).rows.map(beside)).toEqual(shown(text))
      }),
      { numRuns: 1000 },
    )
  })
})
