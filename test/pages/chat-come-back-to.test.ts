import { seen } from '../components/simulated'
import { type FakeStream, historyItem, settle, world } from '../conversation/fakes'
import { nextPatch, open, passed, send } from './chat-page'

beforeEach(() => void jest.useFakeTimers())
afterEach(() => void jest.useRealTimers())

describe('A page of a conversation that is come back to', () => {
  test('a hidden page calls no setData, and shows everything when it is back', async () => {
    const { page, instance, learning, patches } = open()
    await settle()
    await send(page, '讲讲浮力')
    await settle()
    await nextPatch()
    instance.onHide()
    patches.length = 0
    learning.stream.write('浮力等于')
    learning.stream.tell({ type: 'state', state: 'processing' })
    await passed(300)
    expect(patches).toEqual([])
    instance.onShow()
    await nextPatch()
    expect(seen(page)).toContain('正在处理…')
  })

  test.each([
    ['whole', (stream: FakeStream) => stream.finish()],
    ['failed', (stream: FakeStream) => stream.fail('MODEL_TIMEOUT')],
  ])('shows all of an answer that ended, %s, while the page was hidden', async (_how, end) => {
    const { page, instance, learning } = open()
    await settle()
    await send(page, '讲讲浮力')
    await settle()
    learning.stream.write('浮力等于')
    await nextPatch()
    instance.onHide()
    learning.stream.write('排开的重量')
    await end(learning.stream)
    await passed(300)
    expect(seen(page)).not.toContain('重量')
    instance.onShow()
    await nextPatch()
    expect(seen(page)).toContain('浮力等于排开的重量')
  })

  test('shows an answer that came to its end before its card was there', async () => {
    const program = world()
    const params = { content: '讲讲浮力', session_id: 's1' }
    program.journal.push({ requestId: 'left-1', params, startedAt: 0, afterSeq: 3, text: '浮力等于' })
    program.store.set('open-session', 's1')
    program.learning.histories.set('s1', { items: [historyItem(1)], has_more: false })
    const { page, instance, learning } = open(program)
    instance.onHide()
    await settle()
    learning.stream.write('排开的重量')
    await learning.stream.finish()
    await passed(300)
    instance.onShow()
    await nextPatch()
    expect(seen(page)).toContain('浮力等于排开的重量')
  })

  test('leaving the page does not end the answer, and the next page shows all of it and goes on', async () => {
    const first = open()
    await settle()
    await send(first.page, '讲讲浮力')
    await settle()
    first.learning.stream.write('浮力')
    first.instance.onUnload()
    first.learning.stream.write('等于')
    const second = open(first)
    await settle()
    await nextPatch()
    first.learning.stream.write('重量')
    await nextPatch()
    expect(seen(second.page)).toContain('浮力等于重量')
    expect(first.learning.streams).toHaveLength(1)
  })

  test('shows the history of the session that was open, and a failed one with its way on', async () => {
    const program = world()
    program.store.set('open-session', 's1')
    const cut = historyItem(2, {
      status: 'failed',
      error_code: 'GENERATION_INTERRUPTED',
      content: '写到一半',
    })
    program.learning.histories.set('s1', { items: [historyItem(1), cut], has_more: false })
    const { page } = open(program)
    await settle()
    await nextPatch()
    expect(seen(page)).toContain('第 1 题的回答')
    expect(seen(page)).toContain('写到一半')
    expect(seen(page)).toContain('接着写')
    page
      .querySelector(`#answer-${cut.request_id}`)
      ?.dispatchEvent('act', { detail: { id: cut.request_id, action: 'continue' } })
    await settle()
    program.learning.stream.write('写到一半', '，另一半', '也来了')
    await nextPatch()
    expect(seen(page)).toContain('写到一半，另一半也来了')
    await program.learning.stream.finish()
    await nextPatch()
    expect(seen(page)).toContain('写到一半，另一半也来了')
  })

  test('says that a conversation is gone that was deleted elsewhere, and keeps what was written in it', async () => {
    const program = world()
    program.learning.deleted.add('s-gone')
    program.store.set('open-session', 's-gone')
    program.conversation.draft.open('s-gone')
    program.conversation.draft.write('还没问完')
    const { page, instance } = open(program)
    const said = jest.fn()
    Object.assign(instance.selectComponent('#toast') ?? {}, { show: said })
    await settle()
    await nextPatch()
    expect(said).toHaveBeenCalledWith(expect.objectContaining({ message: '这一页已经不在了' }))
    expect(program.conversation.sessionId).toBeUndefined()
    expect(program.conversation.draft.text).toBe('还没问完')
    expect(seen(page)).not.toContain('前面的没有载入成功')
    expect(program.store.get('open-session')).toBeUndefined()
  })
})
