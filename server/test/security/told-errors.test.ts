import * as v from 'valibot'
import { createLogger } from '../../src/operate/log'
import { startTestServer, type TestServer } from '../http/test-server'

const SECRET = '小明的秘密'

/** What a line of the log says of an error. */
function logged(error: unknown): string {
  const lines: string[] = []
  const logger = createLogger({ level: 'info', destination: { write: (line) => void lines.push(line) } })
  logger.child({ request_id: 'r' }).warn({ err: error }, 'failed')
  return lines.join('')
}

function thrown(action: () => unknown): unknown {
  try {
    action()
  } catch (error) {
    return error
  }
  throw new Error('nothing was thrown')
}

describe('an error in the log', () => {
  test.each<[string, unknown]>([
    ['of text that is no JSON', thrown(() => JSON.parse(`${SECRET}`))],
    ['of text in another shape', thrown(() => v.parse(v.object({ a: v.number() }), { a: SECRET }))],
    [
      'of a value that PostgreSQL refuses',
      Object.assign(new Error(`invalid: "${SECRET}"`), { code: '22P02' }),
    ],
    [
      'with details of a row',
      Object.assign(new Error('duplicate key'), { code: '23505', detail: `(${SECRET})` }),
    ],
    ["with a vendor's words as its cause", new Error('refused', { cause: SECRET })],
  ])('%s says what it is and where, and nothing of what it was about', (_, error) => {
    for (const told of [error, new Error('outside', { cause: new Error('between', { cause: error }) })]) {
      expect(logged(told)).not.toContain(SECRET)
      expect(logged(told)).toContain('told-errors.test')
    }
  })

  test('says why, through its causes, and by which code', () => {
    const inner = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' })
    const line = JSON.parse(logged(new Error('Redis is away', { cause: inner })))
    expect(line.err).toMatchObject({ type: 'Error', message: 'Redis is away: connect ECONNREFUSED' })
    expect(JSON.parse(logged(inner)).err).toMatchObject({ code: 'ECONNREFUSED' })
  })
})

describe('a call', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await startTestServer()
  })
  afterAll(() => server.close())

  test('whose body is no JSON leaves nothing of it in the log, at any level', async () => {
    const anna = await server.login('安娜')
    const headers = { ...anna.headers, 'content-type': 'application/json' }
    const reply = await server.call('POST', '/api/v1/learning/mistakes', {
      headers,
      body: `{"text":${SECRET}`,
    })
    expect(reply.status).toBe(400)
    expect(server.log.join('')).toContain('request refused')
    expect(server.log.join('')).not.toContain(SECRET)
  })

  const nested = (depth: number) => `${'['.repeat(depth)}1${']'.repeat(depth)}`
  test.each([
    [1500, 200],
    [2049, 400],
    [3000, 400],
    // Too many things, before it is parsed.
    [50_000, 413],
    [400_000, 413],
  ])('with settings %d levels deep is answered by %d', async (depth, status) => {
    const anna = await server.login('安娜')
    const headers = { ...anna.headers, 'content-type': 'application/json' }
    const body = `{"settings":{"d":${nested(depth)}}}`
    const reply = await server.call('PATCH', '/api/v1/users/me', { headers, body })
    expect(reply.status).toBe(status)
  })

  test.each([
    [9000, 400],
    [400_000, 413],
  ])('with settings that are a list of %d is answered by %d', async (length, status) => {
    const anna = await server.login('安娜')
    const reply = await anna.call('PATCH', '/api/v1/users/me', { settings: { d: Array(length).fill(1) } })
    expect(reply.status).toBe(status)
  })
})
