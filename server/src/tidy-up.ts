import type { Parts } from './parts'

/** Milliseconds for which a page may wait to be asked about: a failed send is tried again within days. */
const unusedPagesKept = 7 * 24 * 60 * 60 * 1000

/** Clears what earlier runs left behind: cut uploads, drafts of saved answers, and pages that were never asked about. */
export async function tidyUp({
  answers,
  files,
  storage,
}: Pick<Parts, 'answers' | 'files' | 'storage'>): Promise<void> {
  await storage.clearIncoming()
  await answers.dropStaleDrafts()
  const unused = await files.dropUnused(new Date(Date.now() - unusedPagesKept).toISOString())
  for (const id of unused) await storage.remove(id)
}
