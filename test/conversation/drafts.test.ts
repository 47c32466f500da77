import { type FakeLearning, historyItem, MemoryStore, only, settle, world } from './fakes'

/** The program is killed and opened again, over what it had stored. */
function restarted(store: MemoryStore, learning?: FakeLearning) {
  const again = world({ store, ...(learning === undefined ? {} : { learning }) })
  return again
}

function twoSessions() {
  const program = world()
  program.learning.histories.set('s1', { items: [historyItem(1)], has_more: false })
  program.learning.histories.set('s2', { items: [historyItem(2)], has_more: false })
  return program
}

describe('The draft of a question', () => {
  test('is kept for each conversation by itself, with its photos', async () => {
    const { conversation } = twoSessions()
    await conversation.open('s1')
    conversation.draft.write('为什么第 2 题')
    conversation.tray.add(['page'])
    await conversation.open('s2')
    expect([conversation.draft.text, conversation.tray.photos]).toEqual(['', []])
    conversation.draft.write('别的')
    await conversation.open('s1')
    expect(conversation.draft.text).toBe('为什么第 2 题')
    expect(only(conversation.tray.photos).source).toBe('page')
    conversation.startNew()
    expect(conversation.draft.text).toBe('')
  })

  test('is there after a restart: what was uploaded is not uploaded again, what was not goes on', async () => {
    const { conversation, learning, store } = world()
    await conversation.start()
    conversation.draft.write('这两页')
    conversation.tray.add(['one', 'two'])
    await settle()
    await learning.uploads[0]?.arrive()
    const next = restarted(store)
    await next.conversation.start()
    await settle()
    expect(next.conversation.draft.text).toBe('这两页')
    expect(next.changes.some(({ type }) => type === 'draft')).toBe(true)
    expect(next.conversation.tray.photos.map(({ source, url }) => url ?? source)).toEqual([
      '/api/v1/files/one',
      'two',
    ])
    expect(next.learning.uploads.map(({ path }) => path)).toEqual(['two'])
  })

  test('is empty once the server has the question, also after a restart', async () => {
    const { conversation, learning, store } = world()
    await conversation.start()
    conversation.draft.write('讲讲浮力')
    conversation.send('讲讲浮力')
    await settle()
    learning.stream.tell({
      type: 'accepted',
      requestId: 'request-1',
      sessionId: 's1',
      questionId: 'q1',
      resumed: false,
    })
    const next = restarted(store)
    await next.conversation.start()
    expect([next.conversation.draft.text, store.get('drafts')]).toEqual(['', undefined])
  })

  test('comes back where the program was killed before the server had the question', async () => {
    const { conversation, store } = world()
    await conversation.start()
    conversation.draft.write('看看这页')
    conversation.tray.add(['page'])
    conversation.send('看看这页')
    expect(conversation.draft.text).toBe('')
    const next = restarted(store)
    await next.conversation.start()
    expect(next.conversation.draft.text).toBe('看看这页')
    expect(only(next.conversation.tray.photos).source).toBe('page')
  })

  test('comes back before what was written since, where a question failed out of sight', async () => {
    const { conversation, learning } = world()
    await conversation.start()
    conversation.send('第一个')
    await settle()
    conversation.startNew()
    conversation.draft.write('第二个')
    await learning.stream.fail('WS_CONNECT_ERROR')
    expect(conversation.draft.text).toBe('第一个\n第二个')
  })

  test('goes along where its conversation gets a session', async () => {
    const { conversation, learning, store } = world()
    await conversation.start()
    conversation.send('第一个')
    await settle()
    conversation.draft.write('下一个')
    learning.stream.tell({
      type: 'accepted',
      requestId: 'request-1',
      sessionId: 's1',
      questionId: 'q1',
      resumed: false,
    })
    conversation.startNew()
    expect(conversation.draft.text).toBe('')
    learning.histories.set('s1', { items: [], has_more: false })
    await conversation.open('s1')
    expect(conversation.draft.text).toBe('下一个')
    conversation.forget('s1')
    expect(store.get('drafts')).toBeUndefined()
  })

  test('that waits for room goes along too, and stays where another conversation asks it', async () => {
    const { conversation, learning } = world()
    conversation.send('在别处')
    await settle()
    conversation.startNew()
    for (const text of ['第一个', '第二个']) {
      conversation.tray.add(Array.from({ length: 6 }, (_, page) => `${text}-${page}`))
      conversation.send(text)
      await settle()
      for (const upload of learning.uploads) await upload.arrive()
      await learning.stream.fail('WS_CONNECT_ERROR')
    }
    const elsewhere = learning.streams[0]
    const written = () => [
      conversation.draft.text,
      conversation.tray.photos.length,
      conversation.draft.waiting,
    ]
    conversation.startNew()
    expect(written()).toEqual(['第一个', 6, 6])
    expect(conversation.next.ask('追问', { mode: 'solve' })).toBe(true)
    await settle()
    const { stream } = learning
    stream.tell({ type: 'accepted', requestId: stream.requestId, sessionId: 's1', resumed: false })
    await stream.finish()
    conversation.exchange()
    expect(written()).toEqual(['第二个', 6, 6])
    conversation.exchange()
    expect(written()).toEqual(['第一个', 6, 6])
    await elsewhere?.fail('WS_CONNECT_ERROR')
    conversation.startNew()
    expect(written()).toEqual(['在别处', 0, 0])
  })

  test('goes on in a new conversation where its own was deleted elsewhere, with the question that was refused for that', async () => {
    const { conversation, learning, changes } = world()
    learning.histories.set('s1', { items: [historyItem(1)], has_more: false })
    await conversation.open('s1')
    learning.deleted.add('s1')
    conversation.send('第一个')
    conversation.draft.write('第二个')
    await settle()
    await learning.stream.fail('BAD_REQUEST', false)
    expect(changes.map(({ type }) => type)).toContain('gone')
    expect([conversation.sessionId, conversation.draft.text]).toEqual([undefined, '第一个\n第二个'])
  })

  test('takes words that come late into the conversation that they were said in', async () => {
    const { conversation, learning } = world()
    learning.histories.set('s1', { items: [], has_more: false })
    await conversation.open('s1')
    conversation.draft.write('讲讲')
    const { visit } = conversation
    conversation.startNew()
    expect(conversation.visit).not.toBe(visit)
    conversation.draft.addElsewhere('s1', '浮力')
    expect(conversation.draft.text).toBe('')
    await conversation.open('s1')
    expect(conversation.draft.text).toBe('讲讲 浮力')
  })

  test('that another version of the program kept breaks nothing', async () => {
    for (const kept of [
      'text',
      [null, 5, { place: 1 }, { place: '', requestId: '', text: '好', photos: [null, {}, 7] }],
    ]) {
      const store = new MemoryStore()
      store.set('drafts', kept)
      const { conversation } = world({ store })
      await conversation.start()
      expect(conversation.tray.photos).toEqual([])
    }
  })
})
