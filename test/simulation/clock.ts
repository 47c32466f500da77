/** Virtual time: it stands still until the next timer, and everything that a timer set off is done before the one after it. */
export class SimulatedTime {
  private time = 1_700_000_000_000
  private readonly heap: Timer[] = []
  private order = 0

  now(): number {
    return this.time
  }

  /** Calls back once; what it returns cancels that. Timers of the same moment fire in the order in which they were set. */
  after(delay: number, callback: () => void): () => void {
    this.order += 1
    const timer: Timer = { at: this.time + Math.max(0, delay), order: this.order, callback }
    this.push(timer)
    return () => {
      timer.callback = undefined
    }
  }

  /** Moves on until `finished` holds or `limit` (milliseconds from now) is reached. */
  async runUntil(finished: () => boolean, limit: number): Promise<void> {
    const end = this.time + limit
    await settled()
    while (!finished()) {
      const next = this.heap[0]
      if (next === undefined || next.at > end) break
      this.pop()
      if (next.callback === undefined) continue
      this.time = Math.max(this.time, next.at)
      next.callback()
      await settled()
    }
  }

  private push(timer: Timer): void {
    const { heap } = this
    let at = heap.push(timer) - 1
    while (at > 0) {
      const parent = (at - 1) >> 1
      if (!this.isSooner(at, parent)) return
      this.swap(at, parent)
      at = parent
    }
  }

  private pop(): void {
    const { heap } = this
    const last = heap.pop()
    if (last === undefined || heap.length === 0) return
    heap[0] = last
    let at = 0
    for (;;) {
      let soonest = at
      for (const child of [2 * at + 1, 2 * at + 2]) {
        if (child < heap.length && this.isSooner(child, soonest)) soonest = child
      }
      if (soonest === at) return
      this.swap(at, soonest)
      at = soonest
    }
  }

  private isSooner(one: number, other: number): boolean {
    const [a, b] = [this.heap[one], this.heap[other]]
    if (a === undefined || b === undefined) return false
    return a.at === b.at ? a.order < b.order : a.at < b.at
  }

  private swap(one: number, other: number): void {
    const [a, b] = [this.heap[one], this.heap[other]]
    if (a === undefined || b === undefined) return
    this.heap[one] = b
    this.heap[other] = a
  }
}

interface Timer {
  at: number
  order: number
  callback: (() => void) | undefined
}

/** Moments after which Node's own loop turns once: only then does it end a process in which nobody handles a rejection. */
const MOMENTS_A_TURN = 64
let moments = 0

/** Resolves when every promise that could go on has gone on: Node's ticks wait for that, and cost a tenth of a turn of its loop. */
function settled(): Promise<void> {
  moments += 1
  return new Promise((resolve) => {
    if (moments % MOMENTS_A_TURN === 0) setImmediate(resolve)
    else process.nextTick(resolve)
  })
}

/** Numbers in [0, 1), the same for the same seed (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}
