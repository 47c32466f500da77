import { TooManyAsked } from '../../src/answer/answer-store'
import type { Database } from '../../src/store/database'
import { FileRepository, PagesFull } from '../../src/store/file-repository'
import { newId } from '../../src/store/identifiers'
import { SpeechCounts } from '../../src/store/speech-counts'
import { UserRepository } from '../../src/store/user-repository'
import { backends, type TestDatabase } from './backends'

const MB = 1024 * 1024

describe.each(backends)('what one student may have on $name', ({ create }) => {
  let place: TestDatabase
  let database: Database
  let userId: string

  beforeAll(async () => {
    place = await create()
    database = await place.open()
  })

  beforeEach(async () => {
    const { id } = await new UserRepository(database).findOrCreate(`test:${newId()}`, '安娜')
    userId = id
  })

  afterAll(() => place.remove())

  const page = (bytes: number) => ({
    id: newId(),
    user_id: userId,
    mime: 'image/jpeg' as const,
    bytes,
    width: 1,
    height: 1,
  })
  const failuresOf = (outcomes: PromiseSettledResult<unknown>[]) =>
    outcomes.flatMap((each) => (each.status === 'rejected' ? [each.reason] : []))

  test('pages are counted together, also those of two servers at once, up to the last byte', async () => {
    const servers = [new FileRepository(database, 5), new FileRepository(await place.open(), 5)]
    const outcomes = await Promise.allSettled(
      Array.from({ length: 10 }, (_, at) => servers[at % 2]?.insert(page(MB))),
    )
    expect(failuresOf(outcomes)).toEqual(Array.from({ length: 5 }, () => expect.any(PagesFull)))
    await expect(servers[0]?.refuseMore(userId)).rejects.toThrow(PagesFull)
  })

  test('copies for models count beside their pages, are not kept where there is no room, and go with them', async () => {
    const files = new FileRepository(database, 5)
    const [first, second] = [page(2 * MB), page(2 * MB)]
    await files.insert(first)
    await files.insert(second)
    expect(await files.countCopy(first, MB)).toBe(true)
    expect(await files.countCopy(second, 1)).toBe(false)
    await expect(files.insert(page(1))).rejects.toThrow(PagesFull)
    await database.main.deleteFrom('file').where('id', '=', first.id).execute()
    expect(await files.countCopy(first, 1)).toBe(false)
    await files.insert(page(3 * MB))
    await expect(files.refuseMore(userId)).rejects.toThrow(PagesFull)
  })

  test('no number is no limit', async () => {
    const files = new FileRepository(database, 0)
    for (let one = 0; one < 3; one += 1) await files.insert(page(900 * MB))
    await files.refuseMore(userId)
  })

  test('speech is counted together, also that of two servers at once, and what is given back is there again', async () => {
    const servers = [new SpeechCounts(database, 5), new SpeechCounts(await place.open(), 5)]
    const outcomes = await Promise.allSettled(
      Array.from({ length: 10 }, (_, at) => servers[at % 2]?.count(userId)),
    )
    expect(failuresOf(outcomes)).toEqual(Array.from({ length: 5 }, () => expect.any(TooManyAsked)))
    const [giveBack] = outcomes.flatMap((each) =>
      each.status === 'fulfilled' && each.value ? [each.value] : [],
    )
    await giveBack?.()
    await servers[1]?.count(userId)
    await expect(servers[0]?.count(userId)).rejects.toThrow(TooManyAsked)
  })
})
