import simulate from 'miniprogram-simulate'
import { createSessionList, type SessionList } from '../../miniprogram/conversation/session-list'
import { nothingLocal } from '../conversation/fakes'
import { heard, load, render, tap } from './simulated'

const id = load('components/session-drawer/session-drawer')

interface Drawer {
  show(list: SessionList, current: string | undefined, canSetServer: boolean): void
}

const session = {
  id: 'a',
  title: '浮力',
  subject: null,
  question_count: 1,
  total_tokens: 0,
  created_at: '2026-11-01T08:00:00Z',
  last_active_at: '2026-11-01T08:00:00Z',
  state: 'done' as const,
}

describe('The drawer of conversations', () => {
  test.each([
    ['open', '.item-words', [{ id: 'a' }]],
    ['create', '.primary-button', [undefined]],
  ])('closes when something else is to be seen: %s', async (event, place, details) => {
    const list = createSessionList(
      {
        page: async (page, size) => ({ items: [session], total: 1, page, size }),
        rename: async () => session,
        remove: async () => undefined,
      },
      nothingLocal(),
    )
    const drawer = render(id)
    const told = heard(drawer, event)
    const methods: Drawer = drawer.instance
    methods.show(list, undefined, false)
    await simulate.sleep(10)
    expect(drawer.data).toMatchObject({ visible: true })
    await tap(drawer, '#notebook', place)
    expect(drawer.data).toMatchObject({ visible: false })
    expect(told).toEqual(details)
  })
})
