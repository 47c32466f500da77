import { open, rename } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { openStorage } from '../../files/open-storage'
import type { Config } from '../../settings/config'
import { requireData } from '../../store/data-there'
import { copyDatabase, pagesOf } from '../../store/database-copy'
import { writeArchive } from './archive'
import { enterWorkspace } from './workspace'

/** Where pages stand in a backup. */
const PAGES = 'files/'

/** There are pages, and not one was found where the settings say that they are; `message` is one line. */
export class PagesNotFound extends Error {
  override readonly name = 'PagesNotFound'
}

/** What a backup holds. */
export interface BackedUp {
  pages: number
  /** Pages that the database knows and whose bytes were not found: they are not in it. */
  missing: number
}

/**
 * Writes everything that a data folder holds into one file, for its owner alone, while a server works on it: every answer that
 * was acknowledged before is in it, and the pages, also those of a bucket. The file is there whole or, as before, not at all.
 * What other backups left and cannot be cleared is told to `tell`, line by line. Rejects with `NoDataThere`, `FolderUnusable` and {@link PagesNotFound}: a backup without any page takes no other one's place.
 */
export async function backUp(
  dataDirectory: string,
  file: string,
  s3?: Config['s3'],
  tell: (line: string) => void = () => undefined,
): Promise<BackedUp> {
  const inData = (name: string) => join(dataDirectory, name)
  await requireData(dataDirectory)
  const { path: workspace, leave } = await enterWorkspace(dirname(file), tell)
  const inWorkspace = (name: string) => join(workspace, name)
  try {
    // In this order: an answer that is saved in between leaves drafts too many, which are dropped, and never too few.
    copyDatabase(inData('drafts.db'), inWorkspace('drafts.db'))
    copyDatabase(inData('tutor.db'), inWorkspace('tutor.db'))
    const { shelf } = await openStorage({ dataDirectory, ...(s3 ? { s3 } : {}) })
    const pages = pagesOf(inWorkspace('tutor.db')).map((id) =>
      s3 === undefined
        ? { name: `${PAGES}${id}`, path: inData(`files/${id}`) }
        : { name: `${PAGES}${id}`, read: () => shelf.read(id) },
    )
    // A secret is only there where none is set. Pages last: whoever is sent one waits for its row.
    const written = await writeArchive(inWorkspace('archive'), [
      ...['drafts.db', 'tutor.db'].map((name) => ({ name, path: inWorkspace(name) })),
      { name: 'jwt-secret', path: inData('jwt-secret') },
      ...pages,
    ])
    const found = written.filter((name) => name.startsWith(PAGES)).length
    if (pages.length > 0 && found === 0) {
      const place = s3 === undefined ? inData('files') : `the bucket ${s3.bucket}`
      throw new PagesNotFound(
        `None of the ${pages.length} pages is in ${place}: has the command the server's DATA_DIR and S3_… (docs/operate.md)?`,
      )
    }
    await rename(inWorkspace('archive'), file)
    await syncFolder(dirname(file))
    return { pages: found, missing: pages.length - found }
  } finally {
    await leave()
  }
}

/** So that the names in it outlive a loss of power, too. */
export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path)
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}
