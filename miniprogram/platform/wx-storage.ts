import type { KeyValueStore, Logger } from './ports'
import { unharmed } from './unharmed'
import { failureText, host } from './wx-host'
import { wxLogger } from './wx-logger'

let isSealed = false

/** From now on nothing is written until the program starts anew. */
export function sealStorage(): void {
  isSealed = true
}

/** `wx` storage (1 MB a key, 10 MB in all), as it is: it may throw. */
export const bareWxStorage: KeyValueStore = {
  get(key) {
    const value: unknown = host().getStorageSync?.(key)
    // The host gives '' for a key that it does not know.
    return value === '' ? undefined : value
  },
  set: (key, value) => (isSealed ? undefined : host().setStorageSync?.(key, value)),
  remove: (key) => host().removeStorageSync?.(key),
}

/** A storage that logs what the given one throws, and never throws: nothing shown depends on it. */
export function forgivingStorage(storage: KeyValueStore, logger: Pick<Logger, 'warn'>): KeyValueStore {
  const tried = <Value>(key: string, what: string, act: () => Value): Value | undefined =>
    unharmed(act, (error) => logger.warn(`[storage] ${key} could not be ${what}`, failureText(error)))
  return {
    get: (key) => tried(key, 'read', () => storage.get(key)),
    set: (key, value) => tried(key, 'written', () => storage.set(key, value)),
    remove: (key) => tried(key, 'removed', () => storage.remove(key)),
  }
}

/** `wx` storage. A full or missing one is logged, never thrown. */
export const wxStorage: KeyValueStore = forgivingStorage(bareWxStorage, wxLogger)
