import { Openings } from '../../miniprogram/components/answer-content/openings'
import { ManualClock } from '../support/manual-clock'

function opening() {
  const clock = new ManualClock()
  const done: string[] = []
  const openings = new Openings(clock)
  /** Something of so many slices. */
  const add = (name: string, count: number) => {
    let left = count
    const slice = (): boolean => {
      done.push(name)
      left -= 1
      return left > 0
    }
    openings.add(slice)
    return slice
  }
  /** As many turns as there could be slices. */
  const wait = () => {
    for (let turn = 0; turn < 10; turn++) clock.advance(1)
  }
  return { openings, clock, done, add, wait }
}

describe('What a page that opens has to do', () => {
  test('is not done within the call that asks for it, and one slice a turn', () => {
    const { clock, done, add } = opening()
    add('甲', 3)
    expect(done).toEqual([])
    clock.advance(1)
    expect(done).toEqual(['甲'])
  })

  test('is done to its end, what came last before what came first', () => {
    const { done, add, wait } = opening()
    add('旧', 2)
    add('新', 2)
    wait()
    expect(done).toEqual(['新', '新', '旧', '旧'])
  })

  test('is left when it is not wanted any more', () => {
    const { openings, done, add, wait } = opening()
    const gone = add('甲', 2)
    add('乙', 1)
    openings.remove(gone)
    wait()
    expect(done).toEqual(['乙'])
  })

  test('goes on behind something that failed', () => {
    const { openings, clock, done, add, wait } = opening()
    add('甲', 1)
    openings.add(() => {
      throw new Error('broken')
    })
    expect(() => clock.advance(1)).toThrow('broken')
    wait()
    expect(done).toEqual(['甲'])
  })
})
