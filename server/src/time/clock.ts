/** Time as the answer service sees it: the tests and the simulation hand in their own. */
export interface Clock {
  /** Milliseconds that only go forward, from a beginning that all processes of a machine share: how long something took, and never a date. */
  now(): number
  /** Calls back once after `delay` milliseconds; what it returns cancels that. */
  after(delay: number, callback: () => void): () => void
}

/** `performance.now()` counts from the start of its process. */
const STARTED_AT = Number(process.hrtime.bigint()) / 1e6 - performance.now()

/** The machine's own time, which no setting of its date changes. */
export const systemClock: Clock = {
  now: () => STARTED_AT + performance.now(),
  after(delay, callback) {
    const timer = setTimeout(callback, delay)
    return () => clearTimeout(timer)
  },
}

/** Calls back every `interval` milliseconds, counted from the end of the call before; what it returns ends that. */
export function every(clock: Clock, interval: number, callback: () => void): () => void {
  let cancel = (): void => undefined
  const next = (): void => {
    cancel = clock.after(interval, () => {
      callback()
      next()
    })
  }
  next()
  return () => cancel()
}

/** Resolves after `delay` milliseconds of this clock. */
export function sleep(clock: Clock, delay: number): Promise<void> {
  return new Promise((resolve) => {
    clock.after(delay, resolve)
  })
}

/** Waits for `promise`, but not longer than `delay` milliseconds; leaves no timer behind. */
export async function within(clock: Clock, delay: number, promise: Promise<unknown>): Promise<void> {
  let cancel = (): void => undefined
  const late = new Promise<void>((resolve) => {
    cancel = clock.after(delay, resolve)
  })
  try {
    await Promise.race([promise, late])
  } finally {
    cancel()
  }
}
