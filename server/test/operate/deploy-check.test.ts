import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import type { Duplex } from 'node:stream'
import type { ServerFrame } from '../../../typings/protocol'
import { Wrong } from '../../src/operate/deploy-check/report'
import { demandUnbuffered, wholeAnswer } from '../../src/operate/deploy-check/whole-answer'
import { compiled } from '../compiled'
import { ScriptedModel } from '../http/scripted-model'
import { startTestServer, type TestServer } from '../http/test-server'

// Whole processes are started here, which takes its time on a busy machine.
jest.setTimeout(60_000)

let server: TestServer

afterEach(() => server.close())

const start = async (options: Parameters<typeof startTestServer>[0] = {}) => {
  server = await startTestServer(options)
  return server
}

describe('deploy:check', () => {
  test('of a server as it should be: one line a check, the sum, exit 0, and nothing of its questions stays', async () => {
    const { address } = await start()
    const { code, lines } = await check([address])
    expect(lines.slice(0, -1).filter((line) => !line.startsWith('ok  '))).toEqual([])
    expect(lines.at(-1)).toBe(`${lines.length - 1} passed, 0 failed`)
    expect(lines.length).toBeGreaterThan(10)
    expect(code).toBe(0)
    const anna = await server.login('deploy:check')
    expect((await anna.call('GET', '/api/v1/learning/sessions')).body).toMatchObject({ items: [] })
  })

  test('works with a token, by option or environment, and never prints it', async () => {
    const { address } = await start()
    const { access_token: token } = await server.login('安娜')
    for (const [options, environment] of [
      [[address, '--token', `Bearer ${token}`], {}],
      [[address], { TUTOR_TOKEN: token }],
    ] as const) {
      const { code, lines } = await check([...options], environment)
      expect(lines.at(-1)).toMatch(/^\d+ passed, 0 failed$/)
      expect([code, lines.join().includes(token)]).toEqual([0, false])
    }
  })

  test('without a token fails where there is no development login; with a wrong one, too, and does not say which', async () => {
    const { address } = await start({
      environment: {
        NODE_ENV: 'production',
        JWT_SECRET: 'x'.repeat(32),
        OPENAI_MODEL: 'm',
        OPENAI_API_KEY: 'k',
      },
    })
    const without = await check([address])
    expect(without.lines.at(-2)).toMatch(/^FAILED {2}a student is let in: .*--token$/)
    expect([without.code, without.lines.at(-1)]).toEqual([1, `${without.lines.length - 2} passed, 1 failed`])
    const wrong = await check([address, '--token', 'a-wrong-token'])
    expect([wrong.code, wrong.lines.join().includes('a-wrong-token')]).toEqual([1, false])
  })

  test('fails where nobody listens, and closes with the sum all the same', async () => {
    await start()
    const { code, lines } = await check(['http://127.0.0.1:1'])
    expect([code, lines.at(-1)]).toEqual([1, `0 passed, ${lines.length - 1} failed`])
  })

  test('with options that it does not know it says how it is used, and repeats none of them', async () => {
    await start()
    for (const options of [[], ['http://x', '--tokn', 'a-secret']]) {
      const { code, lines } = await check(options)
      expect([code, lines.length, lines.join().includes('a-secret')]).toEqual([2, 1, false])
    }
  })

  test('finds a proxy that holds event streams back, opens the numbers, and answers in HTML', async () => {
    await start({ model: new ScriptedModel(['一', '二', '三', '四', '五'], 500) })
    const proxy = await badProxy(server.address)
    const { code, lines } = await check([proxy.address])
    await proxy.close()
    expect(code).toBe(1)
    expect(lines.filter((line) => line.startsWith('FAILED'))).toEqual([
      expect.stringContaining('/metrics is open'),
      expect.stringContaining('413 is not {code, message}'),
      expect.stringContaining('everything came at once, at the end'),
    ])
  })
})

