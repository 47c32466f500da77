import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Libsql from 'libsql'
import { openDatabase } from '../../src/store/database'

let dataDirectory: string

beforeEach(async () => {
  dataDirectory = await mkdtemp(join(tmpdir(), 'tutor-migration-'))
})
afterEach(() => rm(dataDirectory, { recursive: true, force: true }))

test('a migration that fails leaves nothing half done: once its obstacle is gone, it runs as on the first day', async () => {
  const file = new Libsql(join(dataDirectory, 'tutor.db'))
  file.exec('CREATE TABLE answer (id text)')
  await expect(openDatabase({ dataDirectory })).rejects.toThrow(/already exists/)
  file.exec('DROP TABLE answer')
  file.close()
  const database = await openDatabase({ dataDirectory })
  await database.ping()
  await database.close()
})
