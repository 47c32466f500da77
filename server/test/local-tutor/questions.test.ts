import { readFileSync } from 'node:fs'
import path from 'node:path'
import { answerText } from '../../src/model/local-tutor/answer-text'
import { answersIn } from './answers-in'

/** Questions as they are typed (⏎: a new line), each with what the tutor must say in the end: the specification. */
const table = readFileSync(path.join(__dirname, 'questions.tsv'), 'utf8')
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => line.split('\t'))

const answered = (question: string): string => answersIn(answerText(question.replaceAll('⏎', '\n'), []))

test('there are at least 300 questions, each once', () => {
  const questions = table.map(([question]) => question)
  expect(questions.length).toBeGreaterThanOrEqual(300)
  expect(new Set(questions).size).toBe(questions.length)
})

test('no answer is another than the one in the table', () => {
  const wrong = table
    .map(([question = '', answer = '']) => ({ question, answer, said: answered(question) }))
    .filter(({ answer, said }) => said !== answer && said !== 'declined')
  expect(wrong).toEqual([])
})

test('a fraction is raised to a power in brackets', () => {
  const bare = table
    .map(([question = '']) => answerText(question.replaceAll('⏎', '\n'), []))
    .filter((text) => /\\frac\{[^{}]*\}\{[^{}]*\}\^/.test(text))
  expect(bare).toEqual([])
})

test('at most 2 % of what has an answer is declined', () => {
  const answerable = table.filter(([, answer]) => answer !== 'declined')
  const declined = answerable.filter(([question = '']) => answered(question) === 'declined')
  expect(declined.length / answerable.length).toBeLessThanOrEqual(0.02)
})
