import { access, mkdtemp, open, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { openStorage } from '../../files/open-storage'
import type { Config } from '../../settings/config'
import { copyDatabase, pagesOf } from '../../store/database-copy'
import { writeArchive } from './archive'

/** There is no embedded database to back up; `message` is one line. */
export class NothingToBackUp extends Error {
  override readonly name = 'NothingToBackUp'
}

/**
 * Writes everything that a data folder holds into one file, for its owner alone, while a server works on it: every answer that
 * was acknowledged before is in it, and the pages, also those of a bucket. The file is there whole or, as before, not at all.
 */
export async function backUp(
  dataDirectory: string,
  file: string,
  s3?: Config['s3'],
): Promise<{ pages: number }> {
  const inData = (name: string) => join(dataDirectory, name)
  await access(inData('tutor.db')).catch(() => {
    throw new NothingToBackUp(`${dataDirectory} holds no database: is it the server's DATA_DIR?`)
  })
  const workspace = await mkdtemp(`${file}.`)
  const inWorkspace = (name: string) => join(workspace, name)
  try {
    // In this order: an answer that is saved in between leaves drafts too many, which are dropped, and never too few.
    copyDatabase(inData('drafts.db'), inWorkspace('drafts.db'))
    copyDatabase(inData('tutor.db'), inWorkspace('tutor.db'))
    const { shelf } = await openStorage({ dataDirectory, ...(s3 ? { s3 } : {}) })
    const pages = pagesOf(inWorkspace('tutor.db')).map((id) =>
      s3 === undefined
        ? { name: `files/${id}`, path: inData(`files/${id}`) }
        : { name: `files/${id}`, read: () => shelf.read(id) },
    )
    // A secret is only there where none is set. Pages last: whoever is sent one waits for its row.
    const count = await writeArchive(inWorkspace('archive'), [
      ...['drafts.db', 'tutor.db'].map((name) => ({ name, path: inWorkspace(name) })),
      { name: 'jwt-secret', path: inData('jwt-secret') },
      ...pages,
    ])
    await rename(inWorkspace('archive'), file)
    await syncFolder(dirname(file))
    return { pages: Math.min(pages.length, count) }
  } finally {
    await rm(workspace, { recursive: true, force: true })
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
