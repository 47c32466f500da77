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

/** An answer of which the words have come. */
function answering(...words: string[]) {
  const asked = client().ask()
  for (const each of words) on.program.phone.request.bytes(event(delta(each)))
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

  test('whose stream holds an error ends with that, and with what was written', async () => {
    const asked = answering('写')
    on.program.phone.request.bytes(event({ error: { message: 'secret' } }))
    const error = await asked.outcome()
    expect(error).toMatchObject({ code: 'SERVER_ERROR', partial: '写' })
    expect(String(error)).not.toMatch(/secret/)
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

  test('asks for its headers before each request, and says where they cannot be had', async () => {
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
    expect(await failing.ask().outcome()).toMatchObject({ code: 'AUTH_ERROR' })
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
