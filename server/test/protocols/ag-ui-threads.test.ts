import { after, agentsForEachTest, dataOf, ids, input, question, SCRIPT, SLOW } from './agent'
import { call, deltasOf, follow, read, type Told, typesOf } from './event-stream'

const agents = agentsForEachTest()

describe('messages that a client has', () => {
  const textOf = (told: Told) => String(dataOf(told, 'TEXT_MESSAGE_START')?.messageId)
  const reasoningOf = (told: Told) => String(dataOf(told, 'REASONING_START')?.messageId)

  it('of the run already are emptied before it is replayed', async () => {
    const agent = await agents.start(SCRIPT)
    const first = await agent.run()
    const messages = [
      question,
      { id: 'tool', role: 'tool', toolCallId: 'c', content: '工具' },
      { id: reasoningOf(first), role: 'reasoning', content: '先' },
      { id: textOf(first), role: 'assistant', content: '一', name: '老师' },
    ]
    const told = await agent.run({ messages })
    expect(told.events.slice(0, 2)).toMatchObject([
      { id: undefined, data: { type: 'RUN_STARTED' } },
      { id: undefined, data: { type: 'MESSAGES_SNAPSHOT' } },
    ])
    expect(told.events[1]?.data?.messages).toEqual([
      messages[0],
      messages[1],
      { ...messages[2], content: '' },
      { ...messages[3], content: '' },
    ])
    expect(typesOf(told).filter((type) => type === 'MESSAGES_SNAPSHOT')).toHaveLength(1)
    expect(deltasOf(told, 'TEXT_MESSAGE_CONTENT')).toBe('一加一是二')
    // Resumed, it goes on after what they hold.
    expect(typesOf(await agent.run({ messages }, after(3)))).not.toContain('MESSAGES_SNAPSHOT')
  })

  it('are repeated with the whole state of the run where its single frames are no longer kept', async () => {
    const agent = await agents.start(SCRIPT)
    const first = await agent.run()
    // Whoever is ahead of the numbers has them jump.
    const ahead = await agent.server.parts.answerService.resume(agent.student.user.id, 'r1', 1000)
    await ahead.frames.return?.()
    const told = await agent.run({}, after(2))
    expect(typesOf(told)).toEqual([
      'RUN_STARTED',
      'MESSAGES_SNAPSHOT',
      'STEP_STARTED',
      'STEP_FINISHED',
      'RUN_FINISHED',
    ])
    expect(told.events[1]?.data?.messages).toEqual([
      question,
      { id: reasoningOf(first), role: 'reasoning', content: '先想再想' },
      { id: textOf(first), role: 'assistant', content: '一加一是二' },
    ])
    expect(ids(told)).toEqual([1001, 1002])
    const held = { id: textOf(first), role: 'assistant', content: '一' }
    const placed = await agent.run({ messages: [held, question] }, after(2))
    expect(placed.events[1]?.data?.messages).toEqual([
      { id: reasoningOf(first), role: 'reasoning', content: '先想再想' },
      { ...held, content: '一加一是二' },
      question,
    ])
  })

  it('are repeated in the midst of a run, and what is open goes on', async () => {
    const agent = await agents.start(SLOW)
    const reading = follow(agent.post(input()), ({ data }) => data?.type === 'TEXT_MESSAGE_CONTENT')
    await reading.seen
    const ahead = await agent.server.parts.answerService.resume(agent.student.user.id, 'r1', 500)
    await ahead.frames.return?.()
    const told = await reading.told
    const types = typesOf(told)
    const at = types.indexOf('MESSAGES_SNAPSHOT')
    expect(at).toBeGreaterThan(0)
    expect(types.filter((type) => type === 'TEXT_MESSAGE_START')).toHaveLength(1)
    const snapshot: unknown = told.events.find(({ data }) => data?.type === 'MESSAGES_SNAPSHOT')?.data
      ?.messages
    const held = Array.isArray(snapshot) ? String(Object(snapshot.at(-1)).content) : ''
    const rest = told.events.slice(told.events.findIndex(({ data }) => data?.type === 'MESSAGES_SNAPSHOT'))
    expect(held + deltasOf({ ...told, events: rest }, 'TEXT_MESSAGE_CONTENT')).toBe('一二三')
  })
})

describe('a thread', () => {
  it('is one of our sessions, or any name that a session is kept under', async () => {
    const agent = await agents.start(SCRIPT)
    const begun = await agent.student.call('POST', '/api/v1/learning/sessions', { title: '数学' })
    const own = Object(begun.body).id
    const sessionOf = async (threadId: string, runId: string) =>
      Object(dataOf(await agent.run({ threadId, runId }), 'RUN_FINISHED')?.result).session_id
    expect(await sessionOf(own, 'r1')).toBe(own)
    const named = await sessionOf('任何名字', 'r2')
    expect(named).not.toBe(own)
    expect(await sessionOf('任何名字', 'r3')).toBe(named)
    const other = await agent.server.login('李雷')
    const theirs = await read(
      await call(agent.server, other.headers, '/api/v1/agui', input({ threadId: own, runId: 'r1' })),
    )
    expect(Object(dataOf(theirs, 'RUN_FINISHED')?.result).session_id).not.toBe(own)
    await agent.student.call('DELETE', `/api/v1/learning/sessions/${named}`)
    expect(await sessionOf('任何名字', 'r4')).not.toBe(named)
  })

  it('that is new brings what was said before as the context, also for the questions after it', async () => {
    const agent = await agents.start(SCRIPT)
    const said = [
      { id: 's', role: 'system', content: '你是海盗' },
      {
        id: 'a',
        role: 'user',
        content: [
          { type: 'text', text: '我叫小明' },
          { type: 'image', source: { type: 'url', value: 'https://elsewhere/x.png' } },
        ],
      },
      { id: 'r', role: 'reasoning', content: '想' },
      { id: 'b', role: 'assistant', content: '你好，小明' },
    ]
    await agent.run({ messages: [...said, question] })
    expect(agent.model.requests[0]).toMatchObject({
      question: '一加一？',
      history: [{ question: '我叫小明', answer: '你好，小明' }],
    })
    // Where the thread is known only the last user message is read.
    await agent.run({
      runId: 'r2',
      messages: [
        { id: 'z', role: 'user', content: '别的' },
        { id: 'y', role: 'assistant', content: '不读' },
        { id: 'm2', role: 'user', content: '我叫什么？' },
      ],
    })
    expect(agent.model.requests[1]?.history).toMatchObject([
      { question: '我叫小明', answer: '你好，小明' },
      { question: '一加一？', answer: '一加一是二' },
    ])
  })

  it('takes mode, subject and about from forwardedProps', async () => {
    const agent = await agents.start(SCRIPT)
    const first = await agent.run()
    const { question_id: about } = Object(dataOf(first, 'RUN_FINISHED')?.result)
    await agent.run({ runId: 'r2', forwardedProps: { mode: 'hint', subject: '数学', about, more: 1 } })
    expect(agent.model.requests[1]).toMatchObject({ subject: '数学', task: { mode: 'hint', level: 1 } })
    for (const forwardedProps of [{ mode: 'nonsense' }, { about: 'nobody’s' }, { mode: 'similar' }]) {
      expect((await agent.run({ runId: 'r3', forwardedProps })).status).toBe(400)
    }
  })
})