describe('an answer', () => {
  type Times = [at: number, type: 'keepalive' | 'content'][]
  const arrived = (acceptedAt: number, times: Times) => [
    { at: acceptedAt, frame: accepted },
    ...times.map(([at, type], index) => ({
      at,
      frame: type === 'keepalive' ? keepalive : ({ type, seq: index + 1, content: '二' } as const),
    })),
  ]
  const accepted: ServerFrame = {
    type: 'accepted',
    request_id: 'r',
    session_id: 's',
    question_id: 'q',
    resumed: false,
    keepalive_interval: 5000,
  }
  const keepalive: ServerFrame = { type: 'keepalive', content: '', full_content: '' }
  const whole = (...times: Times) => wholeAnswer(framesOf(5, times))
  const framesOf = (acceptedAt: number, times: Times) => {
    const frames = arrived(acceptedAt, times)
    const count = frames.filter(({ frame }) => frame.type === 'content').length
    const at = frames.at(-1)?.at ?? 0
    const ids = { question_id: 'q', answer_id: 'a', session_id: 's', finish_reason: 'stop' }
    const usage = { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 }
    const numbered = frames.map(({ at, frame }, index) => ({
      at,
      frame:
        'seq' in frame
          ? { ...frame, seq: frames.slice(0, index + 1).filter(({ frame }) => 'seq' in frame).length }
          : frame,
    }))
    const finished: ServerFrame = {
      type: 'content_finished',
      seq: count + 1,
      full_content: '二'.repeat(count),
      finish_reason: 'stop',
    }
    const done: ServerFrame = { type: 'done', seq: count + 2, ...ids, usage }
    return [...numbered, { at, frame: finished }, { at, frame: done }]
  }

  test('that was held back until its end is said to be, and not only that it was accepted late', () => {
    const held = framesOf(20_000, [[20_000, 'content']])
    expect(() => demandUnbuffered(held)).toThrow('everything came at once')
    const late = framesOf(4000, [[8000, 'content']])
    demandUnbuffered(late)
    expect(() => wholeAnswer(late)).toThrow('accepted only after 4.0 s')
    demandUnbuffered(framesOf(1400, [[1400, 'content']]))
    // What was refused came at once by itself.
    demandUnbuffered([
      { at: 2000, frame: { type: 'error', code: 'INTERNAL', message: 'x', retryable: false } },
    ])
  })

  test('that was never silent for long needs no keepalive', () => {
    expect(whole([4000, 'content'], [8900, 'content']).keepalives).toBe(0)
  })

  test('that was needs one', () => {
    expect(() => whole([4000, 'content'], [10_000, 'content'])).toThrow(Wrong)
    expect(whole([4000, 'content'], [9000, 'keepalive'], [13_000, 'content']).keepalives).toBe(1)
  })
})

async function check(options: readonly string[], environment: Record<string, string> = {}) {
  const child = spawn(process.execPath, [compiled('deploy-check'), ...options], {
    env: { ...process.env, ...environment },
  })
  const chunks: string[] = []
  child.stdout.on('data', (chunk) => chunks.push(String(chunk)))
  child.stderr.on('data', (chunk) => chunks.push(String(chunk)))
  const [code] = await once(child, 'close')
  return { code, lines: chunks.join('').trimEnd().split('\n') }
}

/** A proxy as one finds them: it buffers, answers 413 by itself, and calls as if it asked for itself. */
async function badProxy(upstream: string) {
  const { hostname, port } = new URL(upstream)
  const forward = (incoming: IncomingMessage, reply: ServerResponse) => {
    if (Number(incoming.headers['content-length'] ?? 0) > 1e7) {
      incoming.resume()
      incoming.on('end', () => reply.writeHead(413, { 'content-type': 'text/html' }).end('<h1>413</h1>'))
      return
    }
    const { 'x-forwarded-for': _, ...headers } = incoming.headers
    const asked = request(
      { host: hostname, port, method: incoming.method, path: incoming.url, headers },
      (answer) => {
        const chunks: Buffer[] = []
        answer.on('data', (chunk) => chunks.push(chunk))
        answer.on('end', () => {
          const { 'transfer-encoding': _chunked, ...rest } = answer.headers
          reply.writeHead(answer.statusCode ?? 502, rest).end(Buffer.concat(chunks))
        })
      },
    )
    incoming.pipe(asked)
  }
  const proxy = createServer(forward)
  // What was upgraded is no connection of the proxy's any more: it would wait for these for ever.
  const upgraded = new Set<Duplex>()
  proxy.on('upgrade', (incoming, socket, head) => {
    const onward = connect(Number(port), hostname, () => {
      const headers = incoming.rawHeaders.reduce(
        (text, part, index) => text + part + (index % 2 === 0 ? ': ' : '\r\n'),
        '',
      )
      onward.write(`GET ${incoming.url} HTTP/1.1\r\n${headers}\r\n`)
      onward.write(head)
      socket.pipe(onward).pipe(socket)
    })
    for (const end of [socket, onward]) {
      upgraded.add(end)
      end.on('error', () => undefined)
    }
  })
  proxy.listen(0, '127.0.0.1')
  await once(proxy, 'listening')
  return {
    address: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    close: async () => {
      const closed = once(proxy, 'close')
      proxy.close()
      proxy.closeAllConnections()
      for (const end of upgraded) end.destroy()
      await closed
    },
  }
}
