import { DueCount } from '../../miniprogram/mistakes/due-count'
import { MemoryStore } from '../conversation/fakes'
import { FakeMistakes, mistake } from './fakes'

const rated = (...ids: string[]) => ({ ids: new Set(ids) })

describe('The count of what is due', () => {
  test('is the server’s, and what it was stands until the server says it again', async () => {
    const store = new MemoryStore()
    const port = new FakeMistakes([mistake('a'), mistake('b')])
    const due = new DueCount(port, store, rated())
    expect(due.count).toBe(0)
    await due.refresh()
    expect(due.count).toBe(2)
    port.failures = ['unreachable']
    const later = new DueCount(port, store, rated())
    await later.refresh()
    expect(later.count).toBe(2)
  })

  test('goes down with each rating, before the server knows of it', async () => {
    const due = new DueCount(new FakeMistakes([mistake('a'), mistake('b')]), new MemoryStore(), rated('a'))
    const told: number[] = []
    due.subscribe((count) => told.push(count))
    await due.refresh()
    due.changed()
    expect(told).toEqual([1, 1])
  })

  test('does not go up again when a rating has arrived', async () => {
    const waiting = new Set(['a'])
    const due = new DueCount(new FakeMistakes([mistake('a'), mistake('b')]), new MemoryStore(), {
      get ids() {
        return waiting
      },
    })
    await due.refresh()
    waiting.clear()
    due.delivered(true)
    expect(due.count).toBe(1)
  })

  test('does not fall by an exercise that the server had taken out already', async () => {
    const waiting = new Set(['a', 'b'])
    const port = new FakeMistakes([mistake('a'), mistake('b'), mistake('c')])
    const due = new DueCount(port, new MemoryStore(), {
      get ids() {
        return waiting
      },
    })
    await due.refresh()
    // The server has the rating, and counts without it, before the rating's answer is here.
    port.mistakes = port.mistakes.slice(1)
    const refreshed = due.refresh()
    waiting.delete('a')
    due.delivered(true)
    await refreshed
    expect(due.count).toBe(1)
    // The last one that waits was deleted elsewhere, and is refused.
    port.mistakes = port.mistakes.slice(1)
    await due.refresh()
    waiting.clear()
    due.delivered(false)
    await due.refresh()
    expect(due.count).toBe(1)
  })

  test('is asked for once, however many ask meanwhile', async () => {
    const port = new FakeMistakes([mistake('a')])
    const due = new DueCount(port, new MemoryStore(), rated())
    await Promise.all([due.refresh(), due.refresh()])
    expect(port.lists).toEqual([{ due: true, size: 1 }])
  })
})
