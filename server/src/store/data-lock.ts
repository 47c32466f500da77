import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import Libsql from 'libsql'
import { isBusy } from './embedded-file'

/** Another server works on the same folder; `message` is one line that says what to do. */
export class DataInUse extends Error {
  override readonly name = 'DataInUse'

  constructor(dataDirectory: string) {
    super(
      `The data in ${dataDirectory} is in use by another server. End that one, or choose another folder with DATA_DIR.`,
    )
  }
}

/** A folder in the data folder for as long as a backup is being put there. */
export const UNFINISHED_RESTORE = '.restoring'

/** A restore runs, or was killed; `message` is one line that says what to do. */
export class RestoreUnfinished extends Error {
  override readonly name = 'RestoreUnfinished'

  constructor(dataDirectory: string) {
    super(
      `The data in ${dataDirectory} is being restored. Let that end, or restore again if it was killed: npm run restore -- FILE.`,
    )
  }
}

/**
 * Keeps a second server off an embedded database: it would take the first one's running answers for orphans.
 * The lock is one of the operating system on a file, by way of SQLite: it ends with the process, however that ends.
 * Returns what gives it back; throws {@link DataInUse} or {@link RestoreUnfinished}.
 */
export function lockData(dataDirectory: string): () => void {
  mkdirSync(dataDirectory, { recursive: true })
  if (existsSync(join(dataDirectory, UNFINISHED_RESTORE))) throw new RestoreUnfinished(dataDirectory)
  const file = new Libsql(join(dataDirectory, 'lock.db'))
  try {
    file.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    file.close()
    throw isBusy(error) ? new DataInUse(dataDirectory) : error
  }
  return () => file.close()
}
