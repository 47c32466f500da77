import fc from 'fast-check'
import { answerSheet, wrapped } from '../../miniprogram/conversation/answer-sheet'

/** Each character is as wide as its letters are high. */
const measure = (text: string, size: number) => text.length * size
const texts = (question: string, answer: string) =>
  answerSheet(question, answer, measure).map(({ text }) => text)

describe('An answer as a picture', () => {
  test('has the question, the answer, and that an AI wrote it', () => {
    expect(texts('2x = 6', 'x = 3')).toEqual(['2x = 6', 'x = 3', '五好伴学 · AI 生成，请核对后使用'])
    expect(answerSheet('', 'x = 3', measure)[0]).toMatchObject({ text: 'x = 3', sign: '解' })
  })

  test('that is too long for one says so at its end', () => {
    const lines = texts('2x = 6', '移项\n'.repeat(500))
    expect(lines.length).toBeLessThan(80)
    expect(lines.at(-2)).toContain('在小程序里看')
  })

  test('every line fits, nothing is lost, and words stay whole where they fit', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('先', '移项', ' ', 'since', 'for', '，', '12345'), { maxLength: 60 }),
        (parts) => {
          const line = parts.join('')
          const lines = wrapped(line, 20, (text) => text.length)
          expect(lines.join('')).toBe(line)
          for (const each of lines) expect(each.length).toBeLessThanOrEqual(20)
        },
      ),
    )
    expect(wrapped('看 since 和 for', 8, (text) => text.length)).toEqual(['看 since ', '和 for'])
    expect(wrapped('abcdefghij', 4, (text) => text.length)).toEqual(['abcd', 'efgh', 'ij'])
  })
})
