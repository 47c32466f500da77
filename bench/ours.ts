import type { Clock } from '../miniprogram/platform/ports'
import { createAnswerRenderer, type Typesetter } from '../miniprogram/render/index'
import { DELTAS_PER_SECOND } from './answers'

/** A clock that goes on only when it is told to. */
class BenchClock implements Clock {
  private time = 0
  private readonly timers = new Set<{ due: number; callback: () => void }>()

  now(): number {
    return this.time
  }

  setTimer(callback: () => void, delay: number): () => void {
    const timer = { due: this.time + delay, callback }
    this.timers.add(timer)
    return () => this.timers.delete(timer)
  }

  /** Goes on to that time. */
  to(time: number): void {
    this.time = time
    for (const timer of this.timers) {
      if (timer.due > time) continue
      this.timers.delete(timer)
      timer.callback()
    }
  }
}

/** What a whole answer cost. */
export interface Streamed {
  calls: number
  bytes: number
  largest: number
}

/** Streams an answer at the model's pace with batches of 100 ms; every call is serialised, as `setData` does it. */
export function stream(deltas: readonly string[], typesetter?: Typesetter): Streamed {
  const clock = new BenchClock()
  const cost: Streamed = { calls: 0, bytes: 0, largest: 0 }
  const renderer = createAnswerRenderer(
    (patch) => {
      const bytes = Buffer.byteLength(JSON.stringify(patch))
      cost.calls++
      cost.bytes += bytes
      cost.largest = Math.max(cost.largest, bytes)
    },
    { clock, interval: 100, ...(typesetter ? { typesetter } : {}) },
  )
  deltas.forEach((delta, index) => {
    clock.to(Math.floor((index * 1000) / DELTAS_PER_SECOND))
    renderer.push(delta)
  })
  renderer.end()
  return cost
}

/** Milliseconds of each delta if each is parsed and sent at once, which is more than the page asks for. */
export function costOfDeltas(deltas: readonly string[]): number[] {
  let sent = 0
  const renderer = createAnswerRenderer(
    (patch) => {
      sent += JSON.stringify(patch).length
    },
    { clock: new BenchClock() },
  )
  const costs = deltas.map((delta) => {
    const started = process.hrtime.bigint()
    renderer.push(delta)
    renderer.flush()
    return Number(process.hrtime.bigint() - started) / 1e6
  })
  renderer.end()
  if (!sent) throw new Error('nothing was sent')
  return costs
}
