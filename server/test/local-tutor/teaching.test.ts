import { readFileSync } from 'node:fs'
import path from 'node:path'
import fc from 'fast-check'
import { answerText, problemsAsked } from '../../src/model/local-tutor/answer-text'
import { explain } from '../../src/model/local-tutor/explain'
import { hintOf, numbersIn, resultOf } from '../../src/model/local-tutor/teaching/hints'
import { similarTo } from '../../src/model/local-tutor/teaching/similar'
import { checkedText, hintText, similarText } from '../../src/model/local-tutor/teaching/taught-text'

const alone = (question: string) => ({ question, readings: [], history: [] })

/** The questions of the table that are one exercise which the tutor can do. */
const EXERCISES = readFileSync(path.join(__dirname, 'questions.tsv'), 'utf8')
  .split('\n')
  .flatMap((row) => {
    const [question = '', answer = ''] = row.split('\t')
    const isOne = answer !== '' && !/declined|asks|;/.test(answer)
    return isOne && problemsAsked(question, []).length === 1 ? [question.replaceAll('⏎', '\n')] : []
  })

/** Numbers of the result that a text has, and the exercise has not. */
function givenAway(question: string, hint: string): string[] {
  const [problem] = problemsAsked(question, [])
  if (problem === undefined) return []
  const secret = numbersIn(resultOf(explain(problem).markdown)).filter(
    (number) => !numbersIn(question.normalize('NFKC')).includes(number),
  )
  return numbersIn(hint).filter((number) => secret.includes(number))
}

test.each([1, 2, 3])('hint %i gives no number of a result away, for all that the tutor can do', (level) => {
  expect(EXERCISES.length).toBeGreaterThan(250)
  for (const question of EXERCISES) {
    const hint = hintText(alone(question), level)
    expect([question, givenAway(question, hint)]).toEqual([question, []])
    expect(hint).not.toContain('答案')
  }
})

const sums = fc
  .tuple(fc.nat({ max: 60 }), fc.constantFrom('+', '-', '×', '÷'), fc.integer({ min: 1, max: 60 }))
  .map(([first, sign, second]) => `${first}${sign}${second}`)
const drawnExercises = fc.oneof(
  fc
    .tuple(sums, fc.constantFrom('+', '-', '×'), sums)
    .map(([first, sign, second]) => `(${first})${sign}(${second})=`),
  fc
    .tuple(fc.integer({ min: 2, max: 9 }), fc.integer({ min: -20, max: 20 }), fc.integer({ min: -9, max: 9 }))
    .map(([a, b, x]) => `${a}x${b < 0 ? b : `+${b}`}=${a * x + b}`),
  fc
    .tuple(fc.integer({ min: -9, max: 9 }), fc.integer({ min: -9, max: 9 }))
    .map(([p, q]) => `x²${-p - q < 0 ? `-${p + q}` : `+${-p - q}`}x${p * q < 0 ? p * q : `+${p * q}`}=0`),
)

test('hints to drawn exercises give nothing away, and the fourth is the whole solution', () => {
  fc.assert(
    fc.property(drawnExercises, fc.constantFrom(1, 2, 3), (question, level) => {
      expect(givenAway(question, hintText(alone(question), level))).toEqual([])
      expect(hintText(alone(question), 4)).toBe(answerText(question, []))
    }),
    { numRuns: 400 },
  )
})

test('each level says something else', () => {
  for (const question of EXERCISES.slice(0, 100)) {
    const [problem] = problemsAsked(question, [])
    if (problem === undefined || problem.kind === 'doubtful') continue
    const hints = ([1, 2, 3] as const).map((level) => hintOf(problem, level))
    expect([question, new Set(hints).size]).toEqual([question, 3])
  }
})

test('the step that decides is told with the numbers of the exercise', () => {
  expect(hintText(alone('(3+5)×6-18÷3'), 3)).toContain('先算 $3 + 5$')
  expect(hintText(alone('3x+7=22'), 3)).toContain('$$3x = 22 - 7$$')
})

test('where a text can be read in two ways, a hint asks which, without a result', () => {
  const hint = hintText(alone('3x2=27'), 1)
  expect(hint).toContain('不止一种读法')
  expect(hint).not.toMatch(/答案|±|= ?3/)
})

