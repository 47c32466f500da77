import { aForeignProgramForEachTest, event, Foreign, type ForeignClient } from './client'

const on = aForeignProgramForEachTest()
const URL = 'https://model.test/v1/chat/completions'

function client(program = on.program): ForeignClient {
  return program.client((library) =>
    library.chatCompletionsBackend({ url: URL, model: 'm', headers: { Authorization: 'Bearer k' } }),
  )
}

const delta = (content: string) => ({ choices: [{ delta: { content } }] })
const finish = (reason = 'stop') => ({ choices: [{ delta: {}, finish_reason: reason }] })

/** The last request hears these events. */
function hear(...events: (object | string)[]): void {
  for (const each of events) on.program.phone.request.bytes(event(each))
}

/** An answer of which the words have come. */
function answering(...words: string[]) {
  const asked = client().ask()
  hear(...words.map(delta))
  return asked
}

describe('a chat-completions endpoint', () => {
  test('is asked by one request with the history before the question', () => {
    client().ask({
      content: '这一步呢？',
      image_urls: ['https://files.test/1.png'],
      history: [{ role: 'system', content: '你是老师' }],
    })
    expect(on.program.phone.request.options).toMatchObject({
      url: URL,
      method: 'POST',
      enableChunked: true,
      header: { Authorization: 'Bearer k', Accept: 'text/event-stream', 'Content-Type': 'application/json' },
    })
    expect(on.program.phone.request.body).toEqual({
      model: 'm',
      messages: [
        { role: 'system', content: '你是老师' },
        {
          role: 'user',
          content: [
            { type: 'text', text: '这一步呢？' },
            { type: 'image_url', image_url: { url: 'https://files.test/1.png' } },
          ],
        },
      ],
      stream: true,
      stream_options: { include_usage: true },
    })
  })

  test('is not asked for the usage where it would refuse that', () => {
    on.program.client((library) => library.chatCompletionsBackend({ url: URL, usage: false })).ask()
    expect(on.program.phone.request.body).toEqual({
      messages: [{ role: 'user', content: '1+1?' }],
      stream: true,
    })
  })

  test('answers with text, reasoning and usage', async () => {
    const asked = client().ask()
    const { request } = on.program.phone
    request.bytes(event({ choices: [{ delta: { reasoning_content: '想一想' } }] }))
    request.bytes(event(delta('等于 ')))
    request.bytes(event(delta('2')))
    request.bytes(event(finish('length')))
    expect(asked.stream.state).toBe('processing')
    request.bytes(event({ choices: [], usage: { prompt_tokens: 3, completion_tokens: 4, total_tokens: 7 } }))
    request.bytes(event('[DONE]'))
    expect(await asked.outcome()).toEqual({
      text: '等于 2',
      finishReason: 'length',
      usage: { prompt_tokens: 3, completion_tokens: 4, total_tokens: 7 },
    })
    expect([asked.shown, asked.reasoning]).toEqual(['等于 2', '想一想'])
    expect([jest.getTimerCount(), on.program.phone.listening, request.aborted]).toEqual([0, 0, true])
  })

  test.each([
    ['[DONE]', () => on.program.phone.request.bytes(event('[DONE]'))],
    [
      'the response after a finish_reason',
      () => {
        on.program.phone.request.bytes(event(finish()))
        on.program.phone.request.answer(200)
      },
    ],
  ])('is at its end with %s', async (_, end) => {
    const asked = answering('2')
    end()
    expect(await asked.outcome()).toMatchObject({ text: '2', finishReason: 'stop' })
  })

  test('gives what was written where it breaks off, and is never asked again', async () => {
    const asked = answering('写到一')
    on.program.phone.request.answer(200)
    expect(await asked.outcome()).toMatchObject({ code: 'WS_CLOSED', partial: '写到一', retryable: true })
    await jest.advanceTimersByTimeAsync(60000)
    expect(on.program.phone.requests).toHaveLength(1)
  })

  test('is never asked a second time, whatever the network and the program do', async () => {
    const asked = answering('一')
    const { phone } = on.program
    phone.network(false)
    phone.network(true)
    phone.weak(false)
    phone.hide()
    await jest.advanceTimersByTimeAsync(60000)
    phone.show()
    await jest.advanceTimersByTimeAsync(30000)
    phone.request.bytes(event(delta('二')))
    phone.request.bytes(event('[DONE]'))
    expect(await asked.outcome()).toMatchObject({ text: '一二' })
    expect(phone.requests).toHaveLength(1)
  })

  test('that cannot be reached is told so, once', async () => {
    const asked = client().ask()
    on.program.phone.request.fail()
    expect(await asked.outcome()).toMatchObject({ code: 'WS_CONNECT_ERROR', retryable: true })
    await jest.advanceTimersByTimeAsync(60000)
    expect(on.program.phone.requests).toHaveLength(1)
  })

  test('may take its time with the head of its answer; after 90 s of silence it is given up', async () => {
    const asked = client().ask()
    await jest.advanceTimersByTimeAsync(89000)
    expect(await asked.outcome()).toBe('pending')
    await jest.advanceTimersByTimeAsync(1000)
    expect(await asked.outcome()).toMatchObject({ code: 'WS_MESSAGE_TIMEOUT' })
    expect(on.program.phone.request.aborted).toBe(true)
  })

  test('is not told of a stop, which ends the answer here at once', async () => {
    const asked = answering('写到')
    asked.stream.stop()
    expect(await asked.outcome()).toMatchObject({ text: '写到', finishReason: 'stopped' })
    expect([on.program.phone.requests.length, on.program.phone.request.aborted]).toEqual([1, true])
  })

  test.each([
    [401, 'x', 'AUTH_ERROR', false, undefined],
    [403, '', 'AUTH_ERROR', false, undefined],
    [404, { error: { message: 'secret' } }, 'BAD_REQUEST', false, undefined],
    [429, '', 'RATE_LIMITED', true, 7000],
    [500, 'upstream text', 'SERVER_ERROR', true, 7000],
    [503, { code: 'OVERLOADED', message: '人太多了' }, 'OVERLOADED', true, 7000],
  ])(
    'that refuses with %i is told so, without its own words',
    async (status, body, code, retryable, wait) => {
      const asked = client().ask()
      const text = typeof body === 'string' ? body : JSON.stringify(body)
      if (text !== '') on.program.phone.request.bytes(new TextEncoder().encode(text))
      on.program.phone.request.answer(status, '', wait === undefined ? {} : { 'Retry-After': '7' })
      const error = await asked.outcome()
      expect(error).toMatchObject({ code, retryable, partial: '' })
      expect(error).toHaveProperty('retryAfterMs', wait)
      expect(String(error)).not.toMatch(/secret|upstream/)
      await jest.advanceTimersByTimeAsync(60000)
      expect(on.program.phone.requests).toHaveLength(1)
    },
  )

  test.each([
    ['data: {"error":{"message":"secret"}}'],
    ['data: {"object":"error","message":"secret","code":40303}'],
    ['data: {"code":"InternalError","message":"secret"}'],
    ['data: {"choices":[],"base_resp":{"status_code":1008,"status_msg":"secret"}}'],
    ['error: {"code":500,"message":"secret","type":"server_error"}'],
  ])('whose stream holds an error ends with that, and with what was written: %s', async (line) => {
    const asked = answering('写')
    on.program.phone.request.bytes(new TextEncoder().encode(`${line}\n\ndata: [DONE]\n\n`))
    const error = await asked.outcome()
    expect(error).toMatchObject({ code: 'SERVER_ERROR', partial: '写' })
    expect(String(error)).not.toMatch(/secret/)
  })

  test.each([
    ['nothing', [], { code: 'SERVER_ERROR', partial: '' }],
    ['"stop"', [finish('stop')], { code: 'SERVER_ERROR' }],
    ['blanks', [delta(' \n'), finish('stop')], { code: 'SERVER_ERROR' }],
    ['"content_filter"', [finish('content_filter')], { code: 'CONTENT_REJECTED', retryable: false }],
    ['"length"', [finish('length')], { text: '', finishReason: 'length' }],
    ['"tool_calls"', [finish('tool_calls')], { text: '', finishReason: 'tool_calls' }],
  ])('that says no word has its reason for that: %s', async (_what, events, outcome) => {
    const asked = client().ask()
    hear(...events, '[DONE]')
    expect(await asked.outcome()).toMatchObject(outcome)
  })

  test('leaves nothing to go on with, and refuses to', async () => {
    const asking = client()
    const asked = asking.ask()
    on.program.phone.request.bytes(event(delta('写')))
    expect(asked.stream.text).toBe('写')
    on.program.phone.hide()
    const next = client(new Foreign(on.program.phone))
    expect(next.client.unfinished()).toEqual([])
    const left = { requestId: 'r', input: { content: '?' }, startedAt: 0, after: '7', text: '写' }
    await expect(next.client.resume(left).result).rejects.toMatchObject({ code: 'WS_CLOSED', partial: '写' })
    expect(on.program.phone.requests).toHaveLength(1)
  })

  test('asks for its headers before each request; where they cannot be had nothing is asked', async () => {
    let key = 0
    const asking = on.program.client((library) =>
      library.chatCompletionsBackend({ url: URL, headers: async () => ({ 'X-Key': String(++key) }) }),
    )
    asking.ask()
    await jest.advanceTimersByTimeAsync(0)
    asking.ask()
    await jest.advanceTimersByTimeAsync(0)
    expect(on.program.phone.requests.map(({ options }) => options.header['X-Key'])).toEqual(['1', '2'])
    const failing = on.program.client((library) =>
      library.chatCompletionsBackend({ url: URL, headers: async () => Promise.reject(new Error('no key')) }),
    )
    const failed = failing.ask()
    await jest.advanceTimersByTimeAsync(0)
    expect(await failed.outcome()).toMatchObject({ code: 'AUTH_ERROR' })
    expect(on.program.phone.requests).toHaveLength(2)
  })

  test.each([[{ content: ' ' }], [{ content: '', image_urls: [] }]])(
    'is not asked nothing: %j',
    async (input) => {
      expect(await client().ask(input).outcome()).toMatchObject({ code: 'VALIDATION_ERROR' })
      expect(on.program.phone.requests).toHaveLength(0)
    },
  )
})

