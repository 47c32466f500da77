import fc from 'fast-check'
import { SolutionSplit, splitSolution } from '../../miniprogram/conversation/solution-split'

/** What was ever given to the exercise and to the solution when the text comes in these pieces. */
function streamed(pieces: readonly string[]) {
  const split = new SolutionSplit()
  let exercise = ''
  let solution = ''
  for (const piece of pieces) {
    const grown = split.push(piece)
    exercise += grown.exercise
    solution += grown.solution
  }
  const last = split.finish()
  return {
    exercise: exercise + last.exercise,
    solution: solution + last.solution,
    hasSolution: split.hasSolution,
  }
}

describe('A solution', () => {
  test.each<[string, string, string, boolean]>([
    ['解方程 2x = 6\n\n## 解答\n\nx = 3', '解方程 2x = 6\n\n', '\nx = 3', true],
    ['## 解答\nx = 3', '', 'x = 3', true],
    ['解方程\n## 解答', '解方程\n', '', true],
    ['解方程\r\n## 解答\r\nx = 3', '解方程\r\n', 'x = 3', true],
    ['解方程\n## 解答：\nx = 3', '解方程\n', 'x = 3', true],
    ['没有解答的题', '没有解答的题', '', false],
    ['看 ## 解答 在哪里\n## 解答思路\n## 解', '看 ## 解答 在哪里\n## 解答思路\n## 解', '', false],
    ['题\n## 解答\n一\n## 解答\n二', '题\n', '一\n## 解答\n二', true],
  ])('stands behind its title: %j', (text, exercise, solution, hasSolution) => {
    expect(splitSolution(text)).toEqual({ exercise, solution, hasSolution })
  })

  test('and its title never show in the exercise, however the text is cut', () => {
    const text = fc
      .array(
        fc.constantFrom(
          '解方程 2x = 6',
          '\n',
          '#',
          '## ',
          '## 解答',
          '\n## 解答\n',
          '解',
          '答',
          ' ',
          'x = 3',
        ),
        {
          maxLength: 12,
        },
      )
      .map((parts) => parts.join(''))
    fc.assert(
      fc.property(text, fc.array(fc.nat({ max: 40 }), { maxLength: 12 }), (whole, cuts) => {
        const places = [...new Set([0, ...cuts.filter((cut) => cut < whole.length), whole.length])].sort(
          (a, b) => a - b,
        )
        const pieces = places.slice(1).map((place, index) => whole.slice(places[index], place))
        expect(streamed(pieces)).toEqual(splitSolution(whole))
      }),
    )
  })
})
