import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { frames, m4a, mp3, numbers, recorded, wav } from '../speech/recordings'
import { ONLY_THE_DATE } from '../support/only-the-date'
import { type Student, startTestServer, type TestServer } from './test-server'

interface Asked {
  url: string | undefined
  authorization: string | undefined
  body: Buffer
}

/** An endpoint for speech that says what the test wants. */
class Endpoint {
  readonly asked: Asked[] = []
  answer: { status: number; type: string; body: string } = {
    status: 200,
    type: 'application/json',
    body: '{}',
  }
  /** Told when whoever asks has gone away; without an answer nothing is sent. */
  silent = false
  readonly left: Promise<void>
  private tellLeft: () => void = () => undefined
  private readonly server: Server

  constructor() {
    this.left = new Promise((resolve) => {
      this.tellLeft = resolve
    })
    this.server = createServer(async (request, response) => {
      response.on('close', () => this.tellLeft())
      const { url, headers } = request
      this.asked.push({ url, authorization: headers.authorization, body: await bodyOf(request) })
      if (this.silent) return
      response.writeHead(this.answer.status, { 'content-type': this.answer.type }).end(this.answer.body)
    })
  }

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve))
    const { port } = this.server.address() as AddressInfo
    return `http://127.0.0.1:${port}/v1`
  }

  close(): void {
    this.server.closeAllConnections()
    this.server.close()
  }
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = []
  for await (const piece of request) pieces.push(piece)
  return Buffer.concat(pieces)
}