describe('an endpoint with a dialect of its own', () => {
  const words = (content: string, reason: string) => ({
    choices: [{ delta: { content }, finish_reason: reason }],
  })
  const message = (content: unknown, more: object = {}) => ({
    choices: [{ message: { role: 'assistant', content, ...more }, finish_reason: 'stop' }],
  })

  test.each([
    ['is empty until the last', [words('一', ''), words('二', ''), finish('length')], 'length'],
    ['is the word null until the last', [words('一', 'null'), words('二', 'null'), finish()], 'stop'],
    ['is empty for ever', [words('一', ''), words('二', ''), '[DONE]'], 'stop'],
    ['stands on every chunk', [words('一', 'stop'), words('二', 'stop')], 'stop'],
    ['comes before the last words', [delta('一'), finish('stop'), delta('二'), finish('length')], 'length'],
    ['is followed by another', [delta('一'), delta('二'), finish('stop'), finish('length')], 'length'],
    ['comes with all of the text once more', [delta('一'), delta('二'), message('一二')], 'stop'],
  ])('may give a reason that %s', async (_how, events, finishReason) => {
    const asked = client().ask()
    hear(...events)
    on.program.phone.request.answer(200)
    expect(await asked.outcome()).toMatchObject({ text: '一二', finishReason })
    expect(asked.shown).toBe('一二')
  })

  test('that writes on after its reason is writing', () => {
    const asked = answering('一')
    hear(finish())
    expect(asked.stream.state).toBe('processing')
    hear(delta('二'))
    expect(asked.stream.state).toBe('streaming')
  })

  test.each([
    [
      'in parts',
      {
        content: [
          { type: 'text', text: '一' },
          { type: 'text', text: '二' },
        ],
      },
      '一二',
      '',
    ],
    ['as a refusal', { content: null, refusal: '一二' }, '一二', ''],
    ['with reasoning by its short name', { content: '一', reasoning: '想' }, '一', '想'],
    ['with both names', { content: '一', reasoning: '想', reasoning_content: '想' }, '一', '想'],
  ])('may say its words %s', async (_how, said, text, reasoning) => {
    const asked = client().ask()
    hear({ choices: [{ delta: said }], error: null, base_resp: { status_code: 0, status_msg: '' } }, '[DONE]')
    expect(await asked.outcome()).toMatchObject({ text })
    expect([asked.shown, asked.reasoning]).toEqual([text, reasoning])
  })

  /** The last request is answered with text that is no event, in pieces. */
  function answerWith(text: string): void {
    const { request } = on.program.phone
    const bytes = new TextEncoder().encode(text)
    for (let from = 0; from < bytes.length; from += 1000) request.bytes(bytes.slice(from, from + 1000))
    request.answer(200)
  }

  test.each([
    ['a short one', '等于 2'],
    ['one of 20,000 characters', '长'.repeat(20_000)],
  ])('may answer by one JSON object in place of events: %s', async (_length, text) => {
    const asked = client().ask()
    const usage = { prompt_tokens: 3, completion_tokens: 4, total_tokens: 7 }
    const body = { ...message(text, { reasoning_content: '想' }), usage }
    answerWith(`\n\n${JSON.stringify(body, null, 2)}`)
    expect(await asked.outcome()).toEqual({ text, finishReason: 'stop', usage })
    expect([asked.shown, asked.reasoning]).toEqual([text, '想'])
  })

  test.each([
    [{ error: { message: 'secret' } }],
    [{ base_resp: { status_code: 1008, status_msg: 'secret' } }],
    [{ code: 1113, message: 'secret' }],
    [{ detail: 'secret' }],
    [message('')],
  ])('may refuse by one JSON object and HTTP 200: %j', async (body) => {
    const asked = client().ask()
    answerWith(JSON.stringify(body))
    const error = await asked.outcome()
    expect(error).toMatchObject({ code: 'SERVER_ERROR', partial: '' })
    expect(String(error)).not.toMatch(/secret/)
  })

  test('that answers with neither events nor JSON has given no answer', async () => {
    const asked = client().ask()
    answerWith('<html></html>')
    expect(await asked.outcome()).toMatchObject({ code: 'WS_CLOSED' })
  })
})

describe('a host without chunked responses', () => {
  test('gives the answer whole at its end, from the one request', async () => {
    const { phone } = on.program
    const whole = phone.whole()
    Object.assign(globalThis, {
      wx: {
        ...whole,
        request: (options: never) => {
          const { abort } = whole.request(options)
          return { abort }
        },
      },
    })
    const asked = client().ask()
    const bytes = [event(delta('一二')), event(finish()), event('[DONE]')]
    phone.request.answer(200, new Uint8Array(bytes.flatMap((each) => [...each])).buffer)
    expect(await asked.outcome()).toMatchObject({ text: '一二' })
    expect(phone.requests).toHaveLength(1)
  })
})
