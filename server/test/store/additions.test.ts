import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Kysely } from 'kysely'
import { bringUpToDate, type Migrations } from '../../src/store/bring-up-to-date'
import { EmbeddedDialect } from '../../src/store/embedded-dialect'
import { EmbeddedFile } from '../../src/store/embedded-file'
import { mainAdditions, migrateMain } from '../../src/store/migrations'
import { moreThanAdditions } from '../support/only-adds'
import { backends } from './backends'
import { createTestStore, finished } from './test-store'

/** What a version after this one may bring. */
const ofNewer: Migrations = {
  ...mainAdditions,
  '900-notes': {
    up: async (database) => {
      await database.schema
        .createTable('note')
        .addColumn('id', 'text', (column) => column.primaryKey())
        .execute()
      await database.schema.alterTable('question').addColumn('note', 'text').execute()
    },
  },
}

describe.each(backends)('a database of a newer version on $name', ({ create }) => {
  test('is one that this version starts on, writes to, and gives back to the newer one', async () => {
    const place = await create()
    const newer = await place.open()
    await migrateMain(newer.main, ofNewer)
    const older = await place.open()
    await older.ping()
    await migrateMain(older.main, ofNewer)
    expect(await older.main.introspection.getTables()).toContainEqual(
      expect.objectContaining({ name: 'note' }),
    )
    await place.remove()
  })

  test('takes the questions and answers of this one while both serve', async () => {
    const store = await createTestStore(create)
    await migrateMain(store.database.main, ofNewer)
    const { questionId, requestId } = await store.begin()
    await store.answers.save(finished(questionId))
    const restarted = await store.restart()
    expect(await restarted.find(store.userId, requestId)).toMatchObject({ status: 'done', content: '2' })
    await store.remove()
  })

  test('is brought up to date once, by whichever of many servers comes first, old or new', async () => {
    const place = await create()
    const { main } = await place.open()
    const all = [mainAdditions, ofNewer, mainAdditions, ofNewer, mainAdditions]
    await Promise.all(all.map((additions) => migrateMain(main, additions)))
    expect(await main.introspection.getTables()).toContainEqual(expect.objectContaining({ name: 'note' }))
    await place.remove()
  })

  test('is refused where what it knows more is no addition', async () => {
    const place = await create()
    const { main } = await place.open()
    const known = ['001-first', '002-second']
    await bringUpToDate(main, named([...known, '003-third']), 'closed_migration')
    await expect(bringUpToDate(main, named(known), 'closed_migration')).rejects.toThrow(
      /previously executed migration 003-third is missing/,
    )
    await place.remove()
  })
})

function named(names: string[]): Migrations {
  return Object.fromEntries(names.map((name) => [name, { up: async () => undefined }]))
}

describe('what migrations of today and later do', () => {
  test('is nothing but adding, so that there is a way back', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'tutor-additions-'))
    const statements: string[] = []
    const database = new Kysely<unknown>({
      dialect: new EmbeddedDialect(new EmbeddedFile(join(directory, 'tutor.db'), 'NORMAL'), 100),
      log: ({ query }) => void statements.push(query.sql),
    })
    await migrateMain(database, {})
    statements.length = 0
    await migrateMain(database)
    // The list of what was done is the migrator's own.
    expect(moreThanAdditions(statements.filter((sql) => !sql.includes('schema_addition')))).toEqual([])
    await database.destroy()
    await rm(directory, { recursive: true, force: true })
  })

  test.each([
    'drop table "answer"',
    'alter table "answer" drop column "model"',
    'alter table "answer" rename column "model" to "writer"',
    'alter table "answer" rename to "reply"',
    'alter table "answer" alter column "model" set not null',
    'alter table "answer" add column "writer" text not null',
    'alter table "answer" add column "writer" text unique',
    'create unique index "one" on "answer" ("model")',
    'update "answer" set "content" = ?',
    'delete from "answer"',
    'insert into "answer" ("id") values (?)',
    'create trigger "t" after insert on "answer" begin select 1; end',
  ])('would be told of %s', (statement) => {
    expect(moreThanAdditions([statement])).toEqual([statement])
  })

  test('may add tables, columns and indexes, and fill them', () => {
    expect(
      moreThanAdditions([
        'create table "job" ("id" text primary key not null, "kind" text not null)',
        'create unique index "job_by_kind" on "job" ("kind")',
        'create index "answer_by_model" on "answer" ("model")',
        'alter table "answer" add column "extras" text',
        `alter table "answer" add column "tries" integer default 0 not null`,
        'insert into "job" ("id", "kind") select "id", ? from "answer"',
        'update "answer" set "extras" = ?, "tries" = ? where "content" <> ?',
      ]),
    ).toEqual([])
  })
})
