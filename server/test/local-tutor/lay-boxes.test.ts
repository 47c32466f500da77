import type { CorrectionItem } from '../../../typings/protocol'
import { layBoxes } from '../../src/model/local-tutor/marking/lay-boxes'
import type { PageBox } from '../../src/model/local-tutor/page/page-text'

const READ = {
  lines: [
    { text: '1. 3+5=9', box: [0.1, 0.1, 0.4, 0.05] as const },
    { text: '2. 2x+3=9', box: [0.1, 0.2, 0.4, 0.05] as const },
    { text: 'x=3', box: [0.2, 0.26, 0.1, 0.05] as const },
  ],
}

function laid(text: string, answer: string, box: PageBox | null): CorrectionItem['box'] | undefined {
  const item: CorrectionItem = {
    page: 1,
    no: '1',
    text,
    student_answer: answer,
    verdict: 'wrong',
    correct_answer: null,
    reason: null,
    points: [],
    box,
  }
  const correction = { right: 0, wrong: 1, unanswered: 0, unclear: 0, items: [item] }
  return layBoxes(correction, [READ]).items[0]?.box
}

test('a box that is a little off is laid onto the line that says the same', () => {
  expect(laid('1. 3+5=', '9', [0.05, 0.12, 0.5, 0.04])).toEqual([0.1, 0.1, 0.4, 0.05])
})

test('one of several lines is laid around all of them', () => {
  const box = laid('2. 2x+3=9', 'x=3', [0.1, 0.19, 0.3, 0.14])
  expect(box?.map((value) => Math.round(value * 100) / 100)).toEqual([0.1, 0.2, 0.4, 0.11])
})

test('one that covers no line, or another exercise, stays, and none is made up', () => {
  expect(laid('1. 3+5=', '9', [0.1, 0.7, 0.4, 0.05])).toEqual([0.1, 0.7, 0.4, 0.05])
  expect(laid('小明有几个苹果', '12', [0.1, 0.1, 0.4, 0.05])).toEqual([0.1, 0.1, 0.4, 0.05])
  expect(laid('1. 3+5=', '9', null)).toBeNull()
})
