import type { Correction, CorrectionItem } from '../../typings/protocol'
import { heard, load, render, seen, tap } from './simulated'

const id = load('study/components/mark-sheet/mark-sheet')

interface Sheet {
  show(turnId: string, correction: Correction, no: string): void
}

const item = (no: string, more: Partial<CorrectionItem>): CorrectionItem => ({
  page: 1,
  no,
  text: '4x - 9 = 11',
  student_answer: null,
  verdict: 'wrong',
  correct_answer: null,
  reason: null,
  points: [],
  box: null,
  ...more,
})
const correction: Correction = {
  right: 0,
  wrong: 2,
  unanswered: 0,
  unclear: 1,
  items: [
    item('3', { student_answer: 'x = 0.5', correct_answer: 'x = 5', reason: '移项要变号', points: ['移项'] }),
    item('5', {}),
    item('6', { verdict: 'unclear' }),
  ],
}

function opened(no: string) {
  const sheet = render(id)
  const methods: Sheet = sheet.instance
  methods.show('r1', correction, no)
  return sheet
}

describe('The sheet of a mark', () => {
  test('says what was written, what is right, and why, the verdict in words too', () => {
    const words = seen(opened('3'))
    for (const each of ['第 3 题', '错了', '移项', 'x = 0.5', 'x = 5', '移项要变号'])
      expect(words).toContain(each)
  })

  test('says of what could not be read that it was not judged, and leaves out what is not known', () => {
    const words = seen(opened('6'))
    expect(words).toContain('没有判')
    expect(words).not.toContain('你写的')
    expect(words).not.toContain('应该是')
  })

  test('leads to the next wrong one, and to an explanation of this one', async () => {
    const sheet = opened('3')
    const marks = heard(sheet, 'mark')
    const questions = heard(sheet, 'explain')
    await tap(sheet, '.first')
    await tap(sheet, '.second')
    expect(marks).toEqual([{ id: 'r1', no: '5' }])
    expect(questions).toEqual([{ question: '讲讲第 3 题：4x - 9 = 11。我错在哪里，应该怎么做？' }])
  })

  test('tells when it is closed, once', async () => {
    const sheet = opened('3')
    const closed = heard(sheet, 'closed')
    await tap(sheet, '.close')
    expect(closed).toHaveLength(1)
  })
})