describe('speech', () => {
  let endpoint: Endpoint
  let server: TestServer
  let anna: Student

  beforeAll(async () => {
    endpoint = new Endpoint()
    server = await startTestServer({
      environment: {
        OPENAI_BASE_URL: await endpoint.listen(),
        OPENAI_API_KEY: 'the key',
        OPENAI_TRANSCRIPTION_MODEL: 'listener',
        OPENAI_SPEECH_MODEL: 'speaker',
      },
    })
  })

  beforeEach(async () => {
    anna = await server.login('安娜')
    endpoint.asked.length = 0
    endpoint.answer = { status: 200, type: 'application/json', body: '{"text":" 三加五等于几？ "}' }
  })

  afterAll(async () => {
    await server.close()
    endpoint.close()
  })

  function record(bytes: Uint8Array<ArrayBuffer>, { field = 'file', name = 'a.bin' } = {}) {
    const form = new FormData()
    form.set(field, new Blob([bytes]), name)
    const request = new Request(server.address, { method: 'POST', body: form })
    const headers = { ...anna.headers, 'content-type': request.headers.get('content-type') ?? '' }
    return request
      .arrayBuffer()
      .then((body) =>
        server.call('POST', '/api/v1/speech/transcriptions', { headers, body: new Uint8Array(body) }),
      )
  }
  const speak = (text: unknown) => anna.call('POST', '/api/v1/speech', { text })

  test.each<[string, Buffer<ArrayBuffer>]>([
    ['mp3', mp3(2)],
    ['m4a', m4a(2)],
    ['wav', wav(2)],
    ['wav', wav(60)],
  ])('in %s becomes text, whatever the file is called', async (kind, bytes) => {
    const reply = await record(bytes, { name: '作业.txt' })
    expect([reply.status, reply.body]).toEqual([200, { text: '三加五等于几？' }])
    const [asked] = endpoint.asked
    expect([asked?.url, asked?.authorization]).toEqual(['/v1/audio/transcriptions', 'Bearer the key'])
    expect(asked?.body.toString('latin1')).toContain('listener')
    expect(asked?.body.toString('latin1')).toContain(`filename="recording.${kind}"`)
    expect(asked?.body.includes(bytes)).toBe(true)
  })

  test.each<[string, Buffer<ArrayBuffer>, number]>([
    ['a text', Buffer.from('RIFF, WAVE, ID'), 400],
    ['a picture', Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), 400],
    ['nothing', Buffer.alloc(0), 400],
    ['61 seconds of wav', wav(61), 400],
    ['61 seconds of mp3', mp3(61), 400],
    ['61 seconds of m4a', m4a(61), 400],
    ['300 seconds of m4a that tell of 3', recorded({ sizes: numbers(0, 200, frames(300)) }), 400],
    ['more than 5 MB', Buffer.concat([mp3(1), Buffer.alloc(5 * 1024 * 1024)]), 413],
  ])('of %s is refused, and no model is asked', async (_, bytes, status) => {
    const reply = await record(bytes)
    expect([reply.status, reply.body]).toMatchObject([status, { code: 'BAD_REQUEST' }])
    expect(endpoint.asked).toEqual([])
  })

  test('in another field, or in no form, is refused', async () => {
    expect((await record(wav(1), { field: 'sound' })).status).toBe(400)
    expect((await anna.call('POST', '/api/v1/speech/transcriptions', { file: 'x' })).status).toBe(400)
  })

  test('of a text is mp3, with the voice that is configured', async () => {
    endpoint.answer = { status: 200, type: 'audio/mpeg', body: 'sound' }
    const { status, headers, bytes } = await speak('二分之一加三分之一')
    expect([status, headers.get('content-type'), bytes.toString()]).toEqual([200, 'audio/mpeg', 'sound'])
    expect(endpoint.asked[0]).toMatchObject({ url: '/v1/audio/speech', authorization: 'Bearer the key' })
    expect(JSON.parse(endpoint.asked[0]?.body.toString() ?? '')).toEqual({
      model: 'speaker',
      voice: 'alloy',
      input: '二分之一加三分之一',
      response_format: 'mp3',
    })
  })

  test.each(['', '  ', '字'.repeat(4097), 5, undefined])('of %j is refused', async (text) => {
    const reply = await speak(text)
    expect([reply.status, reply.body]).toMatchObject([400, { code: 'BAD_REQUEST' }])
    expect(endpoint.asked).toEqual([])
  })

  test('of 4,096 characters is made, counted as a student counts', async () => {
    endpoint.answer = { status: 200, type: 'audio/mpeg', body: 'sound' }
    expect((await speak('😀'.repeat(4096))).status).toBe(200)
  })

  test.each([
    ['refuses', { status: 401, type: 'application/json', body: '{"error":"bad key"}' }],
    ['has too much to do', { status: 429, type: 'application/json', body: '{}' }],
    ['fails', { status: 500, type: 'text/html', body: '<h1>upstream secret</h1>' }],
    ['says nonsense', { status: 200, type: 'application/json', body: '{"words":1}' }],
    ['says words that are no JSON', { status: 200, type: 'application/json', body: '小明的秘密' }],
    ['says nothing', { status: 200, type: 'text/html', body: '' }],
  ])('by an endpoint that %s is MODEL_UNAVAILABLE, with no word of it', async (_, answer) => {
    endpoint.answer = answer
    for (const reply of [await record(wav(1)), await speak('一')]) {
      expect([reply.status, reply.body]).toEqual([
        503,
        { code: 'MODEL_UNAVAILABLE', message: '老师暂时不在，请稍后再试' },
      ])
    }
  })

  test('is let go of when nobody waits for it any more', async () => {
    endpoint.silent = true
    const leaving = new AbortController()
    const call = fetch(`${server.address}/api/v1/speech`, {
      method: 'POST',
      headers: { ...anna.headers, 'content-type': 'application/json' },
      body: JSON.stringify({ text: '一' }),
      signal: leaving.signal,
    })
    while (endpoint.asked.length === 0) await new Promise(setImmediate)
    leaving.abort()
    await expect(call).rejects.toThrow()
    await endpoint.left
    endpoint.silent = false
  })

  test('is told to be there, before any login', async () => {
    expect((await server.call('GET', '/api/v1/config')).body).toMatchObject({
      speech: { listen: true, speak: true },
      models: [],
      limits: { speech_seconds: 60 },
    })
  })

  test('needs a login', async () => {
    for (const path of ['/api/v1/speech', '/api/v1/speech/transcriptions'])
      expect((await server.call('POST', path, { body: { text: '一' } })).status).toBe(401)
  })
})

