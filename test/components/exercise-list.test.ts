import { heard, load, render, seen, tap } from './simulated'

const id = load('components/exercise-list/exercise-list')
const exercises = (count: number) =>
  Array.from({ length: count }, (_, place) => ({ no: String(place + 1), row: place }))

describe('The list of exercises', () => {
  test('names them, says how many there are, and tells which is tapped', async () => {
    const list = render(id, { exercises: exercises(3), current: 0 })
    const chosen = heard(list, 'choose')
    expect(seen(list)).toContain('第 1 题第 2 题第 3 题3 题')
    await tap(list, '#name-2')
    expect(chosen).toEqual([{ place: 2 }])
  })

  test('says which of those that were asked for is being written', () => {
    const list = render(id, { exercises: exercises(2), current: 1, writing: true, asked: 5 })
    expect(seen(list)).toContain('正在写 2 / 5')
    expect(list.querySelectorAll('.name-written')).toHaveLength(1)
  })

  test('takes no more of the page for a hundred, and has the one that is read with its neighbours', () => {
    for (const current of [0, 50, 99]) {
      const list = render(id, { exercises: exercises(100), current })
      expect(list.querySelectorAll('.name')).toHaveLength(17)
      expect(list.querySelectorAll('.name-current')).toHaveLength(1)
      expect(seen(list)).toContain(`第 ${current + 1} 题`)
    }
  })
})
