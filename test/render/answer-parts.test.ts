import fc from 'fast-check'
import { askedExercises } from '../../miniprogram/conversation/asked-exercises'
import type { Exercise, Row } from '../../miniprogram/render/index'
import { normalized, render } from './page'

/** The parts of an answer's rows: `3` an exercise, `[` where a box begins, `|` where it goes on, `.` text. */
function parts(rows: readonly Row[]): string {
  return rows.map(([head]) => (head === 0 ? '.' : (head.e ?? ['.', '[', '|'][head.w ?? 0]))).join(' ')
}

function whole(text: string, asked: readonly string[] = []): string {
  return parts(render([text], { asked: () => asked }).rows)
}

describe('The parts of an answer', () => {
  test.each([
    ['## 第 3 题\n\n解：移项。', '3 .'],
    ['### 第3题：解方程 $x=1$\n\n解。\n\n### 第 5 题\n\n解。', '3 . 5 .'],
    ['**第 12 题**\n\n解。', '12 .'],
    ['**第 3 题：求顶点**\n解。\n答案：2', '3 . ['],
    ['解：设有 $x$ 个\n$x=5$\n答：有 5 个。', '. ['],
    ['> 解：略\n> 答案：5\n> 解析：略', '. [ .'],
    ['1. 选择\n   答案：B\n2. 选择\n答案：C\n3. 选择', '. [ . [ .'],
    ['题目：2x=4\n**答案**：$x=2$', '. ['],
    ['小明\n答应了，答案也对', '.'],
    ['```\n解\n答：5\n```', '.'],
    ['## 答案\n**5/6**\n\n**解析**\n\n略', '. [ . .'],
    ['** 答案：** 6', '['],
    ['答案：A、C\n解析：略', '[ .'],
    ['**答案：B。**\n因为', '[ .'],
    ['答案：6\n解析：略', '[ .'],
    // A blank to fill in is no result, and neither is what somebody says who was asked.
    ['题目：一共有多少个？\n答：________。\n\n解：5+3=8（个）\n答：有 8 个。', '. . ['],
    ['答：____。', '.'],
    ['**答案：**__8__', '.'],
    ['答： ＿＿＿', '.'],
    ['记者问：你几岁？\n答：八岁。\n问：喜欢什么？\n答：画画。\n\n答案：对话', '. ['],
    ['问：几个？\n答：八个。\n\n列式。\n答：8 个。', '. . ['],
    ['答案：$x=3$\n**解析**：移项\n得 $x=3$', '[ .'],
    ['**答案：** 6\n【解析】略\n【点评】略', '[ .'],
    ['答：5 个。\n因为 2+3=5', '[ .'],
    ['答：5 个。\n因此是 5', '['],
    ['答案：6\n解得 3', '['],
    ['答案：（1）3；\n（2）5\n解：（1）略', '[ .'],
    ['答案：\n解析法', '['],
    ['- 答案：6\n  理由：略', '[ .'],
    ['【答案】C', '['],
    ['**【答案】** C\n\n**【解析】** 略', '[ .'],
    ['**【答案】C**', '['],
    ['【答案】\n（1）3\n（2）5\n\n【解析】略', '[ .'],
    ['【答案】\n\n1. √\n2. ×\n\n【解析】\n\n略', '[ | | . .'],
    ['## 【答案】\n\nC\n\n## 【解析】\n\n略', '. [ . .'],
    ['参考答案：C', '['],
    ['**正确答案：C**', '['],
    ['标准答案：\n\nC', '[ |'],
    ['【答案解析】略', '.'],
    ['[答案] B', '.'],
    ['正确的做法：略', '.'],
    ['**第几题**\n甲', '.'],
    ['答案：Apple\nred', '['],
    ['答案：C\nB选项错。', '[ .'],
    ['答案：C\nA. 错。', '[ .'],
    ['答案：A、\nB、C', '['],
    ['答案：C\n或 D', '['],
    ['> 答案：C\n> 或 D', '['],
    ['答案：C\nA、B 错。', '[ .'],
    ['答案：F\n= 3N', '['],
    ['答案：G\n= 9.8', '['],
    ['答案：C\n---\n因为', '[ . .'],
    ['## 答案\n\n**步骤一**\n\n1. 甲', '. . .'],
    ['**答案**\n\n**解析**\n\n因为', '. . .'],
    ['## 答案\n\n**无解**', '. ['],
    ['1. 甲\n\n2. 答案：C\n   解析：略', '. [ .'],
    ['**答案： ** 6', '['],
    ['**第 3 题**：求顶点', '3'],
    ['第 3 题的答案在后面。', '.'],
    ['**第 3 题**的答案在后面。', '.'],
    ['> ## 第 3 题', '.'],
    ['答案：$x=2$', '['],
    ['**答案：** $x=2$', '['],
    ['**答案**：$x=2$', '['],
    ['【答案】：C', '['],
    ['答：小明走了 6 分钟。', '['],
    ['Answer: 6', '['],
    ['最终答案：6', '['],
    ['答案在后面。', '.'],
    ['回答：不对', '.'],
    ['解：\n\n$$\\boxed{x=2}$$', '. ['],
    ['$\\boxed{C}$', '['],
    ['所以 $\\boxed{C}$ 是对的。', '.'],
    ['$\\boxed{C}$ 是对的。', '.'],
    ['## 答案\n\n$x_1=2$\n\n- 一\n- 二\n\n## 检验\n\n代入。', '. [ | | . .'],
    ['**答案**\n\n6 分钟\n\n---\n\n还有', '. [ . .'],
    ['## 答案\n\n6\n\n## 第 4 题\n\n解。', '. [ 4 .'],
    ['| 答案 |\n|---|\n| 6 |', '.'],
    ['**答案：**方程组的解是\n\n$$x=3,\\ y=1$$\n\n再看一遍。', '[ | .'],
    ['答案：$x=3$，即\n\n$$x=3$$\n\n$$y=1$$\n\n检验。', '[ | | .'],
    ['答案：$x=3$。\n\n$$3+1=4$$', '[ .'],
    ['答案：$x=3$\n\n所以对。', '[ .'],
    ['答案：\n\n6 分钟\n\n再看一遍。', '[ | .'],
    ['答案：\n- $x=3$\n- $y=1$\n\n再看一遍。', '[ | | .'],
    ['**答案如下：**\n\n1. A\n2. C\n\n再看一遍。', '. [ | |'],
    ['答案是：6', '['],
    ['答案：有两个：\n\n1. A\n2. C\n\n再看一遍。', '[ | | .'],
    ['答案：\n\n| x | y |\n|---|---|\n| 3 | 1 |\n\n再看一遍。', '[ | .'],
    ['答案：\n\n## 第 4 题\n\n解。', '[ 4 .'],
    ['答案：\n\n---\n\n还有', '[ . .'],
    ['**答案：C**\n\n再看一遍。', '[ .'],
  ])('%j', (text, expected) => {
    expect(whole(text)).toBe(expected)
  })

  test('a list’s number begins an exercise only where the question named it', () => {
    const text = '3. 解方程\n\n5. 求顶点\n   1. 配方\n   2. 读出'
    expect(whole(text, ['3', '5'])).toBe('3 5 . .')
    expect(whole(text)).toBe('. . . .')
    expect(whole('1. 移项\n2. 合并\n3. 检验', ['3'])).toBe('. . .')
    expect(whole('## 第 3 题\n\n3. 移项\n4. 合并', ['3'])).toBe('3 . .')
    expect(whole('- 移项\n- 合并', ['', '3'])).toBe('. .')
  })

  const fragment = fc.constantFrom(
    ...[
      '## ',
      '**',
      '第 3 题',
      '第十二题',
      '答案',
      '答案：',
      '答：',
      ': ',
      '$\\boxed{C}$',
      '$$\\boxed{6}$$',
      '\n',
      '\n\n',
      '---\n',
      '- ',
      '3. ',
      '5. ',
      '移项，',
      'x = 2',
    ],
    ...['> ', '| a | b |\n|---|---|\n', '    ', 'Answer: ', '`'],
  )
  const text = fc.array(fragment, { minLength: 1, maxLength: 24 }).map((pieces) => pieces.join(''))
  const asked = () => ['3', '5']

  test('are the same however the text was cut', () => {
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 7 }), (answer, size) => {
        const pieces = answer.match(new RegExp(`[\\s\\S]{1,${size}}`, 'g')) ?? []
        expect(normalized(render(pieces, { asked }).rows)).toEqual(
          normalized(render([answer], { asked }).rows),
        )
      }),
      { numRuns: 2000 },
    )
  })

  test('once told of a row that goes on in plain words, are not taken back', () => {
    const words = fc.array(fc.constantFrom('移项', '，', '得 ', 'x = 2', '。', '**对**', '$y$'), {
      maxLength: 12,
    })
    const beginning = fc.constantFrom('## 第 3 题 ', '答案：', '**答案：**', '## 答案\n\n', '**第 3 题**：')
    fc.assert(
      fc.property(beginning, words, (start, rest) => {
        const pages = [start, ...rest].map((_, index, all) => parts(render(all.slice(0, index + 1)).rows))
        pages.slice(1).forEach((page, index) => {
          const before = (pages[index] ?? '').split(' ')
          before.forEach((part, row) => {
            if (part !== '.') expect(page.split(' ')[row]).toBe(part)
          })
        })
      }),
    )
  })

  test('are told as an outline, an exercise at a time and never twice', () => {
    const told: (readonly Exercise[])[] = []
    const outlined = (exercises: readonly Exercise[]) => told.push(exercises)
    render(['## 第 3 题\n\n解', '：移项。', '\n\n## 第 5 题', ' 求顶点\n\n解。'], { outlined })
    expect(told).toEqual([
      [{ no: '3', row: 0 }],
      [
        { no: '3', row: 0 },
        { no: '5', row: 2 },
      ],
    ])
  })
})

describe('The exercises that a question names', () => {
  test.each([
    ['第 3 题和第 5 题怎么做？', ['3', '5']],
    ['第3、5、8题', ['3', '5', '8']],
    ['讲讲第 2 到 4 题', ['2', '3', '4']],
    ['第2-4题和第 9 题', ['2', '3', '4', '9']],
    ['第 1 题、第 1 题', ['1']],
    ['第 1~999 题', ['1', '999']],
    ['这两页怎么做？', []],
    ['第三题', []],
  ])('%s', (question, expected) => {
    expect(askedExercises(question)).toEqual(expected)
  })
})
