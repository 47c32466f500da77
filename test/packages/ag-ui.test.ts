import {
  agUiClient,
  chunk,
  finished,
  hear as heardBy,
  type Options,
  started,
  text,
  textEnd,
  textStart,
  tool,
} from './ag-ui-agent'
import { aForeignProgramForEachTest, comment, type ForeignClient } from './client'

const on = aForeignProgramForEachTest()

function client(options: Options = {}, program = on.program): ForeignClient {
  return agUiClient(program, options)
}

const hear = (...events: (object | [object, number])[]): void => heardBy(on.program, events)

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

  test.each([
    [
      "of this server's result",
      { result: { usage: { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3 } } },
      1,
      2,
      3,
    ],
    [
      'of a run of several models',
      {
        usage: [
          { model: 'a', inputTokens: 10, outputTokens: 5, reasoningTokens: 2 },
          { inputTokens: 1, outputTokens: 2 },
        ],
      },
      11,
      7,
      18,
    ],
  ])('tells the usage %s', async (_whose, given, prompt, completion, total) => {
    const asked = client().ask()
    hear(started, textStart(), text('2'), textEnd(), { ...finished, result: {}, ...given })
    const usage = { prompt_tokens: prompt, completion_tokens: completion, total_tokens: total }
    expect(await asked.outcome()).toMatchObject({ usage })
  })

  test.each([[[]], [[{ model: 'a' }]], [[{ inputTokens: -1, outputTokens: 2 }]], ['many'], [null]])(
    'tells none where none is told: %j',
    async (usage) => {
      const asked = client().ask()
      hear(started, textStart(), text('2'), textEnd(), { ...finished, result: {}, usage })
      expect(await asked.outcome()).not.toHaveProperty('usage')
    },
  )

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
    [
      'what a subagent says is for its agent',
      [
        textStart(),
        text('一'),
        { ...textStart('m2'), subagentRunId: 's' },
        { ...text('草稿', 'm2'), subagentRunId: 's' },
        { ...chunk('草稿', 'm3'), subagentRunId: 's' },
        { ...textEnd('m2'), subagentRunId: 's' },
        text('二'),
        {
          type: 'MESSAGES_SNAPSHOT',
          messages: [
            { id: 'u', role: 'user', content: '1+1?' },
            { id: 'm2', role: 'assistant', content: '草稿', subagentRunId: 's' },
            { id: 'm1', role: 'assistant', content: '一二三' },
          ],
        },
      ],
      '一二三',
    ],
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
