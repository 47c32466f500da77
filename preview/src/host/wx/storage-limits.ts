/** WeChat's limits: 1 MB a key, 10 MB in all. */
export const KEY_LIMIT_BYTES = 1024 * 1024
export const TOTAL_LIMIT_BYTES = 10 * 1024 * 1024

/** The part of the browser's storage that is needed. */
export interface KeyValueStore {
  readonly length: number
  key(index: number): string | null
  getItem(key: string): string | null
  setItem(key: string, value: string): void
  removeItem(key: string): void
}

/** Keeps the program's keys apart from everything else of the same origin. */
const PREFIX = 'wx:'

const byteLength = (value: string): number => new TextEncoder().encode(value).length

/** WeChat's storage over the browser's: values of any JSON type, with WeChat's limits. */
export class LimitedStorage {
  constructor(private readonly store: KeyValueStore) {}

  keys(): string[] {
    const all = Array.from({ length: this.store.length }, (_, index) => this.store.key(index) ?? '')
    return all.filter((key) => key.startsWith(PREFIX)).map((key) => key.slice(PREFIX.length))
  }

  has(key: string): boolean {
    return this.store.getItem(PREFIX + key) !== null
  }

  /** An empty string for a key that is not there, as on a phone. */
  get(key: string): unknown {
    const stored = this.store.getItem(PREFIX + key)
    if (stored === null) return ''
    const holder: unknown = JSON.parse(stored)
    return typeof holder === 'object' && holder !== null && 'value' in holder ? holder.value : ''
  }

  /** Throws WeChat's message when a limit is passed; the old value stays then. */
  set(key: string, value: unknown): void {
    const stored = JSON.stringify({ value })
    const size = byteLength(stored)
    if (size > KEY_LIMIT_BYTES) throw new Error('exceed max single key storage limit')
    if (this.bytes() - this.bytesOf(key) + size > TOTAL_LIMIT_BYTES)
      throw new Error('exceed max storage size limit')
    this.store.setItem(PREFIX + key, stored)
  }

  remove(key: string): void {
    this.store.removeItem(PREFIX + key)
  }

  clear(): void {
    for (const key of this.keys()) this.remove(key)
  }

  /** Bytes of all values. */
  bytes(): number {
    return this.keys().reduce((sum, key) => sum + this.bytesOf(key), 0)
  }

  private bytesOf(key: string): number {
    return byteLength(this.store.getItem(PREFIX + key) ?? '')
  }
}
