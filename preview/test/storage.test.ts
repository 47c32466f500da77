import {
  KEY_LIMIT_BYTES,
  type KeyValueStore,
  LimitedStorage,
  TOTAL_LIMIT_BYTES,
} from '../src/host/wx/storage-limits'

class MemoryStore implements KeyValueStore {
  private readonly values = new Map<string, string>()
  get length() {
    return this.values.size
  }
  key(index: number) {
    return [...this.values.keys()][index] ?? null
  }
  getItem(key: string) {
    return this.values.get(key) ?? null
  }
  setItem(key: string, value: string) {
    this.values.set(key, value)
  }
  removeItem(key: string) {
    this.values.delete(key)
  }
}

describe("the phone's storage", () => {
  it('gives back every JSON value, and an empty string for a key that it does not know', () => {
    const storage = new LimitedStorage(new MemoryStore())
    for (const value of [0, false, '', null, 'text', [1, { a: 2 }], { 中文: '值' }]) {
      storage.set('key', value)
      expect(storage.get('key')).toEqual(value)
    }
    expect(storage.get('unknown')).toBe('')
  })

  it('takes no value beyond 1 MB, counted in bytes, and keeps the old one then', () => {
    const storage = new LimitedStorage(new MemoryStore())
    storage.set('key', 'old')
    // three bytes a character: fewer characters than the limit has bytes
    expect(() => storage.set('key', '字'.repeat(KEY_LIMIT_BYTES / 2))).toThrow(
      'exceed max single key storage limit',
    )
    expect(storage.get('key')).toBe('old')
    storage.set('key', 'x'.repeat(KEY_LIMIT_BYTES - 100))
  })

  it('takes no more than 10 MB in all; replacing a value counts it once', () => {
    const storage = new LimitedStorage(new MemoryStore())
    const value = 'x'.repeat(KEY_LIMIT_BYTES - 100)
    const fitting = Math.floor(TOTAL_LIMIT_BYTES / KEY_LIMIT_BYTES)
    for (let index = 0; index < fitting; index += 1) storage.set(`key${index}`, value)
    expect(() => storage.set('one more', value)).toThrow('exceed max storage size limit')
    storage.set('key0', value)
    storage.remove('key1')
    storage.set('one more', value)
  })

  it('knows and clears its own keys only', () => {
    const store = new MemoryStore()
    store.setItem('foreign', 'kept')
    const storage = new LimitedStorage(store)
    storage.set('own', 1)
    expect(storage.keys()).toEqual(['own'])
    storage.clear()
    expect(storage.keys()).toEqual([])
    expect(store.getItem('foreign')).toBe('kept')
  })
})
