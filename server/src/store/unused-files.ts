import type { Kysely } from 'kysely'
import type { Schema } from './schema'

/** Which files are looked at. */
export type OfFiles = { ids: readonly string[] } | { before: string }

/** Forgets those files that neither a question nor a mistake has; gives their ids, for whoever removes the bytes. */
export async function dropUnusedFiles(database: Kysely<Schema>, of: OfFiles): Promise<string[]> {
  if ('ids' in of && of.ids.length === 0) return []
  const all = database.deleteFrom('file')
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
  return dropped.map(({ id }) => id)
}
