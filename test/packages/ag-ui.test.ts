import { aForeignProgramForEachTest, comment, event, Foreign, type ForeignClient } from './client'

const on = aForeignProgramForEachTest()
const URL = 'https://agent.test/agui'

interface Options {
  idempotent?: boolean
  stopUrl?: (runId: string) => string
}

function client(options: Options = {}, program = on.program): ForeignClient {
  return program.client((library) => library.agUiBackend({ url: URL, headers: { 'X-Key': 'k' }, ...options }))
}

const started = { type: 'RUN_STARTED', threadId: 't1', runId: 'r1' }
const textStart = (messageId = 'm1') => ({ type: 'TEXT_MESSAGE_START', messageId, role: 'assistant' })
const text = (delta: string, messageId = 'm1') => ({ type: 'TEXT_MESSAGE_CONTENT', messageId, delta })
const textEnd = (messageId = 'm1') => ({ type: 'TEXT_MESSAGE_END', messageId })
const chunk = (delta: string, messageId?: string) => ({
  type: 'TEXT_MESSAGE_CHUNK',
  role: 'assistant',
  messageId,
  delta,
})
const tool = { type: 'TOOL_CALL_START', toolCallId: 'c1', toolCallName: '查' }
const reason = { type: 'REASONING_MESSAGE_CONTENT', messageId: 'x', delta: '想' }
const finished = {
  type: 'RUN_FINISHED',
  threadId: 't1',
  runId: 'r1',
  result: { question_id: 'q1', answer_id: 'a1', session_id: 't1', finish_reason: 'stop' },
}

/** The last request hears these events; numbered ones by pairs. */
function hear(...events: (object | [object, number])[]): void {
  for (const each of events) {
    const [data, id] = Array.isArray(each) ? each : [each, undefined]
    on.program.phone.request.bytes(event(data, id))
  }
}

