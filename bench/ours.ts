import { createAnswerRenderer, type Typesetter } from '../miniprogram/render/index'
import { DELTAS_PER_SECOND } from './answers'
import { BenchClock } from './bench-clock'

/**
 * Streams an answer at the model's pace with batches of 100 ms. `take` gets what would go to `setData`, each call serialised as
 * `setData` does it.
 */
export function stream(
  deltas: readonly string[],
  take: (call: string) => void,
  typesetter?: Typesetter,
): void {
  const clock = new BenchClock()
  const renderer = createAnswerRenderer((patch) => take(JSON.stringify(patch)), {
    clock,
    interval: 100,
    ...(typesetter ? { typesetter } : {}),
  })
  deltas.forEach((delta, index) => {
    clock.to(Math.floor((index * 1000) / DELTAS_PER_SECOND))
    renderer.push(delta)
  })
  renderer.end()
}

/** How many calls that are, and how much. */
export function trafficOf(
  deltas: readonly string[],
  typesetter?: Typesetter,
): { calls: number; bytes: number; largest: number } {
  const sizes: number[] = []
  stream(deltas, (call) => void sizes.push(Buffer.byteLength(call)), typesetter)
  return {
    calls: sizes.length,
    bytes: sizes.reduce((sum, size) => sum + size, 0),
    largest: Math.max(...sizes),
  }
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
