import fc from 'fast-check'
import { createSessionList } from '../../miniprogram/conversation/session-list'
import { nothingLocal } from './fakes'
import { session } from './listed-session'

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
