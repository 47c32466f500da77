import fc from 'fast-check'
import { StoreAway } from '../../src/errors/store-away'
import type { Database } from '../../src/store/database'
import { newId, timestamp } from '../../src/store/identifiers'
import { writeTransaction } from '../../src/store/write-transaction'
import { backends, type TestDatabase } from './backends'

describe.each(backends)('Writers of the same turn in $name', ({ create }) => {
  let place: TestDatabase
  let database: Database

  beforeEach(async () => {
    place = await create()
    database = await place.open()
  })

  afterEach(() => place.remove())

  const write = (name: string, fails: boolean) =>
    writeTransaction(database.main, async (transaction) => {
      const row = { id: newId(), identity: name, name, daily_answers: null, created_at: timestamp() }
      await transaction.insertInto('user_account').values(row).execute()
      if (fails) throw new Error(name)
      return name
    })

  const written = async () => {
    const rows = await database.main.selectFrom('user_account').select('name').orderBy('name').execute()
    return rows.map(({ name }) => name)
  }

  test('each is written as a whole or undone as a whole, whichever of its neighbours fail', async () => {
    let round = 0
    await fc.assert(
      fc.asyncProperty(fc.array(fc.boolean(), { minLength: 1, maxLength: 40 }), async (failing) => {
        round += 1
        const names = failing.map((_, index) => `${round}-${String(index).padStart(2, '0')}`)
        const outcomes = await Promise.allSettled(
          names.map((name, index) => write(name, failing[index] === true)),
        )
        const wanted = names.filter((_, index) => failing[index] !== true)
        expect(outcomes.map(({ status }) => status)).toEqual(
          failing.map((fails) => (fails ? 'rejected' : 'fulfilled')),
        )
        expect((await written()).filter((name) => name.startsWith(`${round}-`))).toEqual(wanted)
      }),
      { numRuns: 15 },
    )
  })

  test('one whose statement the database refuses harms no other', async () => {
    const twice = newId()
    const insert = (id: string, name: string) =>
      writeTransaction(database.main, async (transaction) => {
        const row = { id, identity: name, name, daily_answers: null, created_at: timestamp() }
        await transaction.insertInto('user_account').values(row).execute()
      })
    const outcomes = await Promise.allSettled([
      insert(twice, 'first'),
      insert(twice, 'same id'),
      insert(newId(), 'last'),
    ])
    expect(outcomes.filter(({ status }) => status === 'rejected')).toHaveLength(1)
    expect(await written()).toContain('last')
    expect(await written()).toHaveLength(2)
  })

  test('a database that goes away in the middle is told to everybody, and nothing of them is kept', async () => {
    const away = () =>
      writeTransaction(database.main, async () => {
        throw new StoreAway(new Error('away'))
      })
    const outcomes = await Promise.allSettled([away(), away()])
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    await write('later', false)
    expect(await written()).toEqual(['later'])
  })
})
