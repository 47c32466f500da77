import Libsql from 'libsql'
import * as v from 'valibot'

/** Milliseconds to wait for a server that has the file locked for a moment. */
const PATIENCE = 10_000

/**
 * Copies a database as it is at this moment into a new file, while a server goes on writing to it: what is committed is in
 * the copy. Blocks for as long as it takes. Throws where there is no database, or SQLite finds something wrong with it.
 */
export function copyDatabase(from: string, to: string): void {
  withFile(from, (file) => file.exec(`VACUUM INTO '${to.replaceAll("'", "''")}'`))
  if (!isSound(to)) throw new Error(`${from} is damaged`)
}

const rowsWithIds = v.array(v.object({ id: v.string() }))

/** The ids of the pages that a copied database knows. */
export function pagesOf(path: string): string[] {
  const rows = withFile(path, (file) => file.prepare('SELECT id FROM file ORDER BY id').all())
  return v.parse(rowsWithIds, rows).map(({ id }) => id)
}

const soundness = v.tuple([v.object({ integrity_check: v.literal('ok') })])

/** Whether SQLite finds nothing wrong with a file. */
export function isSound(path: string): boolean {
  try {
    const rows = withFile(path, (file) => file.prepare('PRAGMA integrity_check').all())
    return v.is(soundness, rows)
  } catch {
    return false
  }
}

function withFile<T>(path: string, use: (file: Libsql.Database) => T): T {
  const file = new Libsql(path)
  try {
    file.exec(`PRAGMA busy_timeout = ${PATIENCE}`)
    return use(file)
  } finally {
    file.close()
  }
}
