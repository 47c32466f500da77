import { refreshLifetime } from '../auth/tokens'
import type { FileStorage } from '../files/file-storage'
import { removePages } from '../files/remove-pages'
import type { JobHandler } from '../jobs/job'
import type { AnswerRepository } from '../store/answer-repository'
import type { FileRepository } from '../store/file-repository'
import { timestamp } from '../store/identifiers'
import type { LoginRepository } from '../store/login-repository'

/** Milliseconds for which a page may wait to be asked about: a failed send is tried again within days. */
const unusedPagesKept = 7 * 24 * 60 * 60 * 1000
/** Milliseconds between two rounds. */
const day = 24 * 60 * 60 * 1000

interface UnusedPages {
  files: Pick<FileRepository, 'dropUnused'>
  storage: Pick<FileStorage, 'clearIncoming' | 'remove'>
}

interface Tidied extends UnusedPages {
  answers: Pick<AnswerRepository, 'dropStaleDrafts'>
}

/** Clears what earlier runs left behind: cut uploads, drafts of saved answers, and pages that were never asked about. */
export async function tidyUp(parts: Tidied): Promise<void> {
  await parts.answers.dropStaleDrafts()
  await clearPages(parts)
}

/** The same for pages, and for logins whose tokens have expired, once a day, by one of the servers that share the database. */
export function tidyUpJob(
  parts: UnusedPages & { logins: Pick<LoginRepository, 'dropOlderThan'> },
): JobHandler {
  return async () => {
    await clearPages(parts)
    await parts.logins.dropOlderThan(refreshLifetime * 1000)
    return { again: day }
  }
}

async function clearPages({ files, storage }: UnusedPages): Promise<void> {
  await storage.clearIncoming()
  const unused = await files.dropUnused(timestamp(unusedPagesKept))
  await removePages(storage, unused)
}
