import type { Kysely } from 'kysely'
import { addWhatIsMissing } from './bring-up-to-date'
import { addAnswersToSearch, createSearchIndex } from './search-index'

/** Adds what only the embedded database has. Triggers keep the index, so that a version that knows nothing of it may write. */
export function addSearch<T>(database: Kysely<T>): Promise<void> {
  const additions = {
    '001-search-index': { up: createSearchIndex },
    '002-search-answers': { up: addAnswersToSearch },
  }
  return addWhatIsMissing(database, additions, 'search_addition')
}

/** The same, beside the rows of drafts. */
export function addDraftBatches<T>(database: Kysely<T>): Promise<void> {
  return addWhatIsMissing(database, { '001-draft-batches': { up: createDraftBatches } }, 'draft_addition')
}

async function createDraftBatches<T>(database: Kysely<T>): Promise<void> {
  await database.schema
    .createTable('draft_batch')
    .addColumn('id', 'integer', (column) => column.primaryKey().autoIncrement())
    .addColumn('pieces', 'text', (column) => column.notNull())
    .execute()
}