test('a hint to several exercises counts them in words', () => {
  const hint = hintText(alone('1. 3+4=\n2. 9-5='), 1)
  expect(hint).toMatch(/^### 第一题$/m)
  expect(hint).toMatch(/^### 第二题$/m)
})

test('a similar exercise is another one of the same kind, which the tutor can do', () => {
  let made = 0
  for (const question of EXERCISES) {
    const similar = similarTo(question)
    if (similar === undefined) continue
    made++
    const [given] = problemsAsked(question, [])
    const [other, ...more] = problemsAsked(similar.text, [])
    expect(more).toEqual([])
    expect(similar.text).not.toBe(question)
    if (given === undefined || other === undefined) throw new Error(`${question}: ${similar.text}`)
    expect([question, similar.text, explain(other).solved]).toEqual([question, similar.text, true])
    expect(similar.solution).toContain('**答案：**')
    // Nobody writes 1x or 1(x + 2).
    const ones = /(?<![\d.^_])1(?=[a-zA-Z(（√])/
    if (!ones.test(question)) expect(similar.text).not.toMatch(ones)
  }
  expect(made / EXERCISES.length).toBeGreaterThan(0.9)
})

test('a similar exercise to a marked one leaves the result to the student', () => {
  const text = similarText('7×8=54')
  const [exercise = '', solution = ''] = text.split('\n## 解答\n')
  expect(exercise).toMatch(/> \d+×\d+ =\s*$/)
  expect(solution).toContain('**答案：**')
  expect(similarText('7×8=54')).toBe(text)
})

test.each([
  ['1/2+1/3=', /^(\d+)\/(\d+)\+(\d+)\/(\d+)/],
  ['长方形长 8 厘米，宽 5 厘米，面积是多少？', /长 (\d+) 厘米，宽 (\d+)/],
])('the numbers of a similar exercise go together as those of %s do', (given, pattern) => {
  const [, a = 0, b = 0, c = 0, d = 1] = (pattern.exec(similarTo(given)?.text ?? '') ?? []).map(Number)
  if (given.includes('长')) expect(a).toBeGreaterThan(b)
  else expect([a < b, c < d]).toEqual([true, true])
})

test('a similar exercise to a division with a remainder asks for both', () => {
  expect(similarTo('7÷2=3…2')?.text).toMatch(/^\d+÷\d+ 的商和余数各是多少$/)
})

test('what the tutor cannot do has no similar exercise', () => {
  expect(similarText('小明有3个苹果，又买了5个，一共几个？')).not.toContain('## 解答')
})

test('a marked sheet is told exercise by exercise, with the working of what is wrong', () => {
  const text = checkedText(alone('1. 3+5=8\n2. 7×8=54\n3. 9-4='))
  expect(text).toContain('**批改结果：**对 1 题，错 1 题，没写答案的有 1 题。')
  expect(text).toContain('### 第 1 题（对）')
  expect(text).toContain('### 第 2 题（不对）')
  expect(text).toContain('正确的得数是 56。')
  expect(text).toContain('### 第 3 题（没有写答案）')
  const lines = checkedText(alone('解方程 2x+3=11\n2x=14\nx=7'))
  expect(lines).toMatch(/第 2 行.*：不对，由上一行得/)
  const others = ['1+2+3=3+3=7', '解不等式 2x+1>5\n2x>4\nx<2', 'x+y=5\nx-y=1\n2x=6\nx=2'].map((sheet) =>
    problemsAsked(sheet, [])
      .map((problem) => explain(problem).markdown)
      .join(''),
  )
  for (const other of others) expect(other).toMatch(/不对|不一致/)
  // Signs are drawn by the page: a font's own are each time another.
  expect([text, lines, ...others].join('')).not.toMatch(/[✓✗]/)
})

test('a hint to one exercise has no title of its own: the page says above it which hint it is', () => {
  for (const level of [1, 2, 3] as const) expect(hintText(alone('3x+7=22'), level)).not.toContain('###')
})

test('who asks below a hint for the whole solution gets that of the exercise', () => {
  const history = [
    { question: '3x+7=22', answer: hintText(alone('3x+7=22'), 1) },
    { question: '还是没看懂', answer: '看一看等号两边。' },
  ]
  expect(answerText('请写出完整的解答过程', [], history)).toContain('**答案：**$x = 5$')
  expect(answerText('请写出完整的解答过程', [])).toContain('没有我会的')
})

test('what is no sheet of exercises is not marked', () => {
  expect(checkedText(alone('今天天气真好'))).toContain('没有我会批改的')
})
