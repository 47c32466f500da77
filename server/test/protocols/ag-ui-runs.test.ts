import fc from 'fast-check'
import { ModelError } from '../../src/model/model'
import { finishes, says, wait } from '../support/script-model'
import { after, agentsForEachTest, dataOf, ids, input, SCRIPT, SLOW, spoken } from './agent'
import { call, deltasOf, read, type StreamEvent, type Told, typesOf } from './event-stream'

const agents = agentsForEachTest()

/** What is open after these events, as a client knows it. */
function openAfter(events: readonly StreamEvent[]): string[] {
  const open = new Set<string>()
  for (const { data } of events) {
    const match = /^(STEP|REASONING|REASONING_MESSAGE|TEXT_MESSAGE)_(START|END|STARTED|FINISHED)$/.exec(
      data?.type ?? '',
    )
    if (match === null) continue
    const name = `${match[1]} ${String(data?.stepName ?? data?.messageId)}`
    if (match[2]?.startsWith('START')) open.add(name)
    else open.delete(name)
  }
  return [...open]
}

describe('a run', () => {
  it('tells the answer from RUN_STARTED to RUN_FINISHED, each frame with its number on its last event', async () => {
    const agent = await agents.start(SCRIPT)
    const told = await agent.run()
    expect(told.headers.get('content-type')).toMatch(/^text\/event-stream/)
    expect(typesOf(told).filter((type) => !type.endsWith('_CONTENT'))).toEqual([
      'RUN_STARTED',
      'STEP_STARTED',
      'REASONING_START',
      'REASONING_MESSAGE_START',
      'STEP_FINISHED',
      'REASONING_MESSAGE_END',
      'REASONING_END',
      'TEXT_MESSAGE_START',
      'REASONING_START',
      'REASONING_MESSAGE_START',
      'REASONING_MESSAGE_END',
      'REASONING_END',
      'TEXT_MESSAGE_END',
      'STEP_STARTED',
      'STEP_FINISHED',
      'RUN_FINISHED',
    ])
    expect(told.events[0]?.data).toEqual({ type: 'RUN_STARTED', threadId: 't1', runId: 'r1' })
    expect([deltasOf(told, 'REASONING_MESSAGE_CONTENT'), deltasOf(told, 'TEXT_MESSAGE_CONTENT')]).toEqual([
      '先想再想',
      '一加一是二',
    ])
    expect(told.events.flatMap(({ data }) => data?.stepName ?? [])).toEqual([
      'thinking',
      'thinking',
      'saving',
      'saving',
    ])
    expect(dataOf(told, 'TEXT_MESSAGE_START')?.messageId).not.toBe(
      dataOf(told, 'REASONING_MESSAGE_START')?.messageId,
    )
    expect(ids(told)).toEqual(ids(told).map((_, index) => index + 1))
    for (const { data, id } of told.events) {
      if (data?.type.endsWith('_CONTENT') || data?.type === 'RUN_FINISHED') expect(id).toBeDefined()
    }
    expect(dataOf(told, 'RUN_FINISHED')).toEqual({
      type: 'RUN_FINISHED',
      threadId: 't1',
      runId: 'r1',
      result: {
        question_id: expect.any(String),
        answer_id: expect.any(String),
        session_id: expect.any(String),
        finish_reason: 'stop',
        usage: { prompt_tokens: 7, completion_tokens: 5, total_tokens: 12 },
      },
    })
    expect(told.torn).toBe(false)
  })

  it('that exists is attached to and replayed: the model is asked once, and no session is begun under its threadId', async () => {
    const agent = await agents.start(SCRIPT)
    const [first, second] = await Promise.all([agent.run(), agent.run({ threadId: 'other' })])
    expect(second.events[0]?.data).toMatchObject({ threadId: 'other', runId: 'r1' })
    expect(deltasOf(second, 'TEXT_MESSAGE_CONTENT')).toBe('一加一是二')
    expect(dataOf(second, 'RUN_FINISHED')?.result).toEqual(dataOf(first, 'RUN_FINISHED')?.result)
    // Nothing of the body is read of a run that is known.
    expect(typesOf(await agent.run({ messages: [] })).at(-1)).toBe('RUN_FINISHED')
    expect(agent.model.requests).toHaveLength(1)
    const sessions = await agent.student.call('GET', '/api/v1/learning/sessions')
    expect(sessions.body).toMatchObject({ total: 1 })
  })

  it('goes on after any of its events, and opens again exactly what was open there', async () => {
    const agent = await agents.start(SCRIPT)
    const whole = spoken(await agent.run())
    const numbers = ids(whole)
    for (const number of numbers.slice(0, -1)) {
      const at = whole.events.findIndex(({ id }) => id === String(number))
      const open = openAfter(whole.events.slice(0, at + 1))
      const byHeader = await agent.run({}, after(number))
      const byQuery = await read(await agent.post(input(), {}, `?after=${number}`))
      for (const told of [byHeader, byQuery].map(spoken)) {
        expect(told.events[0]?.data).toEqual(whole.events[0]?.data)
        expect(openAfter(told.events.slice(1, 1 + open.length)).sort()).toEqual([...open].sort())
        expect(ids(told)).toEqual(numbers.filter((each) => each > number))
        expect(told.events.slice(1 + open.length).map(({ text }) => text)).toEqual(
          whole.events.slice(at + 1).map(({ text }) => text),
        )
      }
    }
    expect(agent.model.requests).toHaveLength(1)
  })

  it('at or behind its last event is its beginning and its end, under the number that the end has', async () => {
    const agent = await agents.start(SCRIPT)
    const last = ids(await agent.run()).at(-1) ?? 0
    for (const position of [last, last + 1, last + 1000, last]) {
      const told = await agent.run({}, after(position))
      expect(typesOf(told)).toEqual(['RUN_STARTED', 'RUN_FINISHED'])
      expect(ids(told)).toEqual([last])
    }
  })

  it('loses nothing however often its connection is cut', async () => {
    const agent = await agents.start(SCRIPT)
    await fc.assert(
      fc.asyncProperty(
        fc.uuid(),
        fc.array(fc.integer({ min: 1, max: 8 }), { maxLength: 6 }),
        async (runId, cuts) => {
          let text = ''
          let seen = 0
          const take = (told: Told) => {
            for (const { id, data } of told.events) {
              if (data?.type === 'TEXT_MESSAGE_CONTENT') text += String(data.delta)
              if (id !== undefined) seen = Number(id)
            }
          }
          for (const cut of cuts) {
            let left = cut
            const response = await agent.post(input({ runId }), seen === 0 ? {} : after(seen))
            if (seen === 0) text = ''
            take(await read(response, ({ id }) => id !== undefined && --left === 0))
          }
          if (seen === 0) text = ''
          const last = await read(await agent.post(input({ runId }), seen === 0 ? {} : after(seen)))
          take(last)
          expect([typesOf(last).at(-1), text]).toEqual(['RUN_FINISHED', '一加一是二'])
        },
      ),
      { numRuns: 12 },
    )
  })

  it('fills silence with comments, and is written on when its reader goes', async () => {
    const agent = await agents.start([wait(400), says('好'), finishes()])
    const told = await read(await agent.post(input()), ({ text }) => text.startsWith(':'))
    expect(told.events.at(-1)?.text).toBe(': keepalive')
    const again = await agent.run()
    expect(deltasOf(again, 'TEXT_MESSAGE_CONTENT')).toBe('好')
    expect(agent.model.requests).toHaveLength(1)
  })

  it('is torn where the server goes down before its end, and RUN_ERROR is not said', async () => {
    const agent = await agents.start(SLOW)
    const reading = agent.post(input()).then((response) => read(response))
    await agent.asked()
    await agent.server.parts.answerService.drain(0)
    const told = await reading
    expect(told.torn).toBe(true)
    expect(typesOf(told)).not.toContain('RUN_ERROR')
  })

  it('that fails ends with RUN_ERROR in words for a agent.student, and is taken up when it is asked for again', async () => {
    const away = new ModelError('MODEL_UNAVAILABLE', 'upstream says 502', true, { retryAfterMs: 2000 })
    const agent = await agents.start([says('一'), wait(30), away], [says('二'), finishes()])
    const told = await agent.run()
    expect(told.events.at(-1)).toMatchObject({
      id: undefined,
      data: { type: 'RUN_ERROR', code: 'MODEL_UNAVAILABLE', metadata: { retryable: true } },
    })
    expect(String(dataOf(told, 'RUN_ERROR')?.message)).not.toContain('502')
    expect(told.torn).toBe(false)
    const last = ids(told).at(-1) ?? 0
    expect(typesOf(await agent.run({}, after(last)))).toEqual(['RUN_STARTED', 'RUN_ERROR'])
    const again = await agent.run()
    expect(deltasOf(again, 'TEXT_MESSAGE_CONTENT')).toBe('一二')
    expect(typesOf(again).at(-1)).toBe('RUN_FINISHED')
  })

  it('is stopped by a call, and what was written is kept', async () => {
    const agent = await agents.start([says('一'), 'hang', finishes()])
    const reading = read(await agent.post(input()))
    await agent.asked()
    const stopped = await read(await call(agent.server, agent.student.headers, '/api/v1/agui/r1/stop', {}))
    expect([stopped.status, stopped.body]).toEqual([200, { ok: true }])
    const told = await reading
    expect(dataOf(told, 'RUN_FINISHED')).toMatchObject({ result: { finish_reason: 'stopped' } })
    expect(dataOf(told, 'RUN_FINISHED')).not.toHaveProperty('outcome')
    const unknown = await read(await call(agent.server, agent.student.headers, '/api/v1/agui/never/stop', {}))
    expect([unknown.status, unknown.body]).toMatchObject([404, { code: 'STREAM_NOT_FOUND' }])
    const long = encodeURIComponent('题'.repeat(128))
    expect((await call(agent.server, agent.student.headers, `/api/v1/agui/${long}/stop`, {})).status).toBe(
      404,
    )
  })

  it('is read along with a phone, and neither takes the place of the other', async () => {
    const agent = await agents.start(SLOW)
    const reading = Promise.all([agent.run(), agent.run()])
    const along = await agent.server.parts.answerService.ask(agent.student.user.id, {
      requestId: 'r1',
      params: { content: 'x' },
    })
    const frames = []
    for await (const frame of along.frames) frames.push(frame)
    for (const told of await reading) expect(typesOf(told).at(-1)).toBe('RUN_FINISHED')
    expect(frames.at(-1)).toMatchObject({ type: 'done' })
  })
})