describe('an AG-UI agent', () => {
  test('is sent a run: its id, the thread, the history and the question', () => {
    client().ask(
      {
        content: '为什么？',
        image_urls: ['https://files.test/1.png'],
        session_id: 't9',
        subject: 'math',
        history: [{ role: 'assistant', content: '先看题' }],
      },
      { requestId: 'run-7' },
    )
    expect(on.program.phone.request.options.header).toMatchObject({
      'X-Key': 'k',
      Accept: 'text/event-stream',
    })
    expect(on.program.phone.request.body).toEqual({
      threadId: 't9',
      runId: 'run-7',
      state: {},
      messages: [
        { id: 'run-7-1', role: 'assistant', content: '先看题' },
        {
          id: 'run-7-question',
          role: 'user',
          content: [
            { type: 'text', text: '为什么？' },
            { type: 'image', source: { type: 'url', value: 'https://files.test/1.png' } },
          ],
        },
      ],
      tools: [],
      context: [],
      forwardedProps: { subject: 'math' },
    })
  })

  test('answers with steps, reasoning and text', async () => {
    const asked = client().ask()
    hear(
      started,
      { type: 'STEP_STARTED', stepName: 'reading_images' },
      { type: 'REASONING_START', messageId: 'x' },
      { type: 'REASONING_MESSAGE_CONTENT', messageId: 'x', delta: '想' },
      textStart(),
      text('等于 '),
      text('2'),
    )
    expect(asked.stream.state).toBe('streaming')
    hear(textEnd())
    expect(asked.stream.state).toBe('processing')
    hear(finished)
    expect(await asked.outcome()).toEqual({
      text: '等于 2',
      finishReason: 'stop',
      questionId: 'q1',
      answerId: 'a1',
      sessionId: 't1',
    })
    expect([asked.shown, asked.reasoning]).toEqual(['等于 2', '想'])
    expect(asked.events).toContainEqual({ type: 'status', stage: 'reading_images' })
    expect([jest.getTimerCount(), on.program.phone.listening]).toEqual([0, 0])
  })

  test('several messages of one run are one answer, with a blank line between', async () => {
    const asked = client().ask()
    hear(started, textStart(), text('先'), textEnd())
    expect(asked.stream.state).toBe('processing')
    hear(tool, textStart('m2'), text('后', 'm2'))
    expect(asked.stream.state).toBe('streaming')
    hear(textEnd('m2'), finished)
    expect(await asked.outcome()).toMatchObject({ text: '先\n\n后' })
    expect(asked.shown).toBe('先\n\n后')
  })

  test.each([
    [
      'a message that is opened again is no new one',
      [textStart(), text('一'), textEnd(), textStart(), text('二'), textEnd()],
      '一二',
    ],
    ['nor are chunks with a tool between', [chunk('一', 'm1'), tool, chunk('二', 'm1')], '一二'],
    [
      'of two that are open nothing is lost',
      [textStart(), textStart('m2'), text('一'), textEnd(), text('二', 'm2'), textEnd('m2')],
      '一\n\n二',
    ],
    [
      'two may take turns',
      [textStart(), text('一'), textStart('m2'), text('二', 'm2'), text('三')],
      '一\n\n二\n\n三',
    ],
    ['one without words is none', [textStart('m0'), textEnd('m0'), textStart(), text('一')], '一'],
    ['nor is one that is not the agent’s', [{ ...textStart('u'), role: 'user' }, text('问', 'u')], ''],
    ['words of one that never began are words', [textStart(), text('一'), text('二', 'm2')], '一\n\n二'],
  ])('loses and joins no text in whatever order it comes: %s', async (_what, events, whole) => {
    const asked = client().ask()
    hear(started, ...events, finished)
    expect(await asked.outcome()).toMatchObject({ text: whole })
    expect(asked.shown).toBe(whole)
  })

  test('writes until the last of its open messages has ended', () => {
    const asked = client().ask()
    hear(started, textStart(), textStart('m2'), text('一'), text('二', 'm2'), textEnd())
    expect(asked.stream.state).toBe('streaming')
    hear(textEnd('m2'))
    expect(asked.stream.state).toBe('processing')
  })

  test.each([
    ['interrupt', { outcome: { type: 'interrupt', interrupts: [] } }],
    ['stopped', { outcome: { type: 'cancelled' } }],
    ['stop', { outcome: { type: 'success' } }],
    ['stop', {}],
    ['length', { outcome: { type: 'interrupt' }, result: { finish_reason: 'length' } }],
  ])('may end otherwise than with all said: %s by %j', async (finishReason, ending) => {
    const asked = client().ask()
    hear(started, textStart(), text('一'), { type: 'RUN_FINISHED', threadId: 't1', runId: 'r1', ...ending })
    expect(await asked.outcome()).toMatchObject({ text: '一', finishReason })
  })

  test('may send its text as chunks', async () => {
    const asked = client().ask()
    hear(started, chunk('一', 'm1'), chunk('二'), chunk('三', 'm2'))
    expect(asked.stream.state).toBe('streaming')
    hear(tool)
    expect(asked.stream.state).toBe('processing')
    hear(finished)
    expect(await asked.outcome()).toMatchObject({ text: '一二\n\n三' })
  })

  test('that is silent but for comments and what means nothing here is alive', async () => {
    const asked = client().ask()
    hear(started, textStart(), text('一'))
    for (let minute = 0; minute < 5; minute += 1) {
      await jest.advanceTimersByTimeAsync(60000)
      if (minute % 2 === 0) on.program.phone.request.bytes(comment)
      else hear({ type: 'STATE_DELTA', delta: [] })
    }
    expect(await asked.outcome()).toBe('pending')
    await jest.advanceTimersByTimeAsync(90000)
    expect(await asked.outcome()).toMatchObject({ code: 'WS_MESSAGE_TIMEOUT', partial: '一' })
  })

  test('has 120 s after the text', async () => {
    const asked = client().ask()
    hear(started, textStart(), text('一'), textEnd())
    await jest.advanceTimersByTimeAsync(119000)
    expect(await asked.outcome()).toBe('pending')
    await jest.advanceTimersByTimeAsync(1000)
    expect(await asked.outcome()).toMatchObject({ code: 'WS_PROCESSING_TIMEOUT', partial: '一' })
  })

  test('that fails says so: with its words where it has a code, else without', async () => {
    const named = client().ask()
    hear(started, {
      type: 'RUN_ERROR',
      code: 'OVERLOADED',
      message: '人太多了',
      metadata: { retryable: true, retry_after_ms: 3000 },
    })
    expect(await named.outcome()).toMatchObject({
      code: 'OVERLOADED',
      message: '人太多了',
      retryable: true,
      retryAfterMs: 3000,
    })
    const nameless = client().ask()
    hear(started, { type: 'RUN_ERROR', message: 'secret' })
    const error = await nameless.outcome()
    expect(error).toMatchObject({ code: 'SERVER_ERROR' })
    expect(String(error)).not.toMatch(/secret/)
  })
})

