import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Libsql from 'libsql'
import { openDatabase } from '../../src/store/database'
import { beginWhole, DRAFTS_FILE, keepAsTemplates, MAIN_FILE } from '../../src/store/empty-database'

let folder: string
let stepByStep: string
let templates: string
let fresh: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tutor-empty-'))
  stepByStep = join(folder, 'step-by-step')
  templates = folder
  fresh = join(folder, 'fresh')
  await opened({ dataDirectory: stepByStep })
  keepAsTemplates(stepByStep, templates)
})
afterEach(() => rm(folder, { recursive: true, force: true }))

/** Opens a database, which must take what is written, and closes it. */
async function opened(options: { dataDirectory: string; templates?: string }): Promise<void> {
  const database = await openDatabase(options)
  await database.ping()
  await database.close()
}

function allRows(path: string, statement: string): unknown[] {
  const file = new Libsql(path)
  const rows = file.prepare(statement).all()
  file.close()
  return rows
}

const SCHEMA = 'SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name'
const STEPS: Readonly<Record<string, readonly string[]>> = {
  [MAIN_FILE]: ['schema_migration', 'schema_addition', 'search_addition'],
  [DRAFTS_FILE]: ['draft_migration', 'draft_addition'],
}

test.each(Object.entries(STEPS))(
  'a new %s that begins with what the build made is the one that all steps make, and knows that they are done',
  async (file, lists) => {
    await opened({ dataDirectory: fresh, templates })
    expect(allRows(join(fresh, file), SCHEMA)).toEqual(allRows(join(stepByStep, file), SCHEMA))
    for (const list of lists) {
      const steps = `SELECT name, timestamp FROM ${list} ORDER BY name`
      expect(allRows(join(fresh, file), steps)).toEqual(allRows(join(stepByStep, file), steps))
    }
  },
)

test('what the build made by an older version is brought up to date', async () => {
  const file = new Libsql(join(templates, `empty-${DRAFTS_FILE}`))
  file.exec('DROP TABLE draft_batch; DELETE FROM draft_addition')
  file.close()
  await opened({ dataDirectory: fresh, templates })
  expect(allRows(join(fresh, DRAFTS_FILE), SCHEMA)).toEqual(allRows(join(stepByStep, DRAFTS_FILE), SCHEMA))
})

test.each(['', '-wal', '-shm', '-journal'])(
  'a file that has left no more than `…%s` is not taken for a new one: a log of another text would be read into it',
  (companion) => {
    mkdirSync(fresh)
    writeFileSync(join(fresh, MAIN_FILE + companion), 'what is left')
    beginWhole(fresh, MAIN_FILE, templates)
    expect(readdirSync(fresh)).toEqual([MAIN_FILE + companion])
  },
)

test('what was left by a start that was killed while it wrote is written anew', () => {
  mkdirSync(fresh)
  writeFileSync(join(fresh, `${MAIN_FILE}.new`), 'torn'.repeat(1_000_000))
  beginWhole(fresh, MAIN_FILE, templates)
  expect(readdirSync(fresh)).toEqual([MAIN_FILE])
  expect(readFileSync(join(fresh, MAIN_FILE))).toEqual(readFileSync(join(templates, `empty-${MAIN_FILE}`)))
})
