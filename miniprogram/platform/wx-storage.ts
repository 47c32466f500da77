import type { KeyValueStore } from './ports'
import { failureText, host } from './wx-host'
import { wxLogger } from './wx-logger'

/** `wx` storage (1 MB a key, 10 MB in all). A full or missing storage is logged, never thrown: nothing shown depends on it. */
export const wxStorage: KeyValueStore = {
  get(key) {
    try {
      const value: unknown = host().getStorageSync?.(key)
      // The host gives '' for a key that it does not know.
      return value === '' ? undefined : value
    } catch (error) {
      wxLogger.warn(`[storage] ${key} could not be read`, failureText(error))
      return undefined
    }
  },
  set(key, value) {
    try {
      host().setStorageSync?.(key, value)
    } catch (error) {
      wxLogger.warn(`[storage] ${key} could not be written`, failureText(error))
    }
  },
  remove(key) {
    try {
      host().removeStorageSync?.(key)
    } catch (error) {
      wxLogger.warn(`[storage] ${key} could not be removed`, failureText(error))
    }
  },
}
