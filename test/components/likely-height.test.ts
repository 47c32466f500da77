import { likelyHeight, likelyHeightOfText } from '../../miniprogram/components/answer-passage/likely-height'
import type { Row } from '../../miniprogram/render/index'

const paragraph = (characters: number): Row => [0, '字'.repeat(characters)]

describe('The height that stands for rows which are not drawn', () => {
  test('grows with the text and with a narrower page', () => {
    const [short, long] = [likelyHeight([paragraph(20)], 330), likelyHeight([paragraph(200)], 330)]
    expect(long).toBeGreaterThan(short * 4)
    expect(likelyHeight([paragraph(200)], 165)).toBeGreaterThan(long * 1.7)
  })

  test('is that of each row, and none of a row that is gone', () => {
    const rows: (Row | 0)[] = [[{ h: 2 }, '题目'], 0, [{ t: 'm', x: 'x^2' }], [{ t: 'r' }]]
    const each = rows.reduce<number>((sum, row) => sum + likelyHeight([row], 330), 0)
    expect(likelyHeight(rows, 330)).toBe(each)
    expect(likelyHeight([0], 330)).toBe(0)
  })

  test('counts the lines of code and of a table', () => {
    const code: Row = [{ t: 'c' }, 'a\n'.repeat(9)]
    expect(likelyHeight([code], 330)).toBeGreaterThan(likelyHeight([[{ t: 'c' }, 'a']], 330) + 8 * 20)
    const line = [['1'], ['2']]
    const table: Row = [{ t: 't', a: 'll' }, line, line, line]
    expect(likelyHeight([table], 330)).toBeGreaterThan(likelyHeight([[{ t: 't', a: 'll' }, line]], 330))
  })

  test('is about the same for a text that was read and one that was not', () => {
    const text = likelyHeightOfText(1000)
    expect(likelyHeight([paragraph(1000)], 330) / text).toBeGreaterThan(0.5)
    expect(likelyHeight([paragraph(1000)], 330) / text).toBeLessThan(2)
  })
})