describe('speech of a day', () => {
  let endpoint: Endpoint
  let server: TestServer
  let anna: Student

  beforeAll(async () => {
    endpoint = new Endpoint()
    server = await startTestServer({
      environment: {
        OPENAI_BASE_URL: await endpoint.listen(),
        OPENAI_API_KEY: 'the key',
        OPENAI_SPEECH_MODEL: 'speaker',
        DAILY_SPEECH: '3',
      },
    })
  })

  beforeEach(async () => {
    jest.useFakeTimers({ now: new Date('2026-11-28T15:00:00Z'), doNotFake: [...ONLY_THE_DATE] })
    anna = await server.login(`安娜 ${Math.random()}`)
    endpoint.asked.length = 0
    endpoint.answer = { status: 200, type: 'audio/mpeg', body: 'sound' }
  })

  afterEach(() => jest.useRealTimers())

  afterAll(async () => {
    await server.close()
    endpoint.close()
  })

  const speak = (student = anna) => student.call('POST', '/api/v1/speech', { text: '一' })

  test('is so many calls, also of those at once; the next one is refused in words, and no model is asked', async () => {
    const replies = await Promise.all([speak(), speak(), speak(), speak(), speak()])
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 200, 200, 429, 429])
    expect(endpoint.asked).toHaveLength(3)
    expect((await speak()).body).toEqual({
      code: 'RATE_LIMITED',
      message: '今天的 3 次语音已经用完了，明天零点以后可以接着用；现在可以打字提问',
    })
    expect((await speak(await server.login('本'))).status).toBe(200)
  })

  test('ends at midnight in Shanghai', async () => {
    for (let call = 0; call < 4; call += 1) await speak()
    jest.setSystemTime(new Date('2026-11-28T16:00:01Z'))
    expect((await speak()).status).toBe(200)
  })

  test('has nothing of what the endpoint did not do', async () => {
    endpoint.answer = { status: 500, type: 'text/plain', body: '' }
    for (let call = 0; call < 5; call += 1) expect((await speak()).status).toBe(503)
    endpoint.answer = { status: 200, type: 'audio/mpeg', body: 'sound' }
    const statuses = []
    for (let call = 0; call < 4; call += 1) statuses.push((await speak()).status)
    expect(statuses).toEqual([200, 200, 200, 429])
  })

  test('takes none of the questions, and questions none of it', async () => {
    for (let call = 0; call < 4; call += 1) await speak()
    const ask = { params: { content: '1+1=?' } }
    expect((await anna.call('POST', '/api/v1/learning/ask-stream', ask)).status).toBe(200)
    expect((await speak()).status).toBe(429)
  })
})

describe('speech that is not configured', () => {
  test.each([
    [{}, [501, 501], { listen: false, speak: false }],
    [{ OPENAI_TRANSCRIPTION_MODEL: 'listener' }, [400, 501], { listen: true, speak: false }],
    [{ OPENAI_SPEECH_MODEL: 'speaker' }, [501, 400], { listen: false, speak: true }],
  ])('with %j is 501', async (models, statuses, speech) => {
    const server = await startTestServer({
      environment: { ...models, ...(Object.keys(models).length > 0 && KEY) },
    })
    const anna = await server.login('安娜')
    const replies = [
      await anna.call('POST', '/api/v1/speech/transcriptions', {}),
      await anna.call('POST', '/api/v1/speech', {}),
    ]
    const { body } = await server.call('GET', '/api/v1/config')
    await server.close()
    expect(replies.map(({ status }) => status)).toEqual(statuses)
    for (const reply of replies.filter(({ status }) => status === 501))
      expect(reply.body).toEqual({ code: 'NOT_CONFIGURED', message: '这项功能还没有开通' })
    expect(body).toMatchObject({ speech })
  })
})

const KEY = { OPENAI_API_KEY: 'the key' }
