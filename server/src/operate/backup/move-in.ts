import { copyFile } from 'node:fs/promises'
import { join } from 'node:path'
import { openStorage } from '../../files/open-storage'
import { type Shelf, unlessMissing } from '../../files/shelf'
import type { Config } from '../../settings/config'
import { lockData } from '../../store/data-lock'
import { requireData } from '../../store/data-there'
import { type Database, openDatabase } from '../../store/database'
import { type MovedTable, moveRows } from '../../store/move-rows'

/** What came over. */
export interface Moved {
  rows: ReadonlyMap<MovedTable, number>
  /** What became of the pages; `undefined` where the settings have no bucket, and they stay in the data folder. */
  pages: ShelvedPages | undefined
}

/** Pages that the database knows. */
export interface ShelvedPages {
  /** That are in the bucket of the settings, brought now or there already. */
  there: number
  /** Whose bytes are neither there nor in the data folder. */
  missing: number
}

/**
 * Moves what a server kept in its data folder into PostgreSQL, which has to be empty, and the pages into the bucket of the settings,
 * where one is named. The folder stays as it is. Rejects with `DataInUse` where a server works on it, with `NoDataThere`
 * and `DatabaseNotEmpty`; what a failed move left in the bucket the next one writes again.
 */
export async function moveIn(
  { dataDirectory, s3 }: Pick<Config, 'dataDirectory' | 's3'>,
  to: Database,
): Promise<Moved> {
  await requireData(dataDirectory)
  const unlock = lockData(dataDirectory)
  try {
    const from = await openDatabase({ dataDirectory })
    try {
      // First: a question is not to be there before its pages are.
      const pages = s3 && (await shelvePages(from, { dataDirectory, s3 }))
      return { rows: await moveRows(from, to), pages }
    } finally {
      await from.close()
    }
  } finally {
    unlock()
  }
}

async function shelvePages(
  { main }: Database,
  settings: Required<Pick<Config, 'dataDirectory' | 's3'>>,
): Promise<ShelvedPages> {
  const { shelf } = await openStorage(settings)
  const pages = await main.selectFrom('file').select('id').orderBy('id').execute()
  let there = 0
  for (const { id } of pages) {
    const path = join(settings.dataDirectory, 'files', id)
    const copy = `${path}.moving`
    // A shelf takes what it is given away.
    if (await unlessMissing(copyFile(path, copy).then(() => true))) await shelf.put(id, copy)
    else if (!(await isOn(shelf, id))) continue
    there += 1
  }
  return { there, missing: pages.length - there }
}

async function isOn(shelf: Shelf, name: string): Promise<boolean> {
  const bytes = await shelf.open(name)
  bytes?.destroy()
  return bytes !== undefined
}
