import fc from 'fast-check'
import { HistoryCache } from '../../miniprogram/conversation/history-cache'
import { createSessionList } from '../../miniprogram/conversation/session-list'
import { sessionViews } from '../../miniprogram/conversation/session-views'
import type { ListedSession, SessionPage } from '../../typings/protocol'
import { MemoryStore, nothingLocal, settle } from './fakes'

const session = (id: string): ListedSession => ({
  id,
  title: `对话 ${id}`,
  subject: null,
  question_count: 1,
  total_tokens: 0,
  created_at: '2026-11-01T08:00:00Z',
  last_active_at: '2026-11-01T08:00:00Z',
  state: 'done',
})

function sessions(pages: string[][], total: number, local = nothingLocal()) {
  const calls: string[] = []
  const list = createSessionList(
    {
      page: async (page, size, search) => {
        calls.push(search === '' ? `page ${page}` : `page ${page} of ${search}`)
        return { items: (pages[page - 1] ?? []).map(session), total, page, size }
      },
      rename: async (id, title) => ({ ...session(id), title }),
      remove: async (id) => void calls.push(`remove ${id}`),
    },
    local,
  )
  return { list, calls, ids: () => list.sessions.map(({ id }) => id) }
}

describe('The list of conversations', () => {
  test('loads page by page; one that moved between two pages comes only once', async () => {
    const { list, ids } = sessions(
      [
        ['a', 'b'],
        ['b', 'c'],
      ],
      3,
    )
    await list.refresh()
    expect(list.hasMore).toBe(true)
    await list.more()
    expect(ids()).toEqual(['a', 'b', 'c'])
    expect(list.hasMore).toBe(false)
  })

  test('is searched by words of a title, page by page too, until the words are taken away', async () => {
    const { list, calls } = sessions([['a'], ['b']], 2)
    await list.search(' 方程 ')
    await list.more()
    await list.search('')
    expect(calls).toEqual(['page 1 of 方程', 'page 2 of 方程', 'page 1'])
  })

  test('shows what was searched for last, whichever answer comes first', async () => {
    const answers = new Map<string, (id: string) => void>()
    const list = createSessionList(
      {
        page: (page, size, search) =>
          new Promise((resolve) => {
            answers.set(search, (id) => resolve({ items: [session(id)], total: 1, page, size }))
          }),
        rename: async (id) => session(id),
        remove: async () => undefined,
      },
      nothingLocal(),
    )
    const searches = [list.search('方'), list.search('方程')]
    answers.get('方程')?.('new')
    answers.get('方')?.('old')
    await Promise.all(searches)
    expect(list.sessions.map(({ id }) => id)).toEqual(['new'])
  })

  test('shows a new name and drops a deleted conversation without loading anew', async () => {
    const { list, calls, ids } = sessions([['a', 'b']], 2)
    await list.refresh()
    await list.rename('a', '一元二次方程')
    await list.remove('b')
    expect(list.sessions.map(({ title }) => title)).toEqual(['一元二次方程'])
    expect(ids()).toEqual(['a'])
    expect(list.hasMore).toBe(false)
    expect(calls).toEqual(['page 1', 'remove b'])
  })

  test('is there without a network, as it was when it was last loaded', async () => {
    const store = new MemoryStore()
    const cache = new HistoryCache(store, () => 'server')
    const local = {
      ...nothingLocal(),
      list: () => cache.list(),
      keepList: (page: SessionPage) => cache.keepList(page),
    }
    await sessions([['a', 'b']], 2, local).list.refresh()
    expect(sessions([], 0, local).ids()).toEqual(['a', 'b'])
  })

  test('is kept for reading without a network when an answer ends, though nobody looked at it, by one call', async () => {
    const store = new MemoryStore()
    const cache = new HistoryCache(store, () => 'server')
    const running = new Set(['a', 'b'])
    const local = {
      list: () => cache.list(),
      keepList: (page: SessionPage) => cache.keepList(page),
      running: () => running,
    }
    const { list, calls } = sessions([['b', 'a']], 2, local)
    list.mark('a', 'running')
    running.delete('a')
    list.mark('a', 'done')
    expect(calls).toEqual([])
    running.delete('b')
    list.mark('b', 'done')
    await list.refresh()
    expect(calls).toEqual(['page 1'])
    expect(sessions([], 0, local).ids()).toEqual(['b', 'a'])
  })

  test('counts the question that is being answered, which the server counts when its answer is saved', async () => {
    const list = createSessionList(
      {
        page: async () => ({
          items: [{ ...session('a'), question_count: 0, state: 'running' as const }],
          total: 1,
          page: 1,
          size: 20,
        }),
        rename: async (id) => session(id),
        remove: async () => undefined,
      },
      { ...nothingLocal(), running: () => new Set(['a']) },
    )
    await list.refresh()
    const note = () => sessionViews(list.sessions, 0, String)[0]?.note
    expect(note()).toBe('1 个问题')
    list.mark('a', 'failed')
    expect(note()).toBe('1 个问题')
    list.mark('a', 'running')
    list.mark('a', 'done')
    expect(note()).toBe('1 个问题')
  })

  test('says of those that this phone has answered that they are running, whatever the server knows yet', async () => {
    const { list } = sessions([['a', 'b']], 2, { ...nothingLocal(), running: () => new Set(['b']) })
    await list.refresh()
    expect(list.sessions.map(({ state }) => state)).toEqual(['done', 'running'])
  })
})

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

