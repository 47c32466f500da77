import fc from 'fast-check'
import { markingSummary, nextOf, verdictCounts } from '../../miniprogram/study/book/marking-words'
import {
  type Place,
  pageMarks,
  tappedMark,
} from '../../miniprogram/study/components/marked-photos/page-marks'
import type { Correction, CorrectionItem, PageBox, Verdict } from '../../typings/protocol'

const SIZE = { width: 342, height: 456 }

function item(
  no: string,
  verdict: Verdict,
  box: PageBox | null = [0.1, 0.1, 0.5, 0.05],
  page = 1,
): CorrectionItem {
  return {
    page,
    no,
    text: '',
    student_answer: null,
    verdict,
    correct_answer: null,
    reason: null,
    points: [],
    box,
  }
}

function correction(...verdicts: Verdict[]): Correction {
  const count = (verdict: Verdict) => verdicts.filter((each) => each === verdict).length
  return {
    right: count('right'),
    wrong: count('wrong'),
    unanswered: count('unanswered'),
    unclear: count('unclear'),
    items: verdicts.map((verdict, index) => item(String(index + 1), verdict)),
  }
}

const fraction = fc.double({ min: 0, max: 1, noNaN: true })
const box = fc
  .tuple(fraction, fraction, fraction, fraction)
  .map(([x, y, width, height]): PageBox => [x, y, width * (1 - x), height * (1 - y)])
const verdict = fc.constantFrom<Verdict>('right', 'wrong', 'unanswered', 'unclear')

const isWithin = ({ left, top, width, height }: Place) =>
  left >= 0 && top >= 0 && left + width <= SIZE.width && top + height <= SIZE.height

describe('The marks of a page', () => {
  test('stay on the page, wherever a box is, and can be tapped by a finger', () => {
    fc.assert(
      fc.property(box, verdict, (place, how) => {
        const [mark] = pageMarks([item('1', how, place)], 1, SIZE)
        if (mark === undefined) throw new Error('no mark')
        expect(isWithin(mark.disc)).toBe(true)
        expect(isWithin(mark.touch)).toBe(true)
        expect(Math.min(mark.touch.width, mark.touch.height)).toBeGreaterThanOrEqual(44)
      }),
    )
  })

  test('hide nothing of their line where there is room beside it', () => {
    fc.assert(
      fc.property(box, verdict, (place, how) => {
        const [mark] = pageMarks([item('1', how, place)], 1, SIZE)
        if (mark === undefined) throw new Error('no mark')
        const { box: line, disc } = mark
        const room = Math.max(line.left, SIZE.width - line.left - line.width)
        if (room < disc.width + 8) return
        expect(disc.left + disc.width <= line.left || disc.left >= line.left + line.width).toBe(true)
      }),
    )
  })

  test('a tap means the nearest of those that a finger reaches there, and each can be reached at its middle', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(box, verdict), { minLength: 1, maxLength: 8 }), (boxes) => {
        const marks = pageMarks(
          boxes.map(([place, how], index) => item(String(index), how, place)),
          1,
          SIZE,
        )
        for (const { touch } of marks) {
          const found = tappedMark(marks, touch.left + touch.width / 2, touch.top + touch.height / 2)
          expect(
            found && [found.touch.left + found.touch.width / 2, found.touch.top + found.touch.height / 2],
          ).toEqual([touch.left + touch.width / 2, touch.top + touch.height / 2])
        }
      }),
    )
  })

  test('beside all of them is none meant', () => {
    const marks = pageMarks([item('1', 'wrong', [0.4, 0.1, 0.2, 0.05])], 1, SIZE)
    expect(tappedMark(marks, 340, 450)).toBeUndefined()
  })

  test('are those of that page which have a place on it', () => {
    const items = [item('1', 'wrong'), item('2', 'wrong', null), item('3', 'right', [0, 0, 1, 0.1], 2)]
    expect(pageMarks(items, 1, SIZE).map(({ no }) => no)).toEqual(['1'])
  })

  test('what is wrong has its sign before the line, what is right at its end', () => {
    const [wrong, right] = pageMarks(
      [item('1', 'wrong', [0.3, 0.3, 0.3, 0.05]), item('2', 'right', [0.3, 0.6, 0.3, 0.05])],
      1,
      SIZE,
    )
    expect(wrong && wrong.disc.left + wrong.disc.width < wrong.box.left).toBe(true)
    expect(right && right.disc.left > right.box.left + right.box.width).toBe(true)
  })
})

describe('What was marked, in words', () => {
  test('counts what is wrong first, and only what there is', () => {
    expect(
      verdictCounts(correction('right', 'wrong', 'right')).map(({ name, count }) => `${name} ${count}`),
    ).toEqual(['错 1', '对 2'])
  })

  test.each<[string, Verdict[]]>([
    [
      '8 道题，错 2 道，先看第 3 题',
      ['right', 'right', 'wrong', 'right', 'wrong', 'right', 'unanswered', 'unclear'],
    ],
    ['3 道题全对。', ['right', 'right', 'right']],
    ['2 道题，没有做错的。', ['right', 'unclear']],
    ['2 道题都还没有写。', ['unanswered', 'unanswered']],
    ['这一题还没有写。', ['unanswered']],
    ['2 道题都看不清，没有判。可以重拍一张清楚的。', ['unclear', 'unclear']],
    ['这一题看不清，没有判。', ['unclear']],
    ['2 道题，有的没写，有的看不清，都没有判。', ['unanswered', 'unclear']],
    ['没有看到写好的题目，可以重拍一张清楚的。', []],
  ])('%s', (words, verdicts) => {
    expect(markingSummary(correction(...verdicts))).toBe(words)
  })

  test('the next wrong one is the next behind it, and at the end the first again', () => {
    const marked = correction('wrong', 'right', 'wrong', 'unclear')
    expect(nextOf(marked, 'wrong', '1')?.no).toBe('3')
    expect(nextOf(marked, 'wrong', '3')?.no).toBe('1')
    expect(nextOf(marked, 'unclear', '4')).toBeUndefined()
    expect(nextOf(marked, 'wrong', '2')?.no).toBe('3')
  })
})
