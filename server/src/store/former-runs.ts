import { readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DataInUse, lockData } from './data-lock'

/** The runs of servers that had a data folder before. */
export interface FormerRuns {
  /** All of them are dead; empty where others have the folder now. */
  former: readonly string[]
  /** Writes down which runs have it from now on. */
  note(owners: readonly string[]): Promise<void>
  /** Gives the folder back. */
  unlock(): void
}

/**
 * Who can lock the data folder knows that the runs which had it before are dead, so that nobody waits until they have been
 * silent for long enough. Servers that share a folder and are not of one parent have to wait.
 */
export async function followFormerRuns(dataDirectory: string): Promise<FormerRuns> {
  const unlock = lockUnlessShared(dataDirectory)
  if (unlock === undefined) return { former: [], note: async () => undefined, unlock: () => undefined }
  const file = join(dataDirectory, 'last-run')
  try {
    const noted = await readFile(file, { encoding: 'utf8', flag: 'a+' })
    let last: Promise<void> = Promise.resolve()
    const note = (owners: readonly string[]) => {
      last = last.catch(() => undefined).then(() => writeWhole(file, owners.join('\n')))
      return last
    }
    return { former: noted.split('\n').filter((owner) => owner !== ''), note, unlock }
  } catch (error) {
    unlock()
    throw error
  }
}

async function writeWhole(file: string, text: string): Promise<void> {
  await writeFile(`${file}.new`, text)
  await rename(`${file}.new`, file)
}

function lockUnlessShared(dataDirectory: string): (() => void) | undefined {
  try {
    return lockData(dataDirectory)
  } catch (error) {
    if (error instanceof DataInUse) return undefined
    throw error
  }
}
