import type { Account } from '../../account/account'
import type { KeyValueStore } from '../../platform/ports'

/** Where the name and the grade stand until they are saved or given up; also when their page is left and when the program ends. */
const KEY = 'account-draft'

/** What stands in the fields of the dialog; 0: no grade. */
export interface WrittenAccount {
  readonly name: string
  readonly grade: number
}

/**
 * The name and the grade as they are being written: what was kept with the last key, else what the server has; that too where it is another
 * now than what was written over: it was changed from elsewhere since.
 */
export function writtenAccount(store: KeyValueStore, account: Account | undefined): WrittenAccount {
  const known = knownOf(account)
  const kept: unknown = store.get(KEY)
  if (typeof kept !== 'object' || kept === null) return known
  const { name, grade, over }: { name?: unknown; grade?: unknown; over?: unknown } = kept
  const isStale = account !== undefined && typeof over === 'string' && over !== JSON.stringify(known)
  if (isStale) dropAccount(store)
  return !isStale && typeof name === 'string' && typeof grade === 'number' ? { name, grade } : known
}

function knownOf(account: Account | undefined): WrittenAccount {
  return { name: account?.name ?? '', grade: account?.grade ?? 0 }
}

/** Keeps it with every key: nobody is told before the system's back or the host takes the page away. `account`: what the server has now. */
export function keepAccount(
  store: KeyValueStore,
  written: WrittenAccount,
  account: Account | undefined,
): void {
  store.set(KEY, account === undefined ? written : { ...written, over: JSON.stringify(knownOf(account)) })
}

/** It was saved or given up. */
export function dropAccount(store: KeyValueStore): void {
  store.remove(KEY)
}
