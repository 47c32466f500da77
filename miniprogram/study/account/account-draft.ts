import type { Account } from '../../account/account'
import type { KeyValueStore } from '../../platform/ports'

/** Where the name and the grade stand until they are saved or given up; also when their page is left and when the program ends. */
const KEY = 'account-draft'

/** What stands in the fields of the dialog; 0: no grade. */
export interface WrittenAccount {
  readonly name: string
  readonly grade: number
}

/** The name and the grade as they are being written: what was kept with the last key, else what the server has. */
export function writtenAccount(store: KeyValueStore, account: Account | undefined): WrittenAccount {
  const known = { name: account?.name ?? '', grade: account?.grade ?? 0 }
  const kept: unknown = store.get(KEY)
  if (typeof kept !== 'object' || kept === null) return known
  const { name, grade }: { name?: unknown; grade?: unknown } = kept
  return typeof name === 'string' && typeof grade === 'number' ? { name, grade } : known
}

/** Keeps it with every key: nobody is told before the system's back or the host takes the page away. */
export function keepAccount(store: KeyValueStore, written: WrittenAccount): void {
  store.set(KEY, written)
}

/** It was saved or given up. */
export function dropAccount(store: KeyValueStore): void {
  store.remove(KEY)
}
