import { PassageFeed } from '../../miniprogram/components/answer-content/passage-feed'
import { PASSAGE_ROWS } from '../../miniprogram/render/passages'

/** A passage that keeps what it is shown, and says that it has it when the test lets it. */
class FakePassage {
  readonly patches: unknown[] = []
  readonly taken: (() => void)[] = []

  show(patch: unknown, taken: () => void): void {
    this.patches.push(patch)
    this.taken.push(taken)
  }
}

function feeding() {
  const added: number[] = []
  const changed: number[] = []
  const feed = new PassageFeed<FakePassage>({
    add: (places) => void added.push(...places),
    addBefore: (places) => void added.unshift(...places),
    changes: (place) => void changed.push(place),
  })
  return { feed, added, changed }
}

describe('The patches of an answer', () => {
  test('reach the passages whose rows they change, numbered from the first row of each', () => {
    const { feed, added, changed } = feeding()
    const [first, second] = [new FakePassage(), new FakePassage()]
    feed.placed(0, first)
    feed.placed(1, second)
    feed.show(
      { 'b[0][2]': '甲', [`b[${PASSAGE_ROWS}]`]: [0, '乙'], [`b[${PASSAGE_ROWS + 1}][1]`]: '丙' },
      () => {},
    )
    expect(first.patches).toEqual([{ 'b[0][2]': '甲' }])
    expect(second.patches).toEqual([{ 'b[0]': [0, '乙'], 'b[1][1]': '丙' }])
    expect([added, changed]).toEqual([
      [0, 1],
      [0, 1],
    ])
  })

  test('wait in their order for a passage that is not on the page yet', () => {
    const { feed, added } = feeding()
    feed.show({ 'b[0]': [0, '甲'] }, () => {})
    feed.show({ 'b[0][2]': '乙' }, () => {})
    expect(added).toEqual([0])
    const passage = new FakePassage()
    feed.placed(0, passage)
    expect(passage.patches).toEqual([{ 'b[0]': [0, '甲'] }, { 'b[0][2]': '乙' }])
  })

  test('are taken when every passage has its part', () => {
    const { feed } = feeding()
    const passages = [new FakePassage(), new FakePassage()]
    for (const [place, passage] of passages.entries()) feed.placed(place, passage)
    const taken = jest.fn()
    feed.show({ 'b[0]': [0, '甲'], [`b[${PASSAGE_ROWS}]`]: [0, '乙'] }, taken)
    passages[1]?.taken[0]?.()
    expect(taken).not.toHaveBeenCalled()
    passages[0]?.taken[0]?.()
    expect(taken).toHaveBeenCalledTimes(1)
  })

  test('are kept while they are gathered, and come from the end, each passage with all that it has in one', () => {
    const { feed, added } = feeding()
    const taken = jest.fn()
    feed.gather()
    feed.show({ 'b[0]': [0, '甲'], 'b[0][2]': '乙', [`b[${PASSAGE_ROWS}]`]: [0, '丙'] }, taken)
    feed.show({ 'b[0]': [0, '丁'], [`b[${PASSAGE_ROWS * 2}]`]: [0, '戊'] }, taken)
    expect([added, feed.size, taken.mock.calls.length]).toEqual([[], 3, 2])
    expect(feed.bring(2)).toBe(1)
    expect(added).toEqual([1, 2])
    expect(feed.bring(2)).toBe(0)
    expect(added).toEqual([0, 1, 2])
    const passage = new FakePassage()
    feed.placed(0, passage)
    expect(passage.patches.map((patch) => Object.entries(Object(patch)))).toEqual([
      [
        ['b[0][2]', '乙'],
        ['b[0]', [0, '丁']],
      ],
    ])
  })

  test('go on behind those that were kept', () => {
    const { feed, added } = feeding()
    feed.gather()
    feed.show({ 'b[0]': [0, '甲'] }, () => {})
    feed.bring(1)
    feed.show({ [`b[${PASSAGE_ROWS}]`]: [0, '乙'] }, () => {})
    expect(added).toEqual([0, 1])
  })
})
