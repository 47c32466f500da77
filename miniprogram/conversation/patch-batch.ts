import type { Cancel, Clock } from '../platform/ports'

/** Milliseconds between two calls of `setData` while an answer is written. */
export const PATCH_INTERVAL = 80

/** What one `setData` takes: values by their paths. */
export type Patch = Record<string, unknown>

/** Collects `setData` patches, so that a page gets at most one an interval, and none while it is hidden. */
export interface PatchBatch {
  add(patch: Patch): void
  /** Sends what is there at once; for what a tap has to show. */
  flush(): void
  /** Forgets what waits; a patch that replaces all of it follows. */
  drop(): void
  pause(): void
  resume(): void
  /** Nothing is sent any more. */
  end(): void
}

/** Patches that go out by `send`, at most one an `interval` of milliseconds. */
export function createPatchBatch(
  send: (patch: Patch) => void,
  clock: Clock,
  interval = PATCH_INTERVAL,
): PatchBatch {
  let waiting: Patch = {}
  let timer: Cancel | undefined
  let lastSent = Number.NEGATIVE_INFINITY
  let paused = false
  let ended = false

  const cancel = (): void => {
    timer?.()
    timer = undefined
  }
  const flush = (): void => {
    cancel()
    if (paused || ended || Object.keys(waiting).length === 0) return
    const patch = waiting
    waiting = {}
    lastSent = clock.now()
    send(patch)
  }
  const schedule = (): void => {
    if (timer !== undefined || paused || ended) return
    const wait = lastSent + interval - clock.now()
    timer = clock.setTimer(flush, Math.max(0, wait))
  }

  return {
    add(patch) {
      if (Object.keys(patch).length === 0) return
      waiting = { ...waiting, ...patch }
      schedule()
    },
    flush,
    drop() {
      cancel()
      waiting = {}
    },
    pause() {
      paused = true
      cancel()
    },
    resume() {
      paused = false
      flush()
    },
    end() {
      ended = true
      cancel()
    },
  }
}
