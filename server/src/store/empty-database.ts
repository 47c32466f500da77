import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { copyDatabase } from './database-copy'

/** The files of the embedded database. */
export const MAIN_FILE = 'tutor.db'
/** The embedded database of drafts, beside the main one. */
export const DRAFTS_FILE = 'drafts.db'

/** What SQLite keeps beside a file: where there is any of these, the file is not new, whether it is there or not. */
const COMPANIONS = ['', '-wal', '-shm', '-journal']

/** Where the build keeps a file as it is once all its tables are made, and nothing is in them. */
function templateOf(file: string, folder: string): string {
  return join(folder, `empty-${file}`)
}

/**
 * Begins a new file with all its tables where `folder` has it as the build made it, by the same steps that would make it here one
 * after the other: they are more than half of a first start. What is there stays as it is.
 */
export function beginWhole(dataDirectory: string, file: string, folder = __dirname): void {
  const template = templateOf(file, folder)
  const path = join(dataDirectory, file)
  if (COMPANIONS.some((companion) => existsSync(path + companion)) || !existsSync(template)) return
  // Under its name only when the disk has all of it. Written and not copied: it is to be this user's, who may write to it.
  const unfinished = `${path}.new`
  const descriptor = openSync(unfinished, 'w')
  try {
    writeFileSync(descriptor, readFileSync(template))
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
  renameSync(unfinished, path)
}

/** Keeps a new database as what others begin with. */
export function keepAsTemplates(dataDirectory: string, folder: string): void {
  for (const file of [MAIN_FILE, DRAFTS_FILE])
    copyDatabase(join(dataDirectory, file), templateOf(file, folder))
}
