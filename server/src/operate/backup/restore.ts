import { mkdir, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { openStorage } from '../../files/open-storage'
import type { Config } from '../../settings/config'
import { UNFINISHED_RESTORE } from '../../store/data-lock'
import { isSound } from '../../store/database-copy'
import { BackupDamaged, readArchive } from './archive'
import { syncFolder } from './backup'

/** The folder holds something; `message` is one line that says what to do. */
export class FolderNotEmpty extends Error {
  override readonly name = 'FolderNotEmpty'
}

/** What a restore puts into the folder, in this order: without its last a server sees no data. */
const PARTS = ['files', 'jwt-secret', 'drafts.db', 'tutor.db']

/**
 * Puts a backup into an empty folder (made where it is missing): all of it, or the folder stays empty. Until it is done no
 * server starts there; what a killed restore left is cleared by the next. Rejects with {@link FolderNotEmpty},
 * {@link BackupDamaged} among others.
 */
export async function restore(file: string, dataDirectory: string, s3?: Config['s3']): Promise<void> {
  const inData = (name: string) => join(dataDirectory, name)
  await mkdir(dataDirectory, { recursive: true, mode: 0o700 })
  const found = await readdir(dataDirectory)
  const isLeft = found.includes(UNFINISHED_RESTORE)
  // A new volume of the container has the folder for pages, as the image has.
  const hasPages = found.includes('files') && (await readdir(inData('files'))).length > 0
  const expected = isLeft ? [UNFINISHED_RESTORE, ...PARTS] : hasPages ? [] : ['files']
  const foreign = found.filter((name) => !expected.includes(name))
  if (foreign.length > 0) {
    throw new FolderNotEmpty(
      `${dataDirectory} is not empty (${foreign[0]}). Choose another folder with DATA_DIR, or move away what is there.`,
    )
  }
  const clear = async () => {
    for (const name of [...PARTS].reverse()) await rm(inData(name), { recursive: true, force: true })
    await rm(inData(UNFINISHED_RESTORE), { recursive: true, force: true })
  }
  await clear()
  try {
    await fill(file, dataDirectory, s3)
  } catch (error) {
    await clear()
    throw error
  }
}

async function fill(file: string, dataDirectory: string, s3: Config['s3']): Promise<void> {
  const workspace = join(dataDirectory, UNFINISHED_RESTORE)
  await mkdir(join(workspace, 'files'), { recursive: true, mode: 0o700 })
  await readArchive(file, workspace)
  for (const name of ['drafts.db', 'tutor.db']) {
    if (!isSound(join(workspace, name))) throw new BackupDamaged(`${file}: its ${name} is damaged`)
  }
  if (s3) await shelve(join(workspace, 'files'), { dataDirectory, s3 })
  await syncFolder(join(workspace, 'files'))
  const there = await readdir(workspace)
  for (const name of PARTS) {
    if (there.includes(name)) await rename(join(workspace, name), join(dataDirectory, name))
  }
  await syncFolder(dataDirectory)
  await rm(workspace, { recursive: true })
  await syncFolder(dataDirectory)
}

/** Pages go where the settings say that they are kept, before there is a database that names them. */
async function shelve(
  folder: string,
  settings: Required<Pick<Config, 'dataDirectory' | 's3'>>,
): Promise<void> {
  const { shelf } = await openStorage(settings)
  for (const name of await readdir(folder)) await shelf.put(name, join(folder, name))
}
