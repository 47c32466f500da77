import { once } from 'node:events'
import { connect as connectHttp2 } from 'node:http2'
import { setTimeout as sleep } from 'node:timers/promises'
import { largestFile } from '../../src/files/file-routes'
import { LARGEST_BODY } from '../../src/limits/body-room'
import { messages } from '../../src/messages/zh-CN'
import type { ModelEvent, TutorModel } from '../../src/model/model'
import { MAX_MESSAGE_LENGTH } from '../../src/socket/client-message'
import { RECORDING_BYTES } from '../../src/speech/speech-limits'
import { pngImage, upload } from '../http/images'
import { type Student, startTestServer, type TestServer } from '../http/test-server'
import { freePort, type Nginx, serverName, startNginx } from './nginx-process'
import { type Answered, beginThrough, callThrough, openThrough, socketThrough } from './through-nginx'

jest.setTimeout(150_000)

/** The nginx to start, such as /usr/sbin/nginx; without it nothing here runs. */
const { TEST_NGINX: program = '' } = process.env

const MEBIBYTE = 1024 * 1024

/** Longer than nginx's own patience, and than any gateway's on the way. */
const SILENCE = 70_000

;(program === '' ? describe.skip : describe)('the server behind nginx', () => {
  let server: TestServer
  let nginx: Nginx
  let anna: Student
  let letGo: (() => void)[]

  /** Says a word, then nothing until the test lets it, or for as long as the question says. */
  const model: TutorModel = {
    name: 'silent',
    canContinue: false,
    async *answer({ question, signal }): AsyncGenerator<ModelEvent> {
      yield { type: 'content', delta: '想一想，' }
      const ended = new Promise((resolve) => signal.addEventListener('abort', resolve))
      const long = question === 'wait' ? sleep(SILENCE) : new Promise<void>((resolve) => letGo.push(resolve))
      await Promise.race([long, ended])
      if (signal.aborted) return
      yield { type: 'content', delta: '是二。' }
      yield { type: 'finish', finishReason: 'stop' }
    },
  }

  beforeAll(async () => {
    letGo = []
    server = await startTestServer({
      model,
      environment: {
        MAX_SOCKETS_BEFORE_LOGIN: '2',
        // Nobody listens there: recordings are only refused here.
        OPENAI_BASE_URL: 'http://127.0.0.1:9/v1',
        OPENAI_MODEL: 'm',
        OPENAI_TRANSCRIPTION_MODEL: 'm',
      },
    })
    nginx = await startNginx(program, Number(new URL(server.address).port))
    anna = await server.login('安娜')
  })

  afterAll(async () => {
    await nginx.close()
    await server.close()
  })

  const shape = ({ status, headers, body }: Answered) => [status, headers['content-type'], body]
  const json = 'application/json; charset=utf-8'

  describe('meanwhile', () => {
    // The long one runs beside the others: it is begun here, and looked at last.
    let silent: ReturnType<typeof socketThrough>

    beforeAll(() => {
      silent = socketThrough(nginx, {
        message: { token: anna.access_token, request_id: 'silent', params: { content: 'wait' } },
      })
    })

    test('an event stream brings each frame when it is written', async () => {
      const stream = await openThrough(nginx, '/api/v1/learning/ask-stream', {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...anna.headers },
        body: JSON.stringify({ request_id: 'stream', params: { content: 'until told' } }),
      })
      let text = ''
      for await (const chunk of stream) {
        text += String(chunk)
        // Until this word has come through, the model does not go on.
        if (text.includes('想一想')) for (const go of letGo.splice(0)) go()
      }
      expect(text).toContain('是二。')
      expect(text).toContain('"type":"done"')
      expect(stream.headers['x-accel-buffering'] ?? 'eaten by nginx').toBe('eaten by nginx')
    })

    test('a picture of ten megabytes goes through, a larger one is 413 in our form', async () => {
      const send = (bytes: number) => {
        const { headers, body } = upload(Buffer.concat([pngImage(20, 20), Buffer.alloc(bytes)]))
        const all = { ...headers, ...anna.headers }
        return callThrough(nginx, '/api/v1/files', { method: 'POST', headers: all, body: Buffer.from(body) })
      }
      expect(await send(10 * 1024 * 1024 - 2000)).toMatchObject({
        status: 200,
        body: { width: 20, height: 20 },
      })
      expect(shape(await send(12 * 1024 * 1024))).toEqual([
        413,
        json,
        { code: 'BAD_REQUEST', message: messages.fileTooLarge },
      ])
    })

    const JSON_TYPE = 'application/json'
    const FORM = 'multipart/form-data; boundary=x'
    const large = [
      ['/api/v1/agui', JSON_TYPE, LARGEST_BODY, messages.bodyTooLarge],
      ['/api/v1/chat', JSON_TYPE, LARGEST_BODY, messages.bodyTooLarge],
      ['/api/v1/files', FORM, largestFile + MEBIBYTE, messages.fileTooLarge],
      ['/api/v1/speech/transcriptions', FORM, RECORDING_BYTES + MEBIBYTE, messages.recording.tooLarge],
    ] as const

    test.each(large)(
      'a large body of a stranger to %s is refused before it has come, and nothing of it is kept',
      async (path, type, most) => {
        const headers = { 'content-type': type, 'content-length': String(most) }
        const begun = beginThrough(nginx, path, { method: 'POST', headers })
        begun.write(Buffer.alloc(64 * 1024, 32))
        expect(await begun.answered).toMatchObject({ status: 401, body: { code: 'AUTH_ERROR' } })
        expect(await nginx.kept()).toEqual([])
        begun.end()
      },
    )

    test.each(large)(
      'a large body of a stranger to %s that is sent all the same is refused in our form',
      async (path, type, most) => {
        const headers = { 'content-type': type }
        const reply = await callThrough(nginx, path, {
          method: 'POST',
          headers,
          body: Buffer.alloc(most, 32),
        })
        expect(reply).toMatchObject({ status: 401, body: { code: 'AUTH_ERROR' } })
      },
    )

    test('by HTTP/2, as phones have it, such a refusal comes as early', async () => {
      const session = connectHttp2(`https://127.0.0.1:${nginx.port}`, {
        ca: nginx.certificate,
        servername: serverName,
      })
      const head = { ':method': 'POST', ':path': '/api/v1/files', 'content-type': FORM }
      const stream = session.request({ ...head, 'content-length': largestFile })
      stream.on('error', () => undefined)
      stream.write(Buffer.alloc(64 * 1024, 32))
      const [headers] = await once(stream, 'response')
      expect(headers).toMatchObject({ ':status': 401 })
      session.destroy()
    })

    test.each([
      ...large,
      ['/api/v1/learning/ask-stream', JSON_TYPE, MAX_MESSAGE_LENGTH, messages.bodyTooLarge],
      ['/api/v1/learning/mistakes', JSON_TYPE, MEBIBYTE, messages.bodyTooLarge],
    ] as const)(
      'nginx lets through to %s what the server takes, and refuses more in its words',
      async (path, type, most, message) => {
        // Only the head is sent: nginx judges by it, and the server waits for the rest.
        const begin = (bytes: number) => {
          const headers = { 'content-type': type, 'content-length': String(bytes), ...anna.headers }
          return beginThrough(nginx, path, { method: 'POST', headers })
        }
        const fitting = begin(most)
        const tooLarge = begin(most + 1)
        expect(await tooLarge.answered).toMatchObject({ status: 413, body: { code: 'BAD_REQUEST', message } })
        expect(await Promise.race([fitting.answered, sleep(500, 'waits for the rest')])).toBe(
          'waits for the rest',
        )
        fitting.end()
        tooLarge.end()
      },
    )

    test("the server's own refusals come through as they are", async () => {
      const reply = await callThrough(nginx, '/api/v1/learning/sessions')
      expect(shape(reply)).toEqual([401, json, { code: 'AUTH_ERROR', message: '请先登录' }])
      expect(reply.headers['strict-transport-security']).toBe('max-age=31536000')
    })

    test.each([
      '/metrics',
      '//metrics',
      '/%6detrics',
      '/x/../metrics',
      '/metrics?x=1',
      '/metrics/',
      '/Metrics',
    ])('%s does not exist', async (path) => {
      const { status, body } = await callThrough(nginx, path)
      expect([status, body]).toEqual([404, { code: 'NOT_FOUND', message: '没有找到相关内容' }])
    })

    test('whoever comes without TLS is sent where it is', async () => {
      const reply = await fetch(`http://127.0.0.1:${nginx.plainPort}/health?x=1`, { redirect: 'manual' })
      expect([reply.status, reply.headers.get('location')]).toEqual([301, 'https://127.0.0.1/health?x=1'])
    })

    test('the log names no query, in which addresses are signed', async () => {
      await callThrough(nginx, '/api/v1/files/x?signature=a-secret')
      const log = await nginx.accessLog()
      expect(log).toContain('"GET /api/v1/files/x" 401')
      expect(log).not.toContain('a-secret')
    })

    test('an address is counted as itself, whatever it writes into its headers', async () => {
      const drawn = (from: string, index: number) =>
        socketThrough(nginx, { from, headers: { 'x-forwarded-for': `198.51.100.${index}` } })
      const ofOne = [drawn('127.0.0.2', 1), drawn('127.0.0.2', 2)]
      expect(await Promise.all(ofOne.map(({ status }) => status))).toEqual([101, 101])
      expect(await drawn('127.0.0.2', 3).status).toBe(429)
      const another = drawn('127.0.0.3', 4)
      expect(await another.status).toBe(101)
      for (const socket of [...ofOne, another]) socket.end()
    })

    test('an answer whose model is silent for 70 s arrives whole, on one socket, which keepalives hold open', async () => {
      await silent.closed
      const types = silent.frames.map(({ type }) => type)
      expect(types[0]).toBe('accepted')
      expect(types.filter((type) => type === 'keepalive').length).toBeGreaterThanOrEqual(10)
      expect(silent.frames.at(-1)).toMatchObject({ type: 'done', finish_reason: 'stop' })
      expect(silent.frames).toContainEqual(
        expect.objectContaining({ type: 'content_finished', full_content: '想一想，是二。' }),
      )
    })
  })

  test('a flood from one address is 429 in our form, and others go on', async () => {
    // HTTP/2 carries a hundred calls at once on each connection: more than any page does.
    const sessions = Array.from({ length: 8 }, () =>
      connectHttp2(`https://127.0.0.1:${nginx.port}`, { ca: nginx.certificate, servername: serverName }),
    )
    const call = (index: number) =>
      new Promise<{ status: number; text: string }>((resolve, reject) => {
        const stream = sessions[index % sessions.length]?.request({ ':path': '/api/v1/learning/sessions' })
        if (stream === undefined) return reject(new Error('no session'))
        let status = 0
        let text = ''
        stream.on('response', (headers) => {
          status = Number(headers[':status'])
        })
        stream.on('data', (data) => {
          text += String(data)
        })
        stream.on('end', () => resolve({ status, text }))
        stream.on('error', reject)
        stream.end()
      })
    const replies = await Promise.all(Array.from({ length: 960 }, (_, index) => call(index)))
    for (const session of sessions) session.destroy()
    const refused = replies.filter(({ status }) => status === 429)
    expect(refused.length).toBeGreaterThan(0)
    expect(JSON.parse(refused[0]?.text ?? '')).toEqual({
      code: 'RATE_LIMITED',
      message: '操作太频繁了，请稍等一会儿再试',
    })
    expect((await callThrough(nginx, '/health', { from: '127.0.0.4' })).status).toBe(200)
  })

  test('a picture, which is handed on as it comes, goes to the next server where one is gone', async () => {
    const port = Number(new URL(server.address).port)
    const several = await startNginx(program, await freePort(), [await freePort(), port])
    const { headers, body } = upload(pngImage(20, 20))
    for (let sent = 0; sent < 4; sent += 1) {
      const all = { ...headers, ...anna.headers }
      const reply = await callThrough(several, '/api/v1/files', {
        method: 'POST',
        headers: all,
        body: Buffer.from(body),
      })
      expect(reply.status).toBe(200)
    }
    await several.close()
  })

  test('a server that is away is 502 in our form', async () => {
    const alone = await startNginx(program, await freePort())
    expect(shape(await callThrough(alone, '/api/v1/learning/sessions'))).toEqual([
      502,
      json,
      { code: 'SHUTTING_DOWN', message: '服务正在更新，马上回来' },
    ])
    await alone.close()
  })
})
