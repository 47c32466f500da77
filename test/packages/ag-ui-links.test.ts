import {
  agUiClient,
  chunk,
  finished,
  hear as heardBy,
  type Options,
  reason,
  started,
  text,
  textEnd,
  textStart,
  tool,
} from './ag-ui-agent'
import { aForeignProgramForEachTest, Foreign, type ForeignClient } from './client'

const on = aForeignProgramForEachTest()

function client(options: Options = {}, program = on.program): ForeignClient {
  return agUiClient(program, options)
}

const hear = (...events: (object | [object, number])[]): void => heardBy(on.program, events)

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

  test.each([500, 502, 503, 504])(
    'may be away for a while: a proxy that says so is a lost link, and left alone for as long as it asks: HTTP %i',
    async (status) => {
      const asked = client().ask()
      hear(started, textStart(), [text('一'), 1])
      on.program.phone.request.answer(200)
      await jest.advanceTimersByTimeAsync(300)
      const { requests } = on.program.phone
      on.program.phone.request.answer(status)
      expect(asked.stream.state).toBe('reconnecting')
      await jest.advanceTimersByTimeAsync(1000)
      expect(requests).toHaveLength(3)
      on.program.phone.request.answer(status, '', { 'Retry-After': '20' })
      await jest.advanceTimersByTimeAsync(19_900)
      expect(requests).toHaveLength(3)
      await jest.advanceTimersByTimeAsync(200)
      expect(requests).toHaveLength(4)
      hear(started, [finished, 2])
      expect(await asked.outcome()).toMatchObject({ text: '一' })
    },
  )

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

  test('has all of its attempts in the next run, though each link has a head and not a word', async () => {
    client().ask({ content: '?' }, { requestId: 'run-1' })
    hear(started, textStart(), [text('一'), 7])
    on.program.phone.hide()
    const program = new Foreign(on.program.phone)
    const asked = client({}, program).resume()
    for (let attempt = 0; attempt < 4; attempt += 1) {
      program.phone.request.head()
      program.phone.request.answer(200)
      await jest.advanceTimersByTimeAsync(6000)
    }
    expect(await asked.outcome()).toMatchObject({ code: 'WS_CONNECT_ERROR', partial: '一' })
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
