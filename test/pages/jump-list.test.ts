import { JumpList, type JumpPage, NO_EXERCISES } from '../../miniprogram/pages/chat/jump-list'

/** A page 800 px high whose list begins at 100; the exercises stand at these places of its content. */
function page(places: Record<string, number>) {
  const data: Record<string, unknown> = { ...NO_EXERCISES, scrollTop: 0 }
  const waiting: (() => void)[] = []
  let scrolled = 0
  let asked = 0
  const chosen: number[] = []
  const setData: JumpPage['setData'] = (patch) => {
    Object.assign(data, patch)
    if ('exercise' in patch && patch.exercise !== undefined) chosen.push(patch.exercise)
  }
  const list = new JumpList(
    {
      setData,
      whereabouts: (_id, { no }, told) => {
        const place = places[no]
        asked += 1
        if (place !== undefined) waiting.push(() => told(100 + place - scrolled))
      },
    },
    {
      setTimer: (callback, delay) => {
        const timer = setTimeout(callback, delay)
        return () => clearTimeout(timer)
      },
    },
  )
  const scroll = (top: number) => {
    scrolled = top
    list.scrolled(100)
  }
  /** The host answers what it was asked. */
  const answer = () => {
    for (let tell = waiting.shift(); tell !== undefined; tell = waiting.shift()) tell()
    const times = asked
    asked = 0
    return times
  }
  return { data, list, scroll, answer, chosen }
}
const two = [
  { no: '3', row: 0 },
  { no: '5', row: 9 },
]

describe('The exercises of an answer', () => {
  beforeEach(() => void jest.useFakeTimers())
  afterEach(() => void jest.useRealTimers())

  test('the one in sight is read, where the page goes along with what is written too: none is chosen and taken back', () => {
    const { data, list, scroll, answer, chosen } = page({ 3: 40, 5: 900 })
    list.outlined('a', two.slice(0, 1), 3, 100)
    list.outlined('a', two, 3, 100)
    answer()
    expect(data).toMatchObject({ exercises: two, exercise: 0, exercisesOf: 'a', askedCount: 3 })
    for (let end = 200; end <= 1000; end += 100) {
      scroll(end)
      answer()
    }
    expect(chosen).toEqual([0, 0, 1])
  })

  test('where the page stays the one in sight is read, however many come below', () => {
    const many = Array.from({ length: 6 }, (_, place) => ({ no: String(place + 1), row: place * 4 }))
    const places = Object.fromEntries(many.map(({ no }, place) => [no, 40 + place * 600]))
    const { data, list, scroll, answer } = page(places)
    const came = (count: number) => {
      list.outlined('a', many.slice(0, count), 6, 100)
      answer()
    }
    for (let count = 1; count <= 4; count += 1) {
      came(count)
      expect(data).toMatchObject({ exercise: 0, exercises: many.slice(0, count) })
    }
    scroll(1200)
    answer()
    expect(data.exercise).toBe(2)
    came(6)
    expect(data.exercise).toBe(2)
    // All of it at once, as from the history.
    list.outlined('b', many, 6, 100)
    answer()
    expect(data).toMatchObject({ exercise: 2, exercisesOf: 'b' })
  })

  test('where nobody can tell yet where they stand an answer begins with its first one, and the next scroll looks anew', () => {
    const places: Record<string, number> = {}
    const { data, list, scroll, answer } = page(places)
    list.outlined('a', two, 2, 100)
    list.outlined('b', two, 2, 100)
    expect(data).toMatchObject({ exercise: 0, exercisesOf: 'b' })
    Object.assign(places, { 3: 40, 5: 900 })
    scroll(880)
    jest.advanceTimersByTime(300)
    answer()
    expect(data.exercise).toBe(1)
    expect(jest.getTimerCount()).toBe(0)
  })

  test('what is told of a place when another exercise has come is told to nobody', () => {
    const { data, list, scroll, answer } = page({ 3: 40, 5: 900, 7: 1800 })
    list.outlined('a', two, 3, 100)
    scroll(1790)
    list.outlined('a', [...two, { no: '7', row: 20 }], 3, 100)
    answer()
    expect(data.exercise).toBe(2)
  })

  test('a tap goes to where a solution begins', () => {
    const { data, list, scroll, answer } = page({ 3: 40, 5: 900 })
    list.outlined('a', two, 0, 100)
    scroll(500)
    list.jump(1, 500, 100)
    answer()
    expect(data).toMatchObject({ scrollTop: 892, exercise: 1 })
    list.jump(0, 500, 100)
    answer()
    expect(data).toMatchObject({ scrollTop: 32, exercise: 0 })
  })

  test('one whose place the host cannot tell is not jumped to', () => {
    const { data, list } = page({})
    list.outlined('a', two, 0, 100)
    list.jump(1, 0, 100)
    expect(data.scrollTop).toBe(0)
  })

  test('of a hundred a few are asked where they are, and the last scroll counts', () => {
    const many = Array.from({ length: 100 }, (_, place) => ({ no: String(place + 1), row: place * 4 }))
    const { data, list, scroll, answer } = page(
      Object.fromEntries(many.map(({ no }, place) => [no, place * 500])),
    )
    list.outlined('a', many, 0, 100)
    for (let top = 0; top <= 20_000; top += 400) scroll(top)
    expect(answer()).toBeLessThanOrEqual(16)
    expect(data.exercise).toBe(40)
    scroll(0)
    answer()
    expect(data.exercise).toBe(0)
  })

  test('another answer begins anew', () => {
    const { data, list } = page({ 3: 40 })
    list.outlined('a', two, 0, 100)
    list.outlined('b', [{ no: '1', row: 2 }], 0, 100)
    expect(data).toMatchObject({ exercises: [{ no: '1', row: 2 }], exercisesOf: 'b', exercise: 0 })
  })
})
