import { HistoryCache } from '../../miniprogram/conversation/history-cache'
import { createSessionList } from '../../miniprogram/conversation/session-list'
import { sessionViews } from '../../miniprogram/conversation/session-views'
import type { SessionPage } from '../../typings/protocol'
import { MemoryStore, nothingLocal } from './fakes'
import { session } from './listed-session'

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
