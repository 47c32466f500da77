import type { CorrectionItem } from '../../../typings/protocol'
import type { MadeExtras } from '../../src/extras/made-extras'
import { checkedExtras } from '../../src/safety/checked-extras'

const item: CorrectionItem = {
  no: '1',
  page: 1,
  text: '1+1=3',
  student_answer: '3',
  correct_answer: '2',
  verdict: 'wrong',
  reason: '坏',
  points: ['加法'],
  box: null,
}
const made: MadeExtras = {
  title: '加法',
  subject: 'math',
  follow_ups: [],
  correction: { items: [item], right: 0, wrong: 1, unclear: 0, unanswered: 0 },
}

describe('what was made after an answer', () => {
  test('is kept without what was rejected of it', async () => {
    const kept = await checkedExtras(
      async (_user, _of, text) => (text.includes('坏') ? 'risky' : 'pass'),
      'u',
      made,
    )
    expect(kept).toMatchObject({ title: '加法', correction: { items: [{ text: '1+1=3', reason: null }] } })
  })

  test('is not kept at all where it could not be checked, and nothing of it is asked for piece by piece', async () => {
    const check = jest.fn(async () => 'unknown' as const)
    await expect(checkedExtras(check, 'u', made)).rejects.toMatchObject({ persists: true })
    expect(check).toHaveBeenCalledTimes(1)
  })
})
