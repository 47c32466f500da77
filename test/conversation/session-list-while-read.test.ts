import fc from 'fast-check'
import { createSessionList } from '../../miniprogram/conversation/session-list'
import type { SessionPage } from '../../typings/protocol'
import { nothingLocal, settle } from './fakes'
import { session } from './listed-session'

/** A server with so many conversations, whose answers come when the test says so. */
function slowServer(count: number, local = nothingLocal()) {
  let ids = Array.from({ length: count }, (_, at) => `s${at + 1}`)
  const waiting: Array<() => void> = []
  let asked = 0
  let isLate = false
  const list = createSessionList(
    {
      page: (page, size) => {
        const items = ids.slice((page - 1) * size, page * size).map(session)
        const answer = { items, total: ids.length, page, size }
        asked += 1
        return new Promise((resolve) => waiting.push(() => resolve(answer)))
      },
      rename: async (id, title) => ({ ...session(id), title }),
      remove: async (id) => {
        ids = ids.filter((each) => each !== id)
        if (isLate) await new Promise<void>((resolve) => waiting.push(resolve))
      },
    },
    local,
  )
  /** Lets what is on its way arrive, that which was asked for at a place among it first. */
  const arrive = async (at: number) => {
    const [one] = waiting.splice(waiting.length === 0 ? 0 : at % waiting.length, 1)
    one?.()
    await settle()
  }
  const arriveAll = async () => {
    while (waiting.length > 0) await arrive(0)
  }
  return {
    list,
    arrive,
    arriveAll,
    held: () => list.sessions.map(({ id }) => id),
    there: () => ids,
    /** How many pages were asked for. */
    asked: () => asked,
    /** Deletes, and says so when the test lets it arrive. */
    deleteLate: (id: string) => {
      isLate = true
      void list.remove(id)
      isLate = false
    },
    /** By another device. */
    deleteElsewhere: (at: number) => {
      ids = ids.filter((_, index) => index !== at)
    },
    add: (id: string) => {
      ids = [id, ...ids]
    },
    async readAll() {
      for (let pages = 0; list.hasMore && pages < 20; pages += 1) {
        void list.more()
        await arriveAll()
      }
    },
  }
}

type Server = ReturnType<typeof slowServer>
type Step = readonly [
  does: 'more' | 'refresh' | 'arrive' | 'delete' | 'delete late' | 'delete elsewhere' | 'add',
  at: number,
]

const steps: Record<Step[0], (server: Server, at: number) => unknown> = {
  more: ({ list }) => void list.more(),
  refresh: ({ list }) => void list.refresh(),
  arrive: ({ arrive }, at) => arrive(at),
  delete: ({ list, held }, at) => list.remove(held()[at % Math.max(1, held().length)] ?? 'none'),
  'delete late': ({ deleteLate, held }, at) => deleteLate(held()[at % Math.max(1, held().length)] ?? 'none'),
  'delete elsewhere': ({ deleteElsewhere }, at) => deleteElsewhere(at),
  add: ({ add }, at) => add(`new ${at}`),
}

describe('The list of conversations, when it changes while it is read', () => {
  const one = fc.tuple(
    fc.constantFrom(...(['more', 'refresh', 'arrive', 'arrive', 'delete', 'delete late'] as const)),
    fc.nat(60),
  )
  test('has every conversation in the end, and none that was deleted here, whatever arrives when', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 70 }),
        fc.array(one, { maxLength: 20 }),
        async (count, all) => {
          const server = slowServer(count)
          void server.list.refresh()
          await server.arriveAll()
          for (const [does, at] of all) await steps[does](server, at)
          await server.arriveAll()
          await server.readAll()
          expect([...server.held()].sort()).toEqual([...server.there()].sort())
          expect(server.list.hasMore).toBe(false)
        },
      ),
      { numRuns: 300 },
    )
  })

  test.each<[string, Step[]]>([
    ['one was deleted by another device', [['delete elsewhere', 3]]],
    [
      'many were deleted by another device',
      Array.from({ length: 25 }, () => ['delete elsewhere', 0] as const),
    ],
  ])('is read from its beginning where %s, so that nothing is missing', async (_, changes) => {
    const server = slowServer(68)
    void server.list.refresh()
    await server.arriveAll()
    void server.list.more()
    await server.arriveAll()
    for (const [does, at] of changes) await steps[does](server, at)
    await server.readAll()
    expect(server.held()).toEqual(server.there())
  })

  test('counts a deletion once, though a page that knows of it comes before it is said to be done', async () => {
    const server = slowServer(22)
    void server.list.refresh()
    await server.arriveAll()
    server.deleteLate('s1')
    void server.list.refresh()
    await server.arrive(1)
    await server.arriveAll()
    await server.readAll()
    expect(server.held()).toEqual(server.there())
  })

  test('misses nothing where one was deleted before the page that has it arrived', async () => {
    const server = slowServer(22)
    void server.list.refresh()
    await server.list.remove('s1')
    await server.arriveAll()
    await server.readAll()
    expect(server.held().sort()).toEqual([...server.there()].sort())
  })

  test.each([
    ['first', 0],
    ['last', 1],
  ])(
    'is kept as it is after a change here, also where what was asked before it comes %s',
    async (_when, at) => {
      const kept: string[][] = []
      const keepList = ({ items }: SessionPage) => void kept.push(items.map(({ id }) => id))
      const server = slowServer(2, { ...nothingLocal(), keepList })
      void server.list.refresh()
      await server.list.remove('s2')
      void server.list.refresh()
      await server.arrive(at)
      // Who asks while the newer one is on its way gets the same.
      if (at === 0) void server.list.refresh()
      await server.arriveAll()
      expect([kept, server.asked()]).toEqual([[['s1']], 2])
    },
  )

  test('comes to an end where one came in front of it meanwhile, which the next beginning has', async () => {
    const server = slowServer(45)
    void server.list.refresh()
    await server.arriveAll()
    server.add('new')
    await server.readAll()
    expect([server.held().length, server.list.hasMore]).toEqual([45, false])
    void server.list.refresh()
    await server.arriveAll()
    expect(server.held()[0]).toBe('new')
  })

  test('keeps a name that was given, and shows nothing that was deleted, while a page was on its way', async () => {
    const server = slowServer(3)
    void server.list.refresh()
    await server.arriveAll()
    void server.list.refresh()
    await server.list.rename('s1', '一元二次方程')
    await server.list.remove('s2')
    await server.arriveAll()
    expect(server.list.sessions.map(({ title }) => title)).toEqual(['一元二次方程', '对话 s3'])
  })
})
