import simulate from 'miniprogram-simulate'
import { createSessionList, type SessionList } from '../../miniprogram/conversation/session-list'
import { LearningError } from '../../miniprogram/stream/learning-error'
import type { ListedSession } from '../../typings/protocol'
import { heard, load, render, seen, tap } from './simulated'

const id = load('components/session-drawer/session-drawer')

interface Drawer {
  show(list: SessionList, current: string | undefined, canSetServer: boolean): void
  onSearch(event: { detail: { value: string } }): void
  onTitle(event: { detail: { value: string } }): void
  onRenameConfirm(): void
  onRemoveConfirm(): Promise<void>
}

const session = (name: string): ListedSession => ({
  id: name,
  title: `对话 ${name}`,
  subject: null,
  question_count: 2,
  total_tokens: 0,
  created_at: '2026-11-01T08:00:00Z',
  last_active_at: '2026-11-01T08:00:00Z',
  state: 'done',
})

/** The drawer, open, over a server that has two conversations, or none that answers. */
async function open(options: { offline?: boolean; canSetServer?: boolean } = {}) {
  const calls: string[] = []
  let offline = options.offline ?? false
  const list = createSessionList({
    page: async (page, size, search) => {
      calls.push(`list ${search}`)
      if (offline) throw new LearningError('NETWORK_ERROR', { retryable: true })
      const items = [session('a'), session('b')].filter(({ title }) => title.includes(search))
      return { items, total: items.length, page, size }
    },
    rename: async (name, title) => ({ ...session(name), title }),
    remove: async (name) => {
      if (offline) throw new LearningError('NETWORK_ERROR', { retryable: true })
      calls.push(`remove ${name}`)
    },
  })
  const drawer = render(id)
  const methods: Drawer = drawer.instance
  methods.show(list, 'a', options.canSetServer ?? false)
  await simulate.sleep(10)
  const goOnline = () => {
    offline = false
  }
  const goOffline = () => {
    offline = true
  }
  return { drawer, methods, calls, goOnline, goOffline }
}

describe('The drawer of conversations', () => {
  test('opens the conversation that was tapped', async () => {
    const { drawer } = await open()
    const opened = heard(drawer, 'open')
    expect(seen(drawer)).toContain('对话 a2 个问题')
    await tap(drawer, '.item-words')
    expect(opened).toEqual([{ id: 'a' }])
    expect(drawer.data).toMatchObject({ visible: false })
  })

  test('says that it could not load, and loads when that is tapped', async () => {
    const { drawer, goOnline } = await open({ offline: true })
    expect(seen(drawer)).toContain('没有载入成功')
    goOnline()
    await tap(drawer, '.line-tap')
    expect(seen(drawer)).toContain('对话 b')
  })

  test('finds conversations by their title, once the student has written, and says that there is none', async () => {
    const { drawer, methods, calls } = await open()
    for (const value of ['对', '对话', '对话 b']) methods.onSearch({ detail: { value } })
    await simulate.sleep(350)
    expect(calls).toEqual(['list ', 'list 对话 b'])
    expect(seen(drawer)).not.toContain('对话 a')
    methods.onSearch({ detail: { value: '浮力' } })
    await simulate.sleep(350)
    expect(seen(drawer)).toContain('没有找到相关的对话')
  })

  test('renames a conversation', async () => {
    const { drawer, methods } = await open()
    drawer.querySelectorAll('.icon-button')[1]?.dispatchEvent('tap')
    await simulate.sleep(10)
    await tap(drawer, '#rename')
    methods.onTitle({ detail: { value: '一元二次方程' } })
    methods.onRenameConfirm()
    await simulate.sleep(10)
    expect(seen(drawer)).toContain('一元二次方程')
  })

  test('deletes a conversation only after it was confirmed, and tells the page', async () => {
    const { drawer, methods, calls } = await open()
    const removed = heard(drawer, 'removed')
    drawer.querySelectorAll('.icon-button')[1]?.dispatchEvent('tap')
    await simulate.sleep(10)
    await tap(drawer, '#remove')
    expect(calls).toEqual(['list '])
    await methods.onRemoveConfirm()
    expect(calls).toEqual(['list ', 'remove a'])
    expect(removed).toEqual([{ id: 'a' }])
    expect(seen(drawer)).not.toContain('对话 a')
  })

  test('says that one could not be deleted, by that name, and goes on to show all of them', async () => {
    const { drawer, methods, goOffline } = await open()
    const [removed, problems] = [heard(drawer, 'removed'), heard(drawer, 'problem')]
    drawer.querySelectorAll('.icon-button')[1]?.dispatchEvent('tap')
    await simulate.sleep(10)
    await tap(drawer, '#remove')
    goOffline()
    await methods.onRemoveConfirm()
    expect(problems).toEqual([{ action: 'remove', code: 'NETWORK_ERROR' }])
    expect(removed).toEqual([])
    expect(seen(drawer)).toContain('对话 a')
    expect(seen(drawer)).not.toContain('没有载入成功')
  })

  test('offers another server only in the develop version', async () => {
    expect(seen((await open({ canSetServer: true })).drawer)).toContain('服务器地址')
    expect(seen((await open()).drawer)).not.toContain('服务器地址')
  })
})