/** A server whose conversations another device deletes, begins and goes on with. */
function sharedServer(count: number) {
  let now = 1000
  const time = () => {
    now += 1
    return new Date(now * 60_000).toISOString()
  }
  let there = Array.from({ length: count }, (_, at) => ({
    ...session(`s${count - at}`),
    last_active_at: time(),
  })).reverse()
  let calls = 0
  /** What the other device does before a call that is that far away. */
  const between = new Map<number, () => void>()
  const list = createSessionList(
    {
      page: async (page, size) => {
        calls += 1
        between.get(calls)?.()
        return { items: there.slice((page - 1) * size, page * size), total: there.length, page, size }
      },
      rename: async (id) => session(id),
      remove: async () => undefined,
    },
    nothingLocal(),
  )
  const elsewhere = {
    delete: (at: number) => {
      there = there.filter((_, index) => index !== at % Math.max(1, there.length))
    },
    begin: (at: number) => {
      there = [{ ...session(`new ${at} ${now}`), last_active_at: time() }, ...there]
    },
    'go on': (at: number) => {
      const one = there[at % Math.max(1, there.length)]
      if (one !== undefined)
        there = [{ ...one, last_active_at: time() }, ...there.filter(({ id }) => id !== one.id)]
    },
  }
  return {
    list,
    elsewhere,
    held: () => list.sessions.map(({ id }) => id),
    there: () => there.map(({ id }) => id),
    calls: () => calls,
    /** In the middle of what the next calls bring. */
    later: (ahead: number, act: () => void) => between.set(calls + ahead, act),
    /** Nobody does anything more. */
    rest: () => between.clear(),
  }
}

describe('The list of conversations, read on while another device changes it', () => {
  type Shared = ReturnType<typeof sharedServer>
  const act = fc.tuple(
    fc.constantFrom(...(['delete', 'delete', 'begin', 'go on'] as const)),
    fc.nat(100),
    /** At once, or before one of the next calls. */
    fc.nat(3),
  )
  /** Scrolls by one page: what stands there stays where it is, as far as it is still there. */
  async function scroll({ list, held, there }: Shared, touched: ReadonlySet<string>) {
    const before = held()
    await list.more()
    const after = held()
    expect(new Set(after).size).toBe(after.length)
    const stays = before.filter((id) => there().includes(id) && !touched.has(id))
    expect(after.filter((id) => stays.includes(id))).toEqual(stays)
  }

  test('keeps what was loaded where it stands, and comes to all that was there: no repeats, no holes', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 20, max: 150 }),
        fc.array(fc.array(act, { maxLength: 6 }), { maxLength: 6 }),
        async (count, rounds) => {
          const server = sharedServer(count)
          const { list, elsewhere, held, there } = server
          await list.refresh()
          const touched = new Set<string>()
          for (const acts of rounds) {
            for (const [does, at, ahead] of acts) {
              const change = () => {
                const moved = does === 'go on' ? there()[at % Math.max(1, there().length)] : undefined
                if (moved !== undefined) touched.add(moved)
                elsewhere[does](at)
              }
              if (ahead === 0) change()
              else server.later(ahead, change)
            }
            if (list.hasMore) await scroll(server, touched)
          }
          for (let pages = 0; list.hasMore && pages < 40; pages += 1) await list.more()
          const isOld = (id: string) => id.startsWith('s') && !touched.has(id)
          expect(there().filter((id) => isOld(id) && !held().includes(id))).toEqual([])
          server.rest()
          await list.refresh()
          for (let pages = 0; list.hasMore && pages < 40; pages += 1) await list.more()
          expect(held()).toEqual(there())
        },
      ),
      { numRuns: 300 },
    )
  })

  test('stays as long as it was where it is loaded anew, and is not read in more calls than needed', async () => {
    const server = sharedServer(150)
    await server.list.refresh()
    for (let page = 0; page < 5; page += 1) await server.list.more()
    server.elsewhere.begin(0)
    const before = server.calls()
    await server.list.refresh()
    expect(server.held()).toEqual(server.there().slice(0, 120))
    expect(server.calls() - before).toBe(2)
  })

  test('drops the many that were deleted elsewhere while it was scrolled, and stands there still', async () => {
    const server = sharedServer(100)
    await server.list.refresh()
    for (let page = 0; page < 2; page += 1) await server.list.more()
    for (let times = 0; times < 25; times += 1) server.elsewhere.delete(10)
    await server.list.more()
    expect(server.held()).toEqual(server.there())
    expect(server.list.hasMore).toBe(false)
  })
})
