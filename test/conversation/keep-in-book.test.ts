import fc from 'fast-check'
import { mistakeOf } from '../../miniprogram/conversation/keep-in-book'
import { newTurn } from '../../miniprogram/conversation/turn'

/** What the mistake book takes of an answer, and of its question. */
function kept(answer: string, question = '解方程') {
  return mistakeOf(Object.assign(newTurn('one', question, []), { text: answer }), [])
}
const solution = (answer: string): string => kept(answer).reason ?? ''
const characters = (text: string): number => Array.from(text).length

/** The sign that it goes on. */
const MORE = '\n\n……'
const sentence = (times: number): string => '移项要变号，'.repeat(times)

describe('What the mistake book keeps of a solution', () => {
  test('is all of it up to 2,000 characters, of which an emoji is one', () => {
    for (const whole of ['x = 5', '好'.repeat(2000), '😀'.repeat(2000)]) expect(solution(whole)).toBe(whole)
  })

  test('ends with its last whole block that fits, and says that it goes on', () => {
    const blocks = [sentence(100), sentence(100), sentence(100), sentence(100)]
    expect(solution(blocks.join('\n\n'))).toBe(blocks.slice(0, 3).join('\n\n') + MORE)
    expect(solution(blocks.join('\r\n \r\n'))).toBe(blocks.slice(0, 3).join('\r\n \r\n') + MORE)
    const exact = `${'甲'.repeat(1000)}\n\n${'乙'.repeat(994)}`
    expect(solution(`${exact}\n\n丙丁戊己`)).toBe(exact + MORE)
  })

  test('ends before a formula or code that does not fit, blank lines in it or not', () => {
    const block = sentence(200)
    const long = 'x + \n\n'.repeat(300)
    for (const [begin, end] of [
      ['$$\n', '\n$$'],
      ['\\[\n', '\n\\]'],
      ['\\(\n', '\n\\)'],
      ['\\begin{aligned}\n', '\n\\end{aligned}'],
      ['```python\n', '\n```'],
      ['~~~~\n', '~~~\n~~~~'],
      // It never ends.
      ['$$\n', ''],
    ] as const) {
      expect(solution(`${block}\n\n${begin}${long}${end}\n\n所以`)).toBe(block + MORE)
    }
  })

  test('ends with a line where one block is nearly all of it', () => {
    const line = `- ${sentence(50)}`
    const answer = `## 解答\n\n${Array.from({ length: 10 }, () => line).join('\n')}`
    expect(solution(answer)).toBe(`## 解答\n\n${Array.from({ length: 6 }, () => line).join('\n')}${MORE}`)
  })

  test('ends its code where that is cut', () => {
    const line = 'print(1) # $$'
    const lines = (count: number): string => Array.from({ length: count }, () => line).join('\n')
    const cut = solution(`\`\`\`python\n${lines(200)}\n\`\`\``)
    expect(cut).toBe(`\`\`\`python\n${lines(141)}\n\`\`\`${MORE}`)
    // Wherever its lines stand, what ends it has room.
    for (let ahead = 1; ahead <= line.length + 1; ahead += 1) {
      const moved = solution(`${'说'.repeat(ahead)}\n\`\`\`\n${lines(200)}\n\`\`\``)
      expect(moved.endsWith(`${line}\n\`\`\`${MORE}`)).toBe(true)
      expect(characters(moved)).toBeLessThanOrEqual(2000)
    }
    const item = solution(`- \`\`\`\`\n  ${lines(200).replace(/\n/g, '\n  ')}\n  \`\`\`\``)
    expect(item.endsWith(`${line}\n  \`\`\`\`${MORE}`)).toBe(true)
  })

  test('ends with a sentence where there are no lines, and not inside of a formula on it', () => {
    const words = '两边同时加上 $9;x$。'
    const begun = '解方程的第一步是移项'
    // What would fit last ends behind the `;`.
    expect(characters(begun + words.repeat(152)) + words.indexOf(';') + 1).toBe(2000 - MORE.length)
    expect(solution(begun + words.repeat(200))).toBe(begun + words.repeat(152) + MORE)
  })

  test('breaks no character where there is nothing else to end with', () => {
    expect(solution('😀'.repeat(2100))).toBe('😀'.repeat(1996) + MORE)
    expect(solution(`a${'😀'.repeat(2100)}`)).toBe(`a${'😀'.repeat(1995)}${MORE}`)
  })

  test('takes a price for no formula', () => {
    const line = `铅笔 $5 一支，${sentence(33)}`
    const answer = Array.from({ length: 20 }, () => line).join('\n')
    expect(solution(answer)).toBe(`${Array.from({ length: 9 }, () => line).join('\n')}${MORE}`)
  })

  test('takes a dollar that is written as code for no formula', () => {
    const blocks = ['`$$` 和 `\\[` 是记号。', sentence(150), sentence(150), sentence(150)]
    expect(solution(blocks.join('\n\n'))).toBe(blocks.slice(0, 3).join('\n\n') + MORE)
  })

  test('is only the sign where one formula is more than fits', () => {
    expect(solution(`$$${'x+'.repeat(2000)}1$$`)).toBe('……')
  })

  test('has room at the server, and is a beginning of the answer with all formulas whole, whatever the answer', () => {
    const parts = [
      '移项。',
      '\n',
      '\n\n',
      '$x=5$',
      '$$\nx\n\n=5\n$$',
      '\\(y\\)',
      '😀',
      ' ',
      '**答案**',
      '1. ',
      '\\$5',
    ]
    const answers = fc
      .array(fc.tuple(fc.constantFrom(...parts), fc.integer({ min: 1, max: 60 })), {
        minLength: 20,
        maxLength: 60,
      })
      .map((pieces) => pieces.map(([part, times]) => part.repeat(times)).join(''))
    fc.assert(
      fc.property(answers, (answer) => {
        const cut = solution(answer)
        expect(characters(cut)).toBeLessThanOrEqual(2000)
        if (characters(answer.trimEnd()) <= 2000) return expect(cut).toBe(answer.trimEnd())
        const beginning = cut.slice(0, -MORE.length)
        expect(cut).toBe(beginning + MORE)
        expect(answer.startsWith(beginning)).toBe(true)
        expect(beginning.replace(/\\\$/g, '').split('$').length % 2).toBe(1)
        expect(beginning.split('\\(').length).toBe(beginning.split('\\)').length)
        expect(beginning).not.toMatch(/[\ud800-\udbff]$/)
      }),
    )
  })
})

describe('What the mistake book keeps of an exercise', () => {
  test('is its first 8,000 characters, as they stand', () => {
    expect(kept('x', '😀'.repeat(8000)).text).toBe('😀'.repeat(8000))
    expect(kept('x', `a${'😀'.repeat(8100)}`).text).toBe(`a${'😀'.repeat(7999)}`)
  })

  test('is of its result what fits, as of a solution', () => {
    const result = Array.from({ length: 500 }, (_, index) => `- $x_{${index}}=3$`).join('\n')
    const correct = kept(`答案：\n${result}`).correct_answer ?? ''
    expect(characters(correct)).toBeLessThanOrEqual(2000)
    expect(correct).toMatch(/\$x_\{\d+\}=3\$\n\n……$/)
  })
})
