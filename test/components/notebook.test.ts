import simulate from 'miniprogram-simulate'
import { createSessionList, type SessionList } from '../../miniprogram/conversation/session-list'
import { LearningError } from '../../miniprogram/stream/learning-error'
import type { ListedSession } from '../../typings/protocol'
import { nothingLocal } from '../conversation/fakes'
import { heard, load, render, seen, tap } from './simulated'

const id = load('components/notebook/notebook')

interface Notebook {
  show(list: SessionList, current: string | undefined, canSetServer: boolean): void
  refresh(current: string | undefined): void
  onRetry(): void
  onSearch(event: { detail: { value: string } }): void
  onTitle(event: { detail: { value: string } }): void
  onRenameConfirm(): void
  onRenameCancel(): void
  onClose(): void
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

/** The notebook, open, over a server that has two conversations, or none that answers. */
async function open(options: { offline?: boolean; canSetServer?: boolean } = {}) {
  const calls: string[] = []
  let offline = options.offline ?? false
  const list = createSessionList(
    {
      page: async (page, size, search) => {
        calls.push(`list ${search}`)
        if (offline) throw new LearningError('NETWORK_ERROR', { retryable: true })
        const items = [session('a'), session('b')].filter(({ title }) => title.includes(search))
        return { items, total: items.length, page, size }
      },
      rename: async (name, title) => {
        if (offline) throw new LearningError('NETWORK_ERROR', { retryable: true })
        return { ...session(name), title }
      },
      remove: async (name) => {
        if (offline) throw new LearningError('NETWORK_ERROR', { retryable: true })
        calls.push(`remove ${name}`)
      },
    },
    nothingLocal(),
  )
  const notebook = render(id)
  const methods: Notebook = notebook.instance
  methods.show(list, 'a', options.canSetServer ?? false)
  await simulate.sleep(10)
  const goOnline = () => {
    offline = false
  }
  const goOffline = () => {
    offline = true
  }
  return { notebook, methods, calls, list, goOnline, goOffline }
}

describe('The notebook of conversations', () => {
  test('opens the conversation that was tapped', async () => {
    const { notebook } = await open()
    const opened = heard(notebook, 'open')
    expect(seen(notebook)).toContain('对话 a2 个问题')
    await tap(notebook, '.item-words')
    expect(opened).toEqual([{ id: 'a' }])
  })

  test('tells which are being answered and which were not finished, also when that changes while it is open', async () => {
    const { notebook, list } = await open()
    list.mark('a', 'running')
    list.mark('b', 'failed')
    await simulate.sleep(10)
    expect(seen(notebook)).toContain('正在写')
    expect(seen(notebook)).toContain('没写完')
    list.mark('a', 'done')
    await simulate.sleep(10)
    expect(seen(notebook)).not.toContain('正在写')
  })

  test('loads by itself what could not be loaded, when there is a network again', async () => {
    const { notebook, list, goOnline } = await open({ offline: true })
    goOnline()
    list.comeBack()
    await simulate.sleep(10)
    expect(seen(notebook)).toContain('对话 b')
    expect(seen(notebook)).not.toContain('没有载入成功')
  })

  test('says that it could not load, and loads when that is tapped', async () => {
    const { notebook, methods, goOnline } = await open({ offline: true })
    const problems = heard(notebook, 'problem')
    methods.onRetry()
    await simulate.sleep(10)
    expect(seen(notebook)).toContain('没有载入成功')
    // The list says it; the page has nothing to add.
    expect(problems).toEqual([])
    goOnline()
    await tap(notebook, '.line-tap')
    expect(seen(notebook)).toContain('对话 b')
  })

  test('finds conversations by their title, once the student has written, and says that there is none', async () => {
    const { notebook, methods, calls } = await open()
    for (const value of ['对', '对话', '对话 b']) methods.onSearch({ detail: { value } })
    await simulate.sleep(350)
    expect(calls).toEqual(['list ', 'list 对话 b'])
    expect(seen(notebook)).not.toContain('对话 a')
    methods.onSearch({ detail: { value: '浮力' } })
    await simulate.sleep(350)
    expect(seen(notebook)).toContain('没有找到')
  })

  test('renames a conversation, and tells the page', async () => {
    const { notebook, methods } = await open()
    const renamed = heard(notebook, 'renamed')
    notebook.querySelector('.options')?.dispatchEvent('tap')
    await simulate.sleep(10)
    await tap(notebook, '#rename')
    methods.onTitle({ detail: { value: '一元二次方程' } })
    methods.onRenameConfirm()
    await simulate.sleep(10)
    expect(seen(notebook)).toContain('一元二次方程')
    expect(renamed).toEqual([{ id: 'a', title: '一元二次方程' }])
  })

  test.each<[string, 'another' | 'old', (methods: Notebook, goOffline: () => void) => void]>([
    ['still there, where a tap beside the dialog closed it', 'another', (methods) => methods.onClose()],
    [
      'still there, where it could not be saved',
      'another',
      (methods, goOffline) => {
        goOffline()
        methods.onRenameConfirm()
      },
    ],
    ['gone, where it was given up', 'old', (methods) => methods.onRenameCancel()],
  ])('has a name that was written %s', async (_what, which, happens) => {
    const { notebook, methods, goOffline } = await open()
    const rename = async () => {
      if (notebook.data.chosen === '') notebook.querySelector('.options')?.dispatchEvent('tap')
      await simulate.sleep(10)
      await tap(notebook, '#rename')
    }
    await rename()
    methods.onTitle({ detail: { value: '一元二次方程' } })
    happens(methods, goOffline)
    await simulate.sleep(10)
    await rename()
    expect(notebook.data.title).toBe(which === 'old' ? '对话 a' : '一元二次方程')
  })

  test('deletes a conversation only after it was confirmed, and tells the page', async () => {
    const { notebook, methods, calls } = await open()
    const removed = heard(notebook, 'removed')
    notebook.querySelector('.options')?.dispatchEvent('tap')
    await simulate.sleep(10)
    await tap(notebook, '#remove')
    expect(calls).toEqual(['list '])
    await methods.onRemoveConfirm()
    expect(calls).toEqual(['list ', 'remove a'])
    expect(removed).toEqual([{ id: 'a' }])
    expect(seen(notebook)).not.toContain('对话 a')
  })

  test('says that one could not be deleted, by that name, and goes on to show all of them', async () => {
    const { notebook, methods, goOffline } = await open()
    const [removed, problems] = [heard(notebook, 'removed'), heard(notebook, 'problem')]
    notebook.querySelector('.options')?.dispatchEvent('tap')
    await simulate.sleep(10)
    await tap(notebook, '#remove')
    goOffline()
    await methods.onRemoveConfirm()
    expect(problems).toEqual([{ action: 'remove', code: 'NETWORK_ERROR' }])
    expect(removed).toEqual([])
    expect(seen(notebook)).toContain('对话 a')
    expect(seen(notebook)).not.toContain('没有载入成功')
  })

  test('goes on showing what was searched for when a conversation has more to tell', async () => {
    const { notebook, methods, calls } = await open()
    methods.onSearch({ detail: { value: '对话 b' } })
    await simulate.sleep(350)
    methods.refresh('b')
    await simulate.sleep(10)
    expect(calls).toEqual(['list ', 'list 对话 b', 'list 对话 b'])
    expect(notebook.data).toMatchObject({ query: '对话 b', current: 'b' })
  })

  test('offers another server only in the develop version', async () => {
    expect(seen((await open({ canSetServer: true })).notebook)).toContain('服务器地址')
    expect(seen((await open()).notebook)).not.toContain('服务器地址')
  })
})
