import { HistoryCache, MOST_BYTES } from '../../miniprogram/conversation/history-cache'
import { FakeLearning, historyItem, MemoryStore, only, settle, type World, world } from './fakes'

/** A second question under way in a conversation that is open, and the server has it. */
async function secondAsked(hasOlder: boolean): Promise<World> {
  const asked = world()
  const { conversation, learning } = asked
  learning.histories.set('s1', { items: [historyItem(1)], has_more: hasOlder })
  await conversation.open('s1')
  conversation.send('第 2 题')
  await settle()
  const ids = { requestId: 'request-1', sessionId: 's1', questionId: 'q2' }
  learning.stream.tell({ type: 'accepted', ...ids, resumed: false })
  return asked
}

describe('Without a network', () => {
  test('the last conversations can be read, with what was answered since they were loaded', async () => {
    const { learning, store } = await secondAsked(true)
    learning.stream.write('第 2 题的回答')
    await learning.stream.finish({ questionId: 'q2' })
    const offline = world({ store })
    await offline.conversation.start()
    expect(offline.conversation.turns.map(({ content, text, phase }) => [content, text, phase.name])).toEqual(
      [
        ['第 1 题', '第 1 题的回答', 'done'],
        ['第 2 题', '第 2 题的回答', 'done'],
      ],
    )
    expect(offline.conversation.history).toEqual({ loading: false, failed: true, hasOlder: true })
  })

  test('what is kept is there at once, and gives way to what the server has', async () => {
    const { conversation, learning, changes } = world()
    learning.histories.set('s1', { items: [historyItem(1)], has_more: false })
    await conversation.open('s1')
    conversation.startNew()
    learning.histories.set('s1', { items: [historyItem(1), historyItem(2)], has_more: false })
    changes.length = 0
    const opened = conversation.open('s1')
    expect(conversation.turns).toHaveLength(1)
    await opened
    expect(conversation.turns).toHaveLength(2)
  })

  test('what could not be loaded, uploaded or sent is tried again when the network is back', async () => {
    const { conversation, learning, store } = world()
    store.set('open-session', 's1')
    await conversation.start()
    expect(conversation.history.failed).toBe(true)
    conversation.send('讲讲浮力')
    await settle()
    await learning.stream.fail('WS_CONNECT_ERROR')
    conversation.tray.add(['page', 'notes.txt'])
    await settle()
    await learning.uploads[0]?.break()
    await learning.uploads[1]?.break('BAD_REQUEST')
    learning.histories.set('s1', { items: [historyItem(1)], has_more: false })
    conversation.comeBack()
    await settle()
    expect(learning.uploads.map(({ path }) => path)).toEqual(['page', 'notes.txt', 'page'])
    expect(learning.streams.map(({ requestId }) => requestId)).toEqual(['request-1', 'request-1'])
    expect(conversation.turns.map(({ content }) => content)).toEqual(['第 1 题', '讲讲浮力'])
    expect(conversation.history.failed).toBe(false)
  })

  test('a question that is asked anew and does not arrive takes nothing from what is kept, and is asked as nothing else', async () => {
    const { conversation, learning, store } = world()
    store.set('open-session', 's1')
    learning.histories.set('s1', { items: [historyItem(1)], has_more: false })
    await conversation.start()
    expect(conversation.next.again('old-1')).toBe(true)
    await settle()
    await learning.stream.fail('WS_CONNECT_ERROR')
    const later = world({ store })
    await later.conversation.start()
    expect(later.conversation.turns.map(({ text, phase }) => [text, phase.name])).toEqual([
      ['第 1 题的回答', 'done'],
    ])
    later.learning.histories.set('s1', { items: [historyItem(1)], has_more: false })
    later.conversation.comeBack()
    await settle()
    expect(later.learning.streams).toHaveLength(0)
  })

  test('a question that was refused for want of room, asked anew or not, is asked again when there is some', async () => {
    const { conversation, learning, store } = world()
    store.set('open-session', 's1')
    learning.histories.set('s1', { items: [historyItem(1)], has_more: false })
    await conversation.start()
    conversation.next.again('old-1')
    await settle()
    await learning.stream.fail('RATE_LIMITED')
    conversation.comeBack()
    await settle()
    expect(learning.streams.map(({ params }) => params.again)).toEqual(['q1', 'q1'])
  })

  test('what failed for another reason is left to the student', async () => {
    const { conversation, learning } = world()
    conversation.send('讲讲浮力')
    await settle()
    await learning.stream.fail('MODEL_TIMEOUT')
    conversation.comeBack()
    await settle()
    expect(learning.streams).toHaveLength(1)
  })

  test('an answer that is still being written in a deleted conversation is not kept', async () => {
    const { conversation, learning, store } = await secondAsked(false)
    conversation.startNew()
    conversation.forget('s1')
    await learning.stream.finish({ questionId: 'q2' })
    expect(new HistoryCache(store, () => learning.address('/')).read('s1')).toBeUndefined()
  })

  test('a conversation that was deleted is not shown', async () => {
    const { conversation, learning, store } = world()
    learning.histories.set('s1', { items: [historyItem(1)], has_more: false })
    await conversation.open('s1')
    conversation.startNew()
    conversation.forget('s1')
    const offline = world({ store, learning: new FakeLearning() })
    await offline.conversation.open('s1')
    expect(offline.conversation.turns).toEqual([])
  })
})

describe('What is kept of conversations', () => {
  const long = (number: number, length: number) => historyItem(number, { content: '浮'.repeat(length) })

  test('stays below its limit: the ones that were not used for longest give way', () => {
    const store = new MemoryStore()
    const cache = new HistoryCache(store, () => 'server')
    for (let session = 0; session < 12; session += 1)
      cache.write(`s${session}`, { items: [long(1, 200_000)], has_more: false })
    const bytes = [...store.values.values()].reduce<number>(
      (sum, value) => sum + Buffer.byteLength(JSON.stringify(value)),
      0,
    )
    expect(bytes).toBeLessThan(MOST_BYTES)
    expect(cache.read('s0')).toBeUndefined()
    expect(only(cache.read('s11')?.items ?? []).question_id).toBe('q1')
  })

  test('fits into a key of storage: of a long conversation the newest questions', () => {
    const store = new MemoryStore()
    const cache = new HistoryCache(store, () => 'server')
    cache.write('s1', {
      items: Array.from({ length: 20 }, (_, index) => long(index, 50_000)),
      has_more: false,
    })
    const kept = cache.read('s1')
    expect(kept?.has_more).toBe(true)
    expect(kept?.items.at(-1)?.question_id).toBe('q19')
    for (const value of store.values.values())
      expect(Buffer.byteLength(JSON.stringify(value))).toBeLessThan(1024 * 1024)
    cache.write('s1', { items: [long(1, 2_000_000)], has_more: false })
    expect(cache.read('s1')).toBeUndefined()
  })

  test('is one server’s: another one’s is neither shown nor left behind', () => {
    const store = new MemoryStore()
    let server = 'one'
    const cache = new HistoryCache(store, () => server)
    cache.write('s1', { items: [historyItem(1)], has_more: false })
    cache.keepList({ items: [], total: 0, page: 1, size: 20 })
    server = 'two'
    expect([cache.read('s1'), cache.list()]).toEqual([undefined, undefined])
    cache.write('s2', { items: [historyItem(2)], has_more: false })
    expect([...store.values.keys()].sort()).toEqual(['kept-histories', 'kept-history:s2'])
  })
})
