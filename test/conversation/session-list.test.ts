import { createSessionList } from '../../miniprogram/conversation/session-list'
import type { Session } from '../../typings/protocol'

const session = (id: string): Session => ({
  id,
  title: `对话 ${id}`,
  subject: null,
  question_count: 1,
  total_tokens: 0,
  created_at: '2026-11-01T08:00:00Z',
  last_active_at: '2026-11-01T08:00:00Z',
})

function sessions(pages: string[][], total: number) {
  const calls: string[] = []
  const list = createSessionList({
    page: async (page, size) => {
      calls.push(`page ${page}`)
      return { items: (pages[page - 1] ?? []).map(session), total, page, size }
    },
    rename: async (id, title) => ({ ...session(id), title }),
    remove: async (id) => void calls.push(`remove ${id}`),
  })
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
})
