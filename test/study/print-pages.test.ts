import fc from 'fast-check'
import type { Mistake } from '../../miniprogram/mistakes/mistake'
import { LINE_HEIGHT } from '../../miniprogram/platform/ports'
import { PAPER, printPages } from '../../miniprogram/study/book/print-pages'

/** Each character is as wide as it is high. */
const measure = (text: string, size: number) => text.length * size
const asIs = (text: string) => text

const mistake = (text: string, correct_answer: string | null = null): Mistake => ({
  id: text,
  subject: 'math',
  text,
  student_answer: null,
  correct_answer,
  reason: null,
  points: [],
  note: null,
  page_url: null,
  box: null,
  question_id: null,
  no: null,
  created_at: '',
  due_at: null,
  reviews: 0,
  mastered: false,
  next: { again: '', hard: '', good: '', easy: '' },
})

describe('The mistake book on pages to print', () => {
  test('has the exercises first, and the solutions on a page of their own, numbered alike', () => {
    const pages = printPages([mistake('1+1=', '2'), mistake('2+2=')], asIs, measure)
    expect(pages.map((lines) => lines.map(({ sign, text }) => `${sign}${text}`))).toEqual([
      ['错题本', '11+1=', '22+2='],
      ['解答', '12', '2还没有记下'],
    ])
    const [, first, second] = pages[0] ?? []
    // Room to do the first one again.
    expect(second?.gap).toBeGreaterThan(3 * (first?.size ?? 0))
  })

  test('leaves room to write below each exercise, the last of a page too', () => {
    for (let lines = 1; lines <= 20; lines += 1) {
      const pages = printPages([mistake('算\n'.repeat(lines)), mistake('再算\n'.repeat(12))], asIs, measure)
      for (const page of pages.slice(0, -1)) {
        const used = page.reduce((sum, { gap, size }) => sum + gap + size * LINE_HEIGHT, 0)
        const free = PAPER.height - PAPER.top - PAPER.bottom - used
        expect([lines, free > 3 * 34]).toEqual([lines, true])
      }
    }
  })

  test('loses nothing, however many and long they are, and every page holds what is on it', () => {
    const texts = fc.array(fc.stringMatching(/^[算x+1-9]{1,3000}$/), { minLength: 1, maxLength: 40 })
    fc.assert(
      fc.property(texts, (given) => {
        const pages = printPages(
          given.map((text) => mistake(text)),
          asIs,
          measure,
        )
        const lines = pages.flat()
        const end = lines.findIndex(({ text }) => text === '解答')
        expect(lines.slice(1, end).reduce((all, { text }) => all + text, '')).toBe(given.join(''))
        for (const page of pages) {
          const height = page.reduce((sum, { gap, size }) => sum + gap + size * LINE_HEIGHT, 0)
          expect(height).toBeLessThanOrEqual(PAPER.height - PAPER.top - PAPER.bottom)
          expect(page[0]?.gap).toBe(0)
        }
      }),
      { numRuns: 50 },
    )
  })
})
