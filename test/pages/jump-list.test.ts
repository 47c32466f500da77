import { JumpList, type JumpPage, NO_EXERCISES } from '../../miniprogram/pages/chat/jump-list'

/** A page 800 px high whose list begins at 100; the exercises stand at these places of its content. */
function page(places: Record<string, number>) {
  const data: Record<string, unknown> = { ...NO_EXERCISES, scrollTop: 0 }
  const waiting: (() => void)[] = []
  let scrolled = 0
  let asked = 0
  const setData: JumpPage['setData'] = (patch) => Object.assign(data, patch)
  const list = new JumpList({
    setData,
    whereabouts: (_id, { no }, told) => {
      const place = places[no]
      asked += 1
      if (place !== undefined) waiting.push(() => told(100 + place - scrolled))
    },
  })
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
  return { data, list, scroll, answer }
}
const two = [
  { no: '3', row: 0 },
  { no: '5', row: 9 },
]

describe('The exercises of an answer', () => {
  test('the one that is being written is read until the student scrolls', () => {
    const { data, list, scroll, answer } = page({ 3: 40, 5: 900 })
    list.outlined('a', two.slice(0, 1), 3)
    list.outlined('a', two, 3)
    expect(data).toMatchObject({ exercises: two, exercise: 1, exercisesOf: 'a', askedCount: 3 })
    scroll(200)
    answer()
    expect(data.exercise).toBe(0)
    scroll(880)
    answer()
    expect(data.exercise).toBe(1)
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

  test('where it stays, and nobody can tell yet where they stand, an answer begins with its first one', () => {
    const { data, list } = page({})
    list.outlined('a', two, 2)
    list.outlined('b', two, 2, 100)
    expect(data).toMatchObject({ exercise: 0, exercisesOf: 'b' })
  })

  test('a tap goes to where a solution begins', () => {
    const { data, list, scroll, answer } = page({ 3: 40, 5: 900 })
    list.outlined('a', two, 0)
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
    list.outlined('a', two, 0)
    list.jump(1, 0, 100)
    expect(data.scrollTop).toBe(0)
  })

  test('of a hundred a few are asked where they are, and the last scroll counts', () => {
    const many = Array.from({ length: 100 }, (_, place) => ({ no: String(place + 1), row: place * 4 }))
    const { data, list, scroll, answer } = page(
      Object.fromEntries(many.map(({ no }, place) => [no, place * 500])),
    )
    list.outlined('a', many, 0)
    for (let top = 0; top <= 20_000; top += 400) scroll(top)
    expect(answer()).toBeLessThanOrEqual(16)
    expect(data.exercise).toBe(40)
    scroll(0)
    answer()
    expect(data.exercise).toBe(0)
  })

  test('another answer begins anew', () => {
    const { data, list } = page({ 3: 40 })
    list.outlined('a', two, 0)
    list.outlined('b', [{ no: '1', row: 2 }], 0)
    expect(data).toMatchObject({ exercises: [{ no: '1', row: 2 }], exercisesOf: 'b', exercise: 0 })
  })
})
