import type { Parts } from '../parts'

/** Milliseconds for which a page may wait to be asked about: a failed send is tried again within days. */
const unusedPagesKept = 7 * 24 * 60 * 60 * 1000
/** Milliseconds between two rounds of a server that goes on running. */
const day = 24 * 60 * 60 * 1000

type Tidied = Pick<Parts, 'answers' | 'files' | 'storage' | 'logger'>

/** Clears what earlier runs left behind: cut uploads, drafts of saved answers, and pages that were never asked about. */
export async function tidyUp(parts: Tidied): Promise<void> {
  await parts.answers.dropStaleDrafts()
  await clearPages(parts)
}

/** Clears cut uploads and unused pages each day for as long as the server runs. What it returns ends that. */
export function tidyUpDaily(parts: Tidied): () => Promise<void> {
  let round = Promise.resolve()
  const timer = setInterval(() => {
    round = clearPages(parts).catch((error: unknown) =>
      parts.logger.warn({ err: error }, 'unused pages could not be cleared; tomorrow it is tried again'),
    )
  }, day)
  return () => {
    clearInterval(timer)
    return round
  }
}

async function clearPages({ files, storage }: Tidied): Promise<void> {
  await storage.clearIncoming()
  const unused = await files.dropUnused(new Date(Date.now() - unusedPagesKept).toISOString())
  for (const id of unused) await storage.remove(id)
}
