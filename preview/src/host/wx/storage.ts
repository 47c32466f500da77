import { asynchronous, requiredText, WxFailure } from './call'
import { LimitedStorage, TOTAL_LIMIT_BYTES } from './storage-limits'

const KILOBYTE = 1024

export const storage = new LimitedStorage(window.localStorage)

const info = () => ({
  keys: storage.keys(),
  currentSize: Math.ceil(storage.bytes() / KILOBYTE),
  limitSize: TOTAL_LIMIT_BYTES / KILOBYTE,
})

/** wx.*Storage*, synchronous and asynchronous. */
export const storageApi = {
  getStorageSync: (key: string): unknown => storage.get(key),
  setStorageSync: (key: string, value: unknown): void => {
    try {
      storage.set(key, value)
    } catch (error) {
      throw new Error(`setStorageSync:fail ${error instanceof Error ? error.message : String(error)}`)
    }
  },
  removeStorageSync: (key: string): void => storage.remove(key),
  clearStorageSync: (): void => storage.clear(),
  getStorageInfoSync: info,
  getStorage: asynchronous('getStorage', (options) => {
    const key = requiredText(options, 'key')
    if (!storage.has(key)) throw new WxFailure('data not found')
    return { data: storage.get(key) }
  }),
  setStorage: asynchronous('setStorage', (options) =>
    storage.set(requiredText(options, 'key'), options.data),
  ),
  removeStorage: asynchronous('removeStorage', (options) => storage.remove(requiredText(options, 'key'))),
  clearStorage: asynchronous('clearStorage', () => storage.clear()),
  getStorageInfo: asynchronous('getStorageInfo', info),
}
