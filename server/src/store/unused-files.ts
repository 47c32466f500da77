import type { Kysely } from 'kysely'
import { enqueue } from './job-queue'
import type { Schema } from './schema'

/** Which files are looked at. */
export type OfFiles = { ids: readonly string[] } | { before: string }

/** The kind of the job that removes the bytes of pages whose rows are gone; its payload is `{ids}`. */
export const REMOVE_PAGES = 'remove-pages'

/**
 * Has the bytes of pages removed in any case, by a job that goes with the transaction in which their rows do: whoever removes them at
 * once may be killed, or their store may be away, and afterwards nobody knows of them.
 */
export async function removePagesLater(transaction: Kysely<Schema>, ids: readonly string[]): Promise<void> {
  if (ids.length > 0) await enqueue(transaction, { kind: REMOVE_PAGES, payload: { ids } })
}

/** Forgets those files that neither a question nor a mistake has, and has their bytes removed later; gives their ids, for whoever does it now. */
export async function dropUnusedFiles(transaction: Kysely<Schema>, of: OfFiles): Promise<string[]> {
  if ('ids' in of && of.ids.length === 0) return []
  const all = transaction.deleteFrom('file')
  const some = 'ids' in of ? all.where('id', 'in', of.ids) : all.where('created_at', '<', of.before)
  const dropped = await some
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('question_image').select('file_id').whereRef('question_image.file_id', '=', 'file.id'),
        ),
      ),
    )
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom('mistake').select('mistake.id').whereRef('mistake.file_id', '=', 'file.id'))),
    )
    .returning('id')
    .execute()
  const ids = dropped.map(({ id }) => id)
  await removePagesLater(transaction, ids)
  return ids
}
