import { type Deadline, Deadlines } from '../../miniprogram/stream/deadlines'
import { ManualClock } from '../support/manual-clock'

let clock: ManualClock
let due: [Deadline, number][]
let deadlines: Deadlines

beforeEach(() => {
  clock = new ManualClock()
  const start = clock.now()
  due = []
  deadlines = new Deadlines(clock, (deadline) => due.push([deadline, clock.now() - start]))
})

describe('deadlines over one timer', () => {
  test('that are further away than a host can count are waited for in steps, and not at once again and again', () => {
    let timers = 0
    const host = Object.assign(Object.create(clock), {
      setTimer: (callback: () => void, delay: number) => {
        timers += 1
        return clock.setTimer(callback, delay > 2 ** 31 - 1 ? 1 : delay)
      },
    })
    const far = new Deadlines(host, (deadline) => due.push([deadline, 0]))
    far.set('ceiling', 2 ** 32)
    clock.advance(1000)
    expect([timers, due]).toEqual([1, []])
    clock.advance(2 ** 32)
    expect(due).toEqual([['ceiling', 0]])
  })

  test('are each told once, when they are due, in the order of their importance', () => {
    deadlines.set('retry', 20)
    deadlines.set('tier', 50)
    deadlines.set('ceiling', 50)
    deadlines.set('connect', 10)
    clock.advance(1000)
    expect(due).toEqual([
      ['connect', 10],
      ['retry', 20],
      ['ceiling', 50],
      ['tier', 50],
    ])
    expect(clock.armed).toBe(0)
  })

  test('that move away are told later; a nearer one is told in time', () => {
    deadlines.set('tier', 100)
    clock.advance(90)
    deadlines.set('tier', 100)
    clock.advance(90)
    expect(due).toEqual([])
    deadlines.pullIn('tier', 5)
    deadlines.pullIn('tier', 50)
    clock.advance(5)
    expect(due).toEqual([['tier', 185]])
  })

  test('that are cleared are not told, and leave no timer once all are', () => {
    deadlines.set('tier', 100)
    deadlines.set('retry', 50)
    deadlines.clear('retry')
    clock.advance(60)
    expect(due).toEqual([])
    deadlines.clearAll()
    expect(clock.armed).toBe(0)
  })

  test('keep the time that was left while they rest, and a stop does not rest', () => {
    deadlines.set('tier', 100)
    clock.advance(30)
    deadlines.rest()
    deadlines.set('stop', 10)
    deadlines.set('watchdog', 40)
    clock.advance(10000)
    expect(due).toEqual([['stop', 40]])
    expect(deadlines.rested()).toBe(10000)
    deadlines.wake()
    clock.advance(1000)
    expect(due).toEqual([
      ['stop', 40],
      ['watchdog', 10070],
      ['tier', 10100],
    ])
  })

  test('one that is set in the midst of a rest counts from the end of it', () => {
    deadlines.rest()
    clock.advance(1000)
    deadlines.set('tier', 100)
    clock.advance(5000)
    deadlines.wake()
    clock.advance(99)
    expect(due).toEqual([])
    clock.advance(1)
    expect(due).toEqual([['tier', 6100]])
  })

  test('one that is never due arms no timer that fires at once', () => {
    deadlines.set('ceiling', Number.POSITIVE_INFINITY)
    clock.advance(24 * 3600000)
    expect(due).toEqual([])
  })

  test('set from within another are kept', () => {
    deadlines = new Deadlines(clock, (deadline) => {
      due.push([deadline, 0])
      if (deadline === 'retry') deadlines.set('connect', 10)
    })
    deadlines.set('retry', 10)
    clock.advance(20)
    expect(due.map(([deadline]) => deadline)).toEqual(['retry', 'connect'])
  })
})