describe('a snapshot of a whole thread', () => {
  const question = { id: 'r1-question', role: 'user', content: '?' }
  const says = (content: string, id = 'm1') => ({ id, role: 'assistant', content })
  const thinks = (content: string, id = 'x1') => ({ id, role: 'reasoning', content })
  const before = [{ id: 'u0', role: 'user', content: '旧问' }, thinks('旧想', 'x0'), says('旧答', 'm0')]
  const thread = (...messages: object[]) => ({
    type: 'MESSAGES_SNAPSHOT',
    messages: [...before, question, ...messages],
  })
  const ofAnotherId = {
    type: 'MESSAGES_SNAPSHOT',
    messages: [...before, { ...question, id: 'u1' }, says('一')],
  }

  test.each([
    ['in place of events', [thread(says('一'), says('二', 'm2'))], '一\n\n二'],
    ['behind the text', [textStart(), text('一'), textEnd(), thread(says('一二'))], '一二'],
    ['with a question that the agent named itself', [ofAnotherId], '一'],
    ['of what was before, at the start', [thread(), textStart(), text('一')], '一'],
    ['with a message that goes on', [thread(says('一')), textStart(), text('二')], '一二'],
    ['before another message', [thread(says('一')), textStart('m2'), text('二', 'm2')], '一\n\n二'],
    ['with one that only calls a tool', [thread(says('', 'm0')), textStart(), text('一')], '一'],
  ])('is read from the question on: %s', async (_what, events, whole) => {
    const asked = client().ask({ content: '?' }, { requestId: 'r1' })
    hear(started, ...events, finished)
    expect(await asked.outcome()).toMatchObject({ text: whole })
    expect(asked.shown).toBe(whole)
  })

  test('brings the reasoning too', () => {
    const asked = client().ask({ content: '?' }, { requestId: 'r1' })
    hear(started, thread(thinks('想'), says('一')))
    expect(asked.events).toContainEqual({ type: 'replace', text: '一', reasoning: '想' })
  })
})

describe('an agent that numbers its events', () => {
  test('goes on after the last one where the link broke', async () => {
    const asked = client().ask()
    hear(started, [textStart(), 1], [text('一'), 2])
    on.program.phone.request.answer(200)
    expect(asked.stream.state).toBe('reconnecting')
    await jest.advanceTimersByTimeAsync(300)
    expect(on.program.phone.requests).toHaveLength(2)
    expect(on.program.phone.request.options.header).toMatchObject({ 'Last-Event-ID': '2' })
    hear(started, textStart(), [text('二'), 3], [textEnd(), 4], [finished, 5])
    expect(await asked.outcome()).toMatchObject({ text: '一二' })
    expect(asked.shown).toBe('一二')
  })

  test('may be away for a while: a proxy that says so is a lost link', async () => {
    const asked = client().ask()
    hear(started, textStart(), [text('一'), 1])
    on.program.phone.request.answer(200)
    await jest.advanceTimersByTimeAsync(300)
    on.program.phone.request.answer(502)
    expect(asked.stream.state).toBe('reconnecting')
    await jest.advanceTimersByTimeAsync(1000)
    hear(started, [finished, 2])
    expect(await asked.outcome()).toMatchObject({ text: '一' })
  })

  test('may give a snapshot instead: all of the text anew', async () => {
    const asked = client().ask({ content: '?', history: [{ role: 'assistant', content: '旧' }] })
    hear(started, textStart(), [text('一'), 1])
    on.program.phone.request.answer(200)
    await jest.advanceTimersByTimeAsync(300)
    const { messages } = on.program.phone.request.body as { messages: object[] }
    hear(
      started,
      [
        {
          type: 'MESSAGES_SNAPSHOT',
          messages: [...messages, { id: 'm1', role: 'assistant', content: '一二三' }],
        },
        9,
      ],
      textStart(),
      [text('四'), 10],
      [finished, 11],
    )
    expect(await asked.outcome()).toMatchObject({ text: '一二三四' })
    expect(asked.shown).toBe('一二三四')
  })

  test.each([
    ['opens again what was open', [started, textStart()]],
    ['only tells on', []],
  ])(
    'is gone on with by the next run of the program, from the text that was held: it %s',
    async (_how, again) => {
      client().ask({ content: '?' }, { requestId: 'run-1' })
      hear(started, textStart(), [text('一'), 'x-7' as never])
      on.program.phone.hide()
      const program = new Foreign(on.program.phone)
      const next = client({}, program)
      expect(next.client.unfinished()).toMatchObject([
        { requestId: 'run-1', input: { content: '?' }, after: 'x-7', text: '一' },
      ])
      const asked = next.resume()
      expect(program.phone.request.options.header).toMatchObject({ 'Last-Event-ID': 'x-7' })
      expect(program.phone.request.body).toMatchObject({ runId: 'run-1' })
      hear(...again, [text('二'), 8], [finished, 9])
      expect(await asked.outcome()).toMatchObject({ text: '一二' })
      expect(asked.shown).toBe('一二')
      expect(next.client.unfinished()).toEqual([])
    },
  )

  test('is gone on with also where the program was killed at once, without a word, after the first number', () => {
    client().ask({ content: '?' }, { requestId: 'run-1' })
    hear(started, textStart(), [text('一'), 7])
    jest.clearAllTimers()
    const next = client({}, new Foreign(on.program.phone))
    expect(next.client.unfinished()).toMatchObject([{ requestId: 'run-1', after: '7', text: '一' }])
  })

  test('is asked again by the next run where no position was held: it tells its text anew', async () => {
    const settings = { idempotent: true }
    client(settings).ask({ content: '?' }, { requestId: 'run-1' })
    hear(started, textStart())
    // Something is written down every two seconds.
    await jest.advanceTimersByTimeAsync(3000)
    hear(text('一'))
    on.program.phone.hide()
    const program = new Foreign(on.program.phone)
    const next = client(settings, program)
    expect(next.client.unfinished()).toMatchObject([{ requestId: 'run-1', after: '', text: '' }])
    const asked = next.resume()
    expect(program.phone.request.options.header).not.toHaveProperty('Last-Event-ID')
    hear(started, textStart(), [text('一'), 1], [text('二'), 2], [finished, 3])
    expect(await asked.outcome()).toMatchObject({ text: '一二' })
    expect(asked.shown).toBe('一二')
  })

  test('is reconnected to after a long time in the background', async () => {
    const asked = client().ask()
    hear(started, textStart(), [text('一'), 1])
    on.program.phone.hide()
    await jest.advanceTimersByTimeAsync(3600000)
    on.program.phone.show()
    expect(on.program.phone.requests).toHaveLength(2)
    hear(started, textStart(), [text('二'), 2], [finished, 3])
    expect(await asked.outcome()).toMatchObject({ text: '一二' })
  })
})

