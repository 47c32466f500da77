import { type FakeStream, historyItem, only, settle, type World, world } from './fakes'

const accepted = (stream: FakeStream, sessionId: string) =>
  stream.tell({
    type: 'accepted',
    requestId: stream.requestId,
    sessionId,
    questionId: `q of ${sessionId}`,
    resumed: false,
  })

/** Asks in a new conversation, which becomes the session of this name. */
async function askIn({ conversation, learning }: World, sessionId: string): Promise<FakeStream> {
  conversation.startNew()
  expect(conversation.send(`问题 ${sessionId}`)).toBe('sent')
  await settle()
  const { stream } = learning
  learning.histories.set(sessionId, { items: [], has_more: false })
  accepted(stream, sessionId)
  return stream
}

describe('Answers of several conversations at once', () => {
  test('each goes on by itself, and is live again where one comes back to it', async () => {
    const program = world()
    const { conversation, learning } = program
    const one = await askIn(program, 's1')
    const two = await askIn(program, 's2')
    one.write('一')
    two.write('二')
    await conversation.open('s1')
    expect(only(conversation.turns)).toMatchObject({ content: '问题 s1', text: '一' })
    program.changes.length = 0
    one.write('一')
    two.write('二')
    expect(program.changes.map((change) => (change.type === 'append' ? change.delta : ''))).toContain('一')
    expect(JSON.stringify(program.changes)).not.toContain('二')
    await one.finish({ sessionId: 's1', questionId: 'q of s1' })
    await conversation.open('s2')
    expect(conversation.underWay).toMatchObject({ text: '二二' })
    expect(learning.streams).toHaveLength(2)
  })

  test('are as many as a phone has sockets for; then it is said, and nothing of the question is lost', async () => {
    const program = world()
    const { conversation, learning } = program
    const streams: FakeStream[] = []
    for (const sessionId of ['s1', 's2', 's3', 's4']) streams.push(await askIn(program, sessionId))
    conversation.startNew()
    conversation.tray.add(['page'])
    expect(conversation.send('第五个')).toBe('too-many')
    expect(conversation.tray.photos).toHaveLength(1)
    await streams[0]?.finish({ sessionId: 's1' })
    expect(conversation.send('第五个')).toBe('sent')
    await settle()
    expect(learning.streams).toHaveLength(4)
  })

  test('are as many as the server allows: a question beyond goes out again when one of them ends', async () => {
    const program = world()
    const { conversation, learning } = program
    const one = await askIn(program, 's1')
    conversation.startNew()
    conversation.send('第二个')
    await settle()
    await learning.stream.fail('RATE_LIMITED')
    expect(only(conversation.turns)).toMatchObject({ phase: { name: 'failed' }, content: '第二个' })
    expect(learning.streams).toHaveLength(2)
    await one.finish({ sessionId: 's1' })
    expect(learning.streams.map(({ requestId }) => requestId)).toEqual([
      'request-1',
      'request-2',
      'request-2',
    ])
    await learning.stream.fail('RATE_LIMITED')
    expect(learning.streams).toHaveLength(3)
  })

  test('a question that the server had no place for is written again where nobody waited for it', async () => {
    const program = world()
    const { conversation, learning } = program
    await askIn(program, 's1')
    conversation.startNew()
    conversation.send('第二个')
    await settle()
    const { stream } = learning
    await conversation.open('s1')
    await stream.fail('RATE_LIMITED')
    conversation.startNew()
    expect(conversation.draft.text).toBe('第二个')
  })

  test('what the model’s vendor refused after the question was taken is left to the student', async () => {
    const program = world()
    const { learning } = program
    const one = await askIn(program, 's1')
    const two = await askIn(program, 's2')
    await two.fail('RATE_LIMITED')
    await one.finish({ sessionId: 's1' })
    expect(learning.streams).toHaveLength(2)
  })

  test('are told to the list as running, failed and done, in whichever conversation they are', async () => {
    const program = world()
    const { conversation, changes } = program
    const one = await askIn(program, 's1')
    const two = await askIn(program, 's2')
    expect([...conversation.running]).toEqual(['s1', 's2'])
    conversation.startNew()
    await one.fail('MODEL_TIMEOUT')
    await two.finish({ sessionId: 's2' })
    const states = changes.flatMap((change) =>
      change.type === 'session' ? [`${change.sessionId} ${change.state}`] : [],
    )
    expect(states).toEqual(['s1 running', 's2 running', 's1 failed', 's2 done'])
    expect(conversation.running.size).toBe(0)
  })

  test('stop ends that of the open conversation only', async () => {
    const program = world()
    const one = await askIn(program, 's1')
    const two = await askIn(program, 's2')
    program.conversation.stop()
    expect([one.stops, two.stops]).toEqual([0, 1])
  })

  test('two questions of conversations without a session yet do not come into each other’s', async () => {
    const { conversation, learning } = world()
    conversation.send('第一个')
    conversation.startNew()
    conversation.send('第二个')
    await settle()
    learning.histories.set('s1', { items: [historyItem(7)], has_more: false })
    const [one, two] = learning.streams
    if (one !== undefined) accepted(one, 's1')
    expect(conversation.sessionId).toBeUndefined()
    if (two !== undefined) accepted(two, 's2')
    expect(conversation.sessionId).toBe('s2')
    expect(conversation.turns.map(({ content }) => content)).toEqual(['第二个'])
    await conversation.open('s1')
    expect(conversation.turns.map(({ content }) => content)).toEqual(['第 7 题', '第一个'])
  })
})
