import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { errorCode } from '../../errors/error-code'
import { DataInUse, lockData } from '../../store/data-lock'

const PREFIX = '.tutor-backup-'
/** `mkdtemp` puts six characters behind it. */
const OURS = /^\.tutor-backup-[A-Za-z0-9]{6}$/

/** A folder that a file is to be written into cannot be; `message` is one line that says what to do. */
export class FolderUnusable extends Error {
  override readonly name = 'FolderUnusable'

  constructor(folder: string, cause: unknown) {
    super(
      `Nothing can be written into ${folder} (${errorCode(cause)}): make that folder, let this user write there, or choose another FILE.`,
      { cause },
    )
  }
}

/** A folder beside what is being made, on the same disk, for copies that are a student's words. */
export interface Workspace {
  path: string
  /** Removes it with all that is in it. */
  leave(): Promise<void>
}

/**
 * Makes one, for its owner alone, after it has cleared those that killed backups left in the same folder: as long as a process works in
 * one, the operating system holds a lock there. What has such a name and cannot be cleared stays, and is told to `tell` in one line: it
 * may be another user's, and keeps nobody from a backup. Rejects with {@link FolderUnusable}.
 */
export async function enterWorkspace(folder: string, tell: (line: string) => void): Promise<Workspace> {
  try {
    for (const name of await readdir(folder)) if (OURS.test(name)) await clearOrTell(join(folder, name), tell)
    const path = await mkdtemp(join(folder, PREFIX))
    const unlock = lockData(path)
    return {
      path,
      leave: async () => {
        unlock()
        await rm(path, { recursive: true, force: true })
      },
    }
  } catch (error) {
    throw new FolderUnusable(folder, error)
  }
}

async function clearOrTell(path: string, tell: (line: string) => void): Promise<void> {
  try {
    await clearUnlessUsed(path)
  } catch (error) {
    const why = errorCode(error) || (error instanceof Error ? error.message : String(error))
    tell(
      `${path} cannot be cleared (${why}): remove it by hand if it is what a killed backup left, for it holds what students wrote.`,
    )
  }
}

async function clearUnlessUsed(path: string): Promise<void> {
  try {
    lockData(path)()
  } catch (error) {
    if (error instanceof DataInUse) return
    throw error
  }
  await rm(path, { recursive: true, force: true })
}
