import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { type Database, openDatabase } from '../../src/store/database'

/** A real database of one test, which can be opened again like after a restart. */
export interface TestDatabase {
  dataDirectory: string
  databaseUrl: string | undefined
  open(): Promise<Database>
  /** Closes what was opened and removes everything. */
  remove(): Promise<void>
}

export interface Backend {
  name: string
  create(): Promise<TestDatabase>
}

const { TEST_DATABASE_URL: postgresUrl, TEST_EMBEDDED } = process.env

/** The embedded database. */
export const embedded: Backend = { name: 'libsql', create: () => createIn(undefined, async () => {}) }

/**
 * The embedded database, unless `TEST_EMBEDDED` is `no` since it was tried already; PostgreSQL where `TEST_DATABASE_URL` names a server
 * to make databases on.
 */
export const backends: Backend[] = [
  ...(TEST_EMBEDDED === 'no' ? [] : [embedded]),
  ...(postgresUrl === undefined ? [] : [{ name: 'PostgreSQL', create: () => createOnServer(postgresUrl) }]),
]

async function createOnServer(server: string): Promise<TestDatabase> {
  const name = `tutor_test_${randomBytes(6).toString('hex')}`
  await administer(server, `CREATE DATABASE ${name}`)
  const url = new URL(server)
  url.pathname = `/${name}`
  return createIn(url.href, () => administer(server, `DROP DATABASE ${name} WITH (FORCE)`))
}

async function createIn(databaseUrl: string | undefined, drop: () => Promise<void>): Promise<TestDatabase> {
  const dataDirectory = await mkdtemp(join(tmpdir(), 'tutor-store-'))
  const opened: Database[] = []
  return {
    dataDirectory,
    databaseUrl,
    open: async () => {
      const database = await openDatabase({ dataDirectory, databaseUrl })
      opened.push(database)
      return database
    },
    remove: async () => {
      await Promise.all(opened.map((database) => database.close()))
      await drop()
      await rm(dataDirectory, { recursive: true, force: true })
    },
  }
}

async function administer(server: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: server })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