describe('an agent that numbers nothing', () => {
  test('is never sent a run twice: a lost link ends the answer, and its text is kept', async () => {
    const asked = client().ask()
    hear(started, textStart(), text('一'))
    on.program.phone.request.fail()
    expect(await asked.outcome()).toMatchObject({ code: 'WS_CLOSED', partial: '一' })
    const before = client().ask()
    on.program.phone.request.fail()
    expect(await before.outcome()).toMatchObject({ code: 'WS_CONNECT_ERROR' })
    await jest.advanceTimersByTimeAsync(60000)
    expect(on.program.phone.requests).toHaveLength(2)
    expect(client().client.unfinished()).toEqual([])
  })

  test('but knows its runs is sent the same run again, and what it replays is not shown twice', async () => {
    const asked = client({ idempotent: true }).ask()
    hear(started, reason, textStart(), text('一二'))
    on.program.phone.request.fail()
    expect(asked.stream.state).toBe('reconnecting')
    await jest.advanceTimersByTimeAsync(300)
    const [first, second] = on.program.phone.requests
    expect(second?.body).toEqual(first?.body)
    expect(second?.options.header).not.toHaveProperty('Last-Event-ID')
    hear(started, reason, textStart(), text('一'), text('二三'), text('四'), textEnd(), finished)
    expect(await asked.outcome()).toMatchObject({ text: '一二三四' })
    expect([asked.shown, asked.reasoning]).toEqual(['一二三四', '想'])
  })

  test('and replays chunks is understood as well', async () => {
    const asked = client({ idempotent: true }).ask()
    hear(started, chunk('一', 'm1'))
    on.program.phone.request.fail()
    await jest.advanceTimersByTimeAsync(300)
    hear(started, chunk('一', 'm1'), chunk('二'), finished)
    expect(await asked.outcome()).toMatchObject({ text: '一二' })
    expect(asked.shown).toBe('一二')
  })

  test('and replays something else is believed', async () => {
    const asked = client({ idempotent: true }).ask()
    hear(started, textStart(), text('一二'))
    on.program.phone.request.fail()
    await jest.advanceTimersByTimeAsync(300)
    hear(started, textStart(), text('一'), text('三'), finished)
    expect(await asked.outcome()).toMatchObject({ text: '一三' })
    expect(asked.shown).toBe('一三')
  })
})

