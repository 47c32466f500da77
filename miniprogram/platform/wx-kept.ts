import { failureText, host, optional } from './wx-host'
import { wxLogger } from './wx-logger'
import { sealStorage, wxStorage } from './wx-storage'

/**
 * Removes all that is kept, but for these keys, and keeps nothing any more until the program starts anew: what still runs would
 * leave something behind.
 */
export function eraseStorage(but: readonly string[]): void {
  const kept = but.map((key): [string, unknown] => [key, wxStorage.get(key)])
  sealStorage()
  try {
    host().clearStorageSync?.()
    for (const [key, value] of kept) if (value !== undefined) host().setStorageSync?.(key, value)
  } catch (error) {
    wxLogger.warn('[storage] could not be erased', failureText(error))
  }
}

/** What is kept, in words: `320 KB`. Empty where the host does not tell. */
export function storageSize(): string {
  const size = optional((wx) => wx.getStorageInfoSync?.()?.currentSize)
  if (size === undefined) return ''
  return size < 1024 ? `${size} KB` : `${(size / 1024).toFixed(1)} MB`
}
