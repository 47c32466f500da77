import type { Kysely } from 'kysely'
import { addWhatIsMissing } from './bring-up-to-date'

/** Adds what only the drafts of servers that share a database have: whose each of them is. */
export function addDraftFences<T>(database: Kysely<T>): Promise<void> {
  return addWhatIsMissing(database, { '001-draft-fences': { up: addFence } }, 'draft_addition')
}

async function addFence<T>(database: Kysely<T>): Promise<void> {
  await database.schema.alterTable('draft').addColumn('fence', 'integer').execute()
}
