import { join } from 'node:path'
import { type ColumnMetadata, Kysely, sql } from 'kysely'
import { types } from 'pg'
import type { Database } from '../../src/store/database'
import { EmbeddedDialect } from '../../src/store/embedded-dialect'
import { EmbeddedFile } from '../../src/store/embedded-file'
import { DRAFTS_FILE } from '../../src/store/empty-database'
import { MOVED_TABLES } from '../../src/store/move-rows'
import { numbersAsNumbers } from '../../src/store/postgres-numbers'
import { backends, embedded, type TestDatabase } from './backends'
import { columnsSaid } from './column-types'

type Row = Record<string, unknown>

/** Milliseconds since 1970 of today: more than fits into PostgreSQL's `integer`. */
const LARGE = 1_795_000_000_000
/** What the rows of others are called, by the columns that refer to them. */
const REFERENCES = new Map([
  ['session_id', 'chat_session'],
  ['question_id', 'question'],
  ['about', 'question'],
  ['again', 'question'],
  ['hint_to', 'question'],
  ['answer_id', 'answer'],
])
/** The search index is the embedded database's. */
const ONLY_EMBEDDED = ['search_owner', 'search_entry']

describe.each(backends)('What comes from $name', ({ name, create }) => {
  const isEmbedded = name === embedded.name
  const said = columnsSaid(['Schema', isEmbedded ? 'DraftBatchSchema' : 'DraftRowSchema'])
  if (!isEmbedded) for (const table of ONLY_EMBEDDED) said.delete(table)
  /** Each after those that it refers to. */
  const tables = [...new Set([...MOVED_TABLES, ...said.keys()])]
  let place: TestDatabase
  let database: Database
  /** Where the tables of each are. */
  const databases: Kysely<Record<string, Row>>[] = []
  const rows = new Map<string, Row>()

  beforeAll(async () => {
    place = await create()
    database = await place.open()
    databases.push(database.main.withTables<Record<string, Row>>())
    if (!database.shared) databases.push(openDrafts(place.dataDirectory))
    for (const table of tables) rows.set(table, await filled(databases, table))
  })

  afterAll(async () => {
    await databases[1]?.destroy()
    await place.remove()
  })

  test.each(tables)('of %s is a number where the schema says so, and a text elsewhere', (table) => {
    const come = Object.entries(rows.get(table) ?? {}).map(([column, value]) => [column, typeof value])
    expect(Object.fromEntries(come)).toEqual(Object.fromEntries(said.get(table) ?? []))
  })

  test('is a number where it is counted, summed, compared or the time', async () => {
    const family = await database.main
      .selectFrom('login_family')
      .innerJoin('usage_day', 'usage_day.user_id', 'login_family.user_id')
      .select(({ fn }) => [
        fn.countAll<number>().as('all'),
        fn.count<number>('model').distinct().as('different'),
        fn.sum<number>('answers').as('sum of small ones'),
        fn.sum<number>('renewed_at').as('sum of large ones'),
        fn.min('renewed_at').as('least'),
        fn.max('renewed_at').as('greatest'),
        sql<number>`sum(prompt_tokens) + sum(answers)`.as('both'),
        sql<number>`max(renewed_at) - 1`.as('one less'),
      ])
      .executeTakeFirstOrThrow()
    expect(family).toEqual({
      all: 1,
      different: 1,
      'sum of small ones': 7,
      'sum of large ones': LARGE,
      least: LARGE,
      greatest: LARGE,
      both: LARGE + 7,
      'one less': LARGE - 1,
    })
    const { rows: times } = await sql<{ now: number }>`select ${database.now} as now`.execute(database.main)
    expect(times).toEqual([{ now: expect.any(Number) }])
  })

  const onServer = isEmbedded ? test.skip : test
  onServer('is refused, and the next answer comes, where a number cannot be told exactly', async () => {
    const { main } = database
    const asked = sql`select max(renewed_at) * 10000 as large from login_family`.execute(main)
    await expect(asked).rejects.toThrow(RangeError)
    await expect(asked).rejects.toThrow(
      'PostgreSQL gave 17950000000000000, which is more than a number can say exactly',
    )
    expect(await main.selectFrom('login_family').select('renewed_at').execute()).toEqual([
      { renewed_at: LARGE },
    ])
  })
})

describe("PostgreSQL's large whole numbers", () => {
  const { INT8, INT4, NUMERIC, TEXT } = types.builtins

  test.each([
    [INT8, '0', 0],
    [INT8, '-42', -42],
    [INT8, '9007199254740991', Number.MAX_SAFE_INTEGER],
    [NUMERIC, '-9007199254740991', -Number.MAX_SAFE_INTEGER],
    [NUMERIC, '7.5', 7.5],
    [INT4, '7', 7],
    [TEXT, '9007199254740993', '9007199254740993'],
  ])('of type %s: %s is %s', (type, text, value) => {
    expect(numbersAsNumbers.getTypeParser(type)(text)).toBe(value)
    expect(numbersAsNumbers.getTypeParser(type, 'text')(text)).toBe(value)
  })

  test.each([
    [INT8, '9007199254740992'],
    [INT8, '-9223372036854775808'],
    [NUMERIC, '123456789012345678901234567890'],
    [NUMERIC, 'NaN'],
    [NUMERIC, '-Infinity'],
  ])('of type %s: %s is refused', (type, text) => {
    expect(() => numbersAsNumbers.getTypeParser(type)(text)).toThrow(
      new RangeError(`PostgreSQL gave ${text}, which is more than a number can say exactly`),
    )
  })
})

function openDrafts(dataDirectory: string): Kysely<Record<string, Row>> {
  return new Kysely({
    dialect: new EmbeddedDialect(new EmbeddedFile(join(dataDirectory, DRAFTS_FILE), 'NORMAL'), 100),
  })
}

/** A row with something in each column, as it comes back from whichever of these databases has the table. */
async function filled(databases: readonly Kysely<Record<string, Row>>[], table: string): Promise<Row> {
  for (const database of databases) {
    const found = (await database.introspection.getTables()).find(({ name }) => name === table)
    if (found === undefined) continue
    const one = database.selectFrom(table).selectAll().limit(1)
    // What triggers have written already has something in each column, too.
    if ((await one.executeTakeFirst()) === undefined) {
      const values = found.columns.map((column) => [column.name, valueFor(column, table)])
      await database.insertInto(table).values(Object.fromEntries(values)).execute()
    }
    return one.executeTakeFirstOrThrow()
  }
  throw new Error(`there is no table ${table}`)
}

/** Whose rows the embedded database finds by their ids, in one index. */
const SEARCHED = ['chat_session', 'question', 'answer']

/** The id of each row is its table's name where it can be found, and `x` elsewhere: what one row refers to is there. */
function valueFor({ name, dataType }: ColumnMetadata, table: string): unknown {
  const type = dataType.toLowerCase()
  if (type !== 'text') return type === 'bigint' || type === 'int8' ? LARGE : 7
  if (name === 'id') return SEARCHED.includes(table) ? table : 'x'
  return REFERENCES.get(name) ?? 'x'
}