describe('an answer that is come back to', () => {
  const step = { type: 'STEP_STARTED', stepName: 'reading_images' }

  /** Link after link hears the same for 10 s, until so many milliseconds are over. */
  async function hearAgainAndAgain(events: readonly object[], duration: number): Promise<void> {
    for (let passed = 0; passed < duration; passed += 15_000) {
      hear(...events)
      await jest.advanceTimersByTimeAsync(10_000)
      on.program.phone.request.fail()
      await jest.advanceTimersByTimeAsync(5000)
    }
  }

  test.each([
    ['that it has begun', [started]],
    ['a step', [started, step]],
    ['tools', [started, tool, tool]],
    ['reasoning', [started, reason]],
    ['a beginning', [started, step, tool, reason, textStart(), text('一')]],
  ])('ends where each link tells no more than the last one: %s', async (_what, events) => {
    const asked = client({ idempotent: true }).ask()
    await hearAgainAndAgain(events, 75_000)
    expect(await asked.outcome()).toBe('pending')
    await hearAgainAndAgain(events, 30_000)
    expect(await asked.outcome()).toMatchObject({ code: 'WS_MESSAGE_TIMEOUT' })
  })

  test('ends also where all of the text is told each time, and never the end', async () => {
    const asked = client({ idempotent: true }).ask()
    const whole = [started, textStart(), text('一'), textEnd()]
    await hearAgainAndAgain(whole, 105_000)
    expect(await asked.outcome()).toBe('pending')
    await hearAgainAndAgain(whole, 30_000)
    expect(await asked.outcome()).toMatchObject({ code: 'WS_PROCESSING_TIMEOUT', partial: '一' })
  })

  test('ends where each link only opens again what was open at its number', async () => {
    const asked = client().ask()
    hear(started, textStart(), [text('一'), 1])
    on.program.phone.request.fail()
    await jest.advanceTimersByTimeAsync(300)
    await hearAgainAndAgain([started, textStart()], 120_000)
    expect(await asked.outcome()).toMatchObject({ code: 'WS_MESSAGE_TIMEOUT', partial: '一' })
  })

  test.each([
    ['without numbers', (at: number) => Array.from({ length: at }, () => tool)],
    ['with numbers', (at: number) => [[tool, at]]],
  ] as [string, (at: number) => (object | [object, number])[]][])(
    'goes on as long as each link tells more than the last one: %s',
    async (_how, events) => {
      const asked = client({ idempotent: true }).ask()
      for (let link = 1; link <= 20; link += 1) await hearAgainAndAgain([started, ...events(link)], 1)
      hear(started, ...events(21), textStart(), text('一'), finished)
      expect(await asked.outcome()).toMatchObject({ text: '一' })
    },
  )
})

describe('a stop', () => {
  test('is told where the agent says how, and its last word is waited for', async () => {
    const asked = client({ stopUrl: (runId) => `${URL}/${runId}/stop` }).ask(
      { content: '?' },
      { requestId: 'r1' },
    )
    hear(started, textStart(), [text('一'), 1])
    const run = on.program.phone.request
    asked.stream.stop()
    await jest.advanceTimersByTimeAsync(0)
    expect(on.program.phone.request.options).toMatchObject({
      url: `${URL}/r1/stop`,
      method: 'POST',
      header: { 'X-Key': 'k' },
    })
    on.program.phone.request.answer(200, {})
    run.bytes(event({ ...finished, result: { ...finished.result, finish_reason: 'stopped' } }, 2))
    expect(await asked.outcome()).toMatchObject({ text: '一', finishReason: 'stopped', answerId: 'a1' })
    expect(run.aborted).toBe(true)
  })

  test('that could not be told waits for the network', async () => {
    const asked = client({ stopUrl: (runId) => `${URL}/${runId}/stop` }).ask(
      { content: '?' },
      { requestId: 'r1' },
    )
    hear(started, textStart(), [text('一'), 1])
    asked.stream.stop()
    await jest.advanceTimersByTimeAsync(3000)
    expect(await asked.outcome()).toMatchObject({ finishReason: 'stopped' })
    on.program.phone.request.fail()
    await jest.advanceTimersByTimeAsync(0)
    on.program.phone.network(true)
    await jest.advanceTimersByTimeAsync(0)
    expect(on.program.phone.requests).toHaveLength(3)
    on.program.phone.request.answer(200, {})
    await jest.advanceTimersByTimeAsync(0)
    expect(on.program.phone.listening).toBe(0)
  })

  test('ends the answer here where the agent cannot be told', async () => {
    const asked = client().ask()
    hear(started, textStart(), [text('一'), 1])
    asked.stream.stop()
    expect(await asked.outcome()).toMatchObject({ text: '一', finishReason: 'stopped' })
    expect(on.program.phone.request.aborted).toBe(true)
    expect(on.program.phone.requests).toHaveLength(1)
  })
})
