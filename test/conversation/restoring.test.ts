import type { JournaledAnswer } from '../../miniprogram/api/learning'
import { FakeLearning, historyItem, MemoryStore, only, settle, type World, world } from './fakes'

function leftOver(sessionId: string | undefined, requestId = 'old-2'): JournaledAnswer {
  const params = {
    content: '第 2 题',
    image_urls: ['/api/v1/files/one'],
    ...(sessionId === undefined ? {} : { session_id: sessionId }),
  }
  return { requestId, params, startedAt: 1, afterSeq: 7, text: '写到' }
}

function openedSession(): { store: MemoryStore; learning: FakeLearning } {
  const store = new MemoryStore()
  store.set('open-session', 's1')
  const learning = new FakeLearning()
  return { store, learning }
}

describe('The start of the program', () => {
  test('loads the session that was open last', async () => {
    const { store, learning } = openedSession()
    learning.histories.set('s1', { items: [historyItem(1), historyItem(2)], has_more: true })
    const { conversation } = world({ store, learning })
    await conversation.start()
    expect(conversation.turns.map(({ text }) => text)).toEqual(['第 1 题的回答', '第 2 题的回答'])
    expect(conversation.history.hasOlder).toBe(true)
    expect(learning.streams).toHaveLength(0)
  })

  test('goes on with an answer that was under way, from the text and the place that the journal holds', async () => {
    const { store, learning } = openedSession()
    const writing = historyItem(2, { status: 'generating', content: '写到', answer_id: null })
    learning.histories.set('s1', { items: [historyItem(1), writing], has_more: false })
    const { conversation } = world({ store, learning, journal: [leftOver('s1')] })
    await conversation.start()
    await settle()
    expect(learning.stream.start).toEqual({ requestId: 'old-2', afterSeq: 7, text: '写到' })
    learning.stream.write('这里')
    await learning.stream.finish()
    expect(conversation.turns.map(({ text }) => text)).toEqual(['第 1 题的回答', '写到这里'])
  })

  test('goes on with an answer that the server still writes, also where this phone knows nothing of it', async () => {
    const { store, learning } = openedSession()
    learning.histories.set('s1', {
      items: [historyItem(1, { status: 'generating', content: '' })],
      has_more: false,
    })
    const { conversation } = world({ store, learning })
    await conversation.start()
    await settle()
    expect(learning.stream.start).toEqual({ requestId: 'old-1' })
    expect(conversation.underWay?.requestId).toBe('old-1')
  })

  test('leaves a question without a session where a new conversation is: it stands there as soon as one is opened', async () => {
    const { store, learning } = openedSession()
    learning.histories.set('s1', { items: [historyItem(1)], has_more: false })
    const { conversation } = world({ store, learning, journal: [leftOver(undefined)] })
    await conversation.start()
    expect(learning.streams).toHaveLength(0)
    conversation.startNew()
    await settle()
    expect(conversation.turns.map(({ content }) => content)).toEqual(['第 2 题'])
    expect(learning.stream.start).toMatchObject({ requestId: 'old-2' })
  })

  test('takes nothing from a page on which something was asked before it', async () => {
    const { store, learning } = openedSession()
    learning.histories.set('s1', { items: [historyItem(1)], has_more: false })
    const { conversation } = world({ store, learning })
    expect(conversation.askAnew('讲讲这道题', { mode: 'solve' })).toBe(true)
    await conversation.start()
    expect(conversation.turns.map(({ content }) => content)).toEqual(['讲讲这道题'])
  })

  test('finds the question of a first answer whose session had no name yet, with its photos', async () => {
    const { conversation, learning } = world({ journal: [leftOver(undefined)] })
    await conversation.start()
    await settle()
    expect(only(conversation.turns)).toMatchObject({ content: '第 2 题', text: '写到' })
    expect(only(only(conversation.turns).photos).source).toBe('https://server/api/v1/files/one')
    expect(learning.stream.params.image_urls).toEqual(['/api/v1/files/one'])
  })

  test('shows the answer under way even where the history cannot be loaded', async () => {
    const { store, learning } = openedSession()
    const { conversation } = world({ store, learning, journal: [leftOver('s1')] })
    await conversation.start()
    await settle()
    expect(conversation.history.failed).toBe(true)
    expect(only(conversation.turns).text).toBe('写到')
  })

  test.each<[string, Partial<JournaledAnswer>, boolean, string[]]>([
    [
      'goes on with an answer that the server had begun, in the session that it may have begun',
      {},
      false,
      ['第 2 题'],
    ],
    ['leaves it where something else stands, which began that session', {}, true, ['第 1 题']],
    [
      'leaves a question that the server may never have got to a new conversation',
      { afterSeq: 0, text: '' },
      false,
      [],
    ],
  ])('without a history %s', async (_what, left, isKept, expected) => {
    const { store, learning } = openedSession()
    if (isKept) {
      learning.histories.set('s1', { items: [historyItem(1)], has_more: false })
      await world({ store, learning }).conversation.start()
      learning.histories.clear()
    }
    const journal = [{ ...leftOver(undefined), ...left }]
    const { conversation } = world({ store, learning, journal })
    await conversation.start()
    await settle()
    expect(conversation.turns.map(({ content }) => content)).toEqual(expected)
    expect(learning.streams).toHaveLength(expected.includes('第 2 题') ? 1 : 0)
    conversation.startNew()
    await settle()
    expect(learning.stream.start).toMatchObject({ requestId: 'old-2' })
  })

  test('takes nothing of a conversation without a session into one that is opened at once', async () => {
    const learning = new FakeLearning()
    learning.histories.set('s1', { items: [historyItem(1)], has_more: false })
    const { conversation } = world({ learning, journal: [leftOver(undefined)] })
    await Promise.all([conversation.start(), conversation.open('s1')])
    await settle()
    expect(conversation.turns.map(({ content }) => content)).toEqual(['第 1 题'])
    expect(learning.streams).toHaveLength(0)
  })

  test('leaves in the journal only what the history does not tell as ended', async () => {
    const { store, learning } = openedSession()
    const writing = historyItem(2, { status: 'generating', content: '写到', answer_id: null })
    learning.histories.set('s1', { items: [historyItem(1), writing], has_more: false })
    const journal = [leftOver(undefined, 'old-1'), leftOver('s1')]
    const { conversation, forgotten } = world({ store, learning, journal })
    await conversation.start()
    expect(forgotten).toEqual(['old-1'])
  })

  test('asks nothing again for an answer that was finished meanwhile', async () => {
    const { store, learning } = openedSession()
    learning.histories.set('s1', { items: [historyItem(2)], has_more: false })
    const { conversation } = world({ store, learning, journal: [leftOver('s1')] })
    await conversation.start()
    await settle()
    expect(learning.streams).toHaveLength(0)
  })

  test('happens once, however often pages ask for it', async () => {
    const { store, learning } = openedSession()
    learning.histories.set('s1', { items: [historyItem(1)], has_more: false })
    const { conversation } = world({ store, learning })
    await Promise.all([conversation.start(), conversation.start()])
    expect(learning.pages).toHaveLength(1)
  })
})

