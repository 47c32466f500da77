import { createPatchBatch, type Patch } from '../../miniprogram/conversation/patch-batch'
import { createReasoningFeed } from '../../miniprogram/conversation/reasoning-feed'
import { newTurn } from '../../miniprogram/conversation/turn'
import { turnWriter } from '../../miniprogram/conversation/turn-changes'
import { createTurnPatches } from '../../miniprogram/conversation/turn-patches'
import { linked } from '../../miniprogram/conversation/turn-phase'
import { ManualClock } from '../support/manual-clock'

describe('setData of the page', () => {
  test('is called at most once in 80 ms, however much changes', () => {
    const clock = new ManualClock()
    const times: number[] = []
    const batch = createPatchBatch(() => times.push(clock.now()), clock)
    for (let step = 0; step < 100; step += 1) {
      batch.add({ count: step })
      clock.advance(10)
    }
    const gaps = times.slice(1).map((time, index) => time - (times[index] ?? 0))
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(80)
    expect(times.length).toBeGreaterThan(10)
  })

  test('is not called while the page is hidden; the return brings the newest of everything at once', () => {
    const clock = new ManualClock()
    const sent: Patch[] = []
    const batch = createPatchBatch((patch) => sent.push(patch), clock)
    batch.pause()
    batch.add({ words: '正在思考…', busy: true })
    batch.add({ words: '正在写…' })
    batch.flush()
    clock.advance(3_600_000)
    expect(sent).toEqual([])
    batch.resume()
    expect(sent).toEqual([{ words: '正在写…', busy: true }])
  })

  test('is never called after the page is gone', () => {
    const clock = new ManualClock()
    const sent: Patch[] = []
    const batch = createPatchBatch((patch) => sent.push(patch), clock)
    batch.add({ busy: true })
    batch.end()
    batch.add({ busy: false })
    clock.advance(1000)
    expect(sent).toEqual([])
    expect(clock.armed).toBe(0)
  })
})

const fail = (message: string): never => {
  throw new Error(message)
}

describe('A turn on the page', () => {
  test('sends by path what changed, and never the text that is being written', () => {
    const patches = createTurnPatches()
    const turn = newTurn('r1', '讲讲浮力', [])
    const write = turnWriter({ error: fail })
    patches.all([newTurn('r0', '别的', [])])
    expect(Object.keys(patches.added(turn, [turn]))).toEqual(['turns[1]'])
    let bytes = 0
    for (let step = 0; step < 1000; step += 1) {
      write(turn, {
        phase: linked('streaming', turn.phase),
        text: `${turn.text}浮力等于排开液体的重量。`,
      })
      const patch = patches.status(turn)
      expect(Object.keys(patch).filter((path) => path.includes('text'))).toEqual([])
      bytes = Math.max(bytes, JSON.stringify(patch).length)
    }
    expect(bytes).toBeLessThan(120)
    expect(patches.status(turn)).toEqual({})
  })

  test('a turn that is not on the page changes nothing there', () => {
    expect(createTurnPatches().status(newTurn('r1', '', []))).toEqual({})
  })
})

describe('Reasoning', () => {
  const text = '想一想。'.repeat(500)

  test('costs nothing while it is folded', () => {
    const clock = new ManualClock()
    const sent: Patch[] = []
    const feed = createReasoningFeed((patch) => sent.push(patch), clock)
    feed.append(text)
    clock.advance(1000)
    expect(sent).toEqual([])
  })

  test('is whole when it is unfolded, and goes on in small patches', () => {
    const clock = new ManualClock()
    let chunks: string[] = []
    let largest = 0
    const feed = createReasoningFeed((patch) => {
      for (const [path, value] of Object.entries(patch)) {
        if (path === 'chunks' && Array.isArray(value)) chunks = [...value]
        const index = /^chunks\[(\d+)\]$/.exec(path)?.[1]
        if (index === undefined) continue
        chunks[Number(index)] = String(value)
        largest = Math.max(largest, String(value).length)
      }
    }, clock)
    feed.append(text)
    feed.open(true)
    expect(chunks.join('')).toBe(text)
    feed.append('还有')
    feed.append(text)
    clock.advance(100)
    expect(chunks.join('')).toBe(`${text}还有${text}`)
    expect(largest).toBeLessThanOrEqual(400)
    feed.replace('重来')
    clock.advance(100)
    expect(chunks.join('')).toBe('重来')
  })
})
