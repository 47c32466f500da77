import type { Expression, Kysely } from 'kysely'
import type { Drafts } from './drafts'
import type { Schema } from './schema'
import type { SessionSearch } from './session-search'

/** What a database is reached by: the same for the embedded one and PostgreSQL. */
export interface Connections {
  main: Kysely<Schema>
  drafts: Drafts
  search: SessionSearch
  /** The database's own clock, milliseconds since 1970: the same one for all servers that share it. */
  now: Expression<number>
  /** Leaves nothing on the disk of what was deleted, as far as that is this program's to do. */
  scrub(): Promise<void>
  /** Whether other servers may work on it at the same time, each of which locks the rows that it takes. */
  shared: boolean
}

/** PostgreSQL cannot be reached or lets nobody in; `message` is one line without the password. */
export class DatabaseUnavailable extends Error {
  override readonly name = 'DatabaseUnavailable'

  constructor(cause: unknown) {
    const reason = cause instanceof Error ? cause.message || cause.name : String(cause)
    super(`The database of DATABASE_URL cannot be used: ${reason}`, { cause })
  }
}
