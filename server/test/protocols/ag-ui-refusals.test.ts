import { request as httpRequest } from 'node:http'
import { after, agentsForEachTest, input, question, SCRIPT } from './agent'
import { call, read, typesOf } from './event-stream'

const agents = agentsForEachTest()

describe('a run that cannot begin', () => {
  it('is refused by an HTTP status with its code', async () => {
    const agent = await agents.start(SCRIPT)
    const refused = async (changes: unknown, headers: Record<string, string> = {}) => {
      const told = await read(
        await call(agent.server, { ...agent.student.headers, ...headers }, '/api/v1/agui', changes),
      )
      return [told.status, Object(told.body).code, typeof Object(told.body).message]
    }
    const bad = [400, 'BAD_REQUEST', 'string']
    expect(await refused(input(), { authorization: 'Bearer nonsense' })).toEqual([
      401,
      'AUTH_ERROR',
      'string',
    ])
    expect(await refused(input(), after(5))).toEqual([404, 'STREAM_NOT_FOUND', 'string'])
    expect(await refused(input(), after('nonsense'))).toEqual(bad)
    expect(await refused(input({ messages: [] }))).toEqual(bad)
    expect(await refused(input({ messages: [{ id: 'a', role: 'assistant', content: 'x' }] }))).toEqual(bad)
    expect(await refused(input({ messages: [{ ...question, content: ' ' }] }))).toEqual(bad)
    expect(await refused(input({ messages: [{ ...question, content: '字'.repeat(8001) }] }))).toEqual(bad)
    expect(await refused(input({ runId: '' }))).toEqual(bad)
    expect(await refused(input({ threadId: 7 }))).toEqual(bad)
    expect(await refused([])).toEqual(bad)
  })

  it('since this user has too many answers is RATE_LIMITED', async () => {
    const agent = await agents.start(['hang'])
    const readings = [1, 2, 3].map(async (index) =>
      read(await agent.post(input({ runId: `r${index}` })), () => true),
    )
    await Promise.all(readings)
    const told = await agent.run({ runId: 'r4' })
    expect([told.status, Object(told.body).code]).toEqual([429, 'RATE_LIMITED'])
  })

  it('has a body of up to 150 MB, which nobody sends without a login', async () => {
    const agent = await agents.start(SCRIPT)
    const many = Array.from({ length: 12 }, (_, index) => ({
      id: `x${index}`,
      role: 'assistant',
      content: 'x'.repeat(1024 * 1024),
    }))
    expect(typesOf(await agent.run({ messages: [...many, question] })).at(-1)).toBe('RUN_FINISHED')
    const announce = (headers: Record<string, string>): Promise<number> =>
      new Promise((resolve, reject) => {
        const sent = httpRequest(`${agent.server.address}/api/v1/agui`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', ...headers },
        })
        sent.on('error', reject)
        sent.on('response', (response) => {
          resolve(response.statusCode ?? 0)
          sent.destroy()
        })
        sent.flushHeaders()
      })
    expect(await announce({ 'content-length': String(151 * 1024 * 1024), ...agent.student.headers })).toBe(
      413,
    )
    expect(await announce({ 'content-length': String(100 * 1024 * 1024) })).toBe(401)
  })
})