describe('Other conversations', () => {
  test('an answer goes on while another conversation is open, and is found again', async () => {
    const { conversation, learning } = world()
    learning.histories.set('s1', {
      items: [historyItem(5, { status: 'generating', content: '' })],
      has_more: false,
    })
    learning.histories.set('s2', { items: [historyItem(1)], has_more: false })
    conversation.send('讲讲浮力')
    await settle()
    learning.stream.tell({ type: 'accepted', requestId: 'request-1', sessionId: 's1', resumed: false })
    await conversation.open('s2')
    expect(conversation.underWay).toBeUndefined()
    learning.stream.write('浮力')
    await conversation.open('s1')
    expect(conversation.underWay).toMatchObject({ requestId: 'request-1', text: '浮力' })
    expect(learning.streams).toHaveLength(1)
  })

  test('older questions come before the others, page by page', async () => {
    const { store, learning } = openedSession()
    learning.histories.set('s1', { items: [historyItem(3), historyItem(4)], has_more: true })
    learning.histories.set('s1 before q3', { items: [historyItem(1), historyItem(2)], has_more: false })
    const { conversation } = world({ store, learning })
    await conversation.start()
    await Promise.all([conversation.loadOlder(), conversation.loadOlder()])
    expect(conversation.turns.map(({ content }) => content)).toEqual([
      '第 1 题',
      '第 2 题',
      '第 3 题',
      '第 4 题',
    ])
    expect(learning.pages).toHaveLength(2)
  })

  test('a new conversation is empty, and the next start begins there', async () => {
    const { store, learning } = openedSession()
    learning.histories.set('s1', { items: [historyItem(1)], has_more: false })
    const { conversation } = world({ store, learning })
    await conversation.start()
    conversation.startNew()
    expect(conversation.turns).toEqual([])
    expect(store.get('open-session')).toBeUndefined()
  })
})

describe('A question that failed for want of a link', () => {
  const failed = async (before: (made: World) => void = () => undefined): Promise<World> => {
    const made = world()
    made.conversation.send('第 1 题')
    await settle()
    before(made)
    await made.learning.stream.fail('WS_CONNECT_ERROR')
    return made
  }

  test('stays in the journal for the next run: the server may have it without having said so', async () => {
    expect((await failed()).forgotten).toEqual([])
  })

  test.each<[string, (made: World) => unknown]>([
    ['another one is asked behind it', ({ conversation }) => conversation.send('第 2 题')],
    ['it is laid back to be changed', ({ conversation }) => conversation.takeBack('request-1')],
    ['it is written again where a new conversation is opened', ({ conversation }) => conversation.startNew()],
  ])('leaves it when %s', async (_when, happens) => {
    const made = await failed()
    happens(made)
    await settle()
    expect(made.forgotten).toEqual(['request-1'])
  })

  test('leaves it where the server had said that it has it: then its history tells', async () => {
    const { forgotten } = await failed(({ learning }) =>
      learning.stream.tell({ type: 'accepted', requestId: 'request-1', resumed: false, sessionId: 's1' }),
    )
    expect(forgotten).toEqual(['request-1'])
  })
})
