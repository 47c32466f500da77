import { setTimeout as sleep } from 'node:timers/promises'
import { StoreAway } from '../errors/store-away'
import { isBusy } from './embedded-file'

/** Milliseconds for which what is written waits for another process to let go of the database. */
export const PATIENCE = 2000
/** Milliseconds between two attempts; everything else of this process goes on meanwhile. */
const PAUSE = 25

/**
 * Tries again for as long as another process has the database locked, and rejects with {@link StoreAway} when it is not let
 * go of within `patience` milliseconds. Every other error is the caller's.
 */
export async function whileLocked<T>(patience: number, attempt: () => T | Promise<T>): Promise<T> {
  const begun = performance.now()
  for (;;) {
    try {
      return await attempt()
    } catch (error) {
      if (!isBusy(error)) throw error
      if (performance.now() - begun >= patience) throw new StoreAway(error)
    }
    await sleep(PAUSE)
  }
}
