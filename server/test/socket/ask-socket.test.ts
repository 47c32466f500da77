import { systemClock } from '../../src/time/clock'
import { AskClient } from '../support/ask-client'
import { AskServer, type AskServerOptions } from '../support/ask-server'
import { finishes, ScriptModel, type Step, says, wait } from '../support/script-model'

let server: AskServer
let model: ScriptModel

async function start(scripts: Step[][], options: Omit<AskServerOptions, 'model'> = {}): Promise<void> {
  model = new ScriptModel(systemClock, scripts)
  server = await AskServer.start({ model, ...options })
}

afterEach(() => server.close())

const ask = (more: object = {}, params: object = {}) => ({
  type: 'ask',
  token: 'good',
  request_id: 'r1',
  params: { content: '一加一？', ...params },
  ...more,
})
const resume = (after_seq: number) => ({ type: 'resume', token: 'good', request_id: 'r1', after_seq })
const slow: Step[] = [says('一'), wait(60), says('二'), wait(60), says('三'), wait(60), finishes()]

describe('the ask socket', () => {
  it('answers over one connection and closes with 1000 after done', async () => {
    await start([slow])
    const client = new AskClient(server.port, ask())
    await expect(client.closed).resolves.toBe(1000)
    const turns = client.types.filter((type, index) => type !== client.types[index - 1])
    expect(turns).toEqual(['accepted', 'status', 'content', 'content_finished', 'status', 'done'])
    expect(client.frames[0]).toMatchObject({ request_id: 'r1', resumed: false, keepalive_interval: 5000 })
    const seqs = client.frames.flatMap((frame) => ('seq' in frame ? [frame.seq] : []))
    expect(seqs).toEqual(seqs.map((_, index) => index + 1))
    expect(client.text).toBe('一二三')
    const stored = await server.answers.find(server.userId, 'r1')
    expect(stored).toMatchObject({ status: 'done', content: '一二三', usage: { total_tokens: 12 } })
    expect(client.last).toMatchObject({ answer_id: stored?.answerId, usage: { total_tokens: 12 } })
  })

  it('takes {token, params} alone as an ask, with Bearer, and makes a request id', async () => {
    await start([slow])
    const client = new AskClient(server.port, {
      token: 'Bearer good',
      params: { content: '问', subject: null },
    })
    await expect(client.closed).resolves.toBe(1000)
    expect(client.frames[0]).toMatchObject({ type: 'accepted', request_id: expect.stringMatching(/.{8,}/) })
  })

  it('goes on for whoever comes back, without loss or double, and asks the model once', async () => {
    await start([slow])
    const first = new AskClient(server.port, ask())
    await first.sees('content')
    first.socket.terminate()
    await first.closed
    const second = new AskClient(server.port, resume(first.lastSeq))
    await expect(second.closed).resolves.toBe(1000)
    expect(first.text + second.text).toBe('一二三')
    expect(second.frames[0]).toMatchObject({ type: 'accepted', resumed: true })
    expect(model.requests).toHaveLength(1)
  })

  it('gives a finished answer to who resumes, and to who asks the same again', async () => {
    await start([[says('答案'), finishes()]])
    await new AskClient(server.port, ask()).closed
    for (const message of [resume(0), ask()]) {
      const client = new AskClient(server.port, message)
      await expect(client.closed).resolves.toBe(1000)
      expect(client.text).toBe('答案')
      expect(client.last?.type).toBe('done')
    }
    expect(model.requests).toHaveLength(1)
  })

  it('is superseded by a newer connection, with an error before the close', async () => {
    await start([slow])
    const older = new AskClient(server.port, ask())
    await older.sees('content')
    const newer = new AskClient(server.port, resume(0))
    await older.closed
    expect(older.last).toEqual({
      type: 'error',
      code: 'SUPERSEDED',
      message: '这个回答已在别处打开',
      retryable: false,
    })
    await newer.closed
    expect(newer.text).toBe('一二三')
  })

  it('stops by a message, which is kept even while the answer is being opened', async () => {
    await start([[says('一半'), 'hang']])
    const client = new AskClient(server.port, ask())
    await client.sees('content')
    client.say({ type: 'stop' })
    await expect(client.closed).resolves.toBe(1000)
    expect(client.last).toMatchObject({ type: 'done', finish_reason: 'stopped' })
    expect(await server.answers.find(server.userId, 'r1')).toMatchObject({
      status: 'stopped',
      content: '一半',
    })
    const hasty = new AskClient(server.port)
    hasty.socket.on('open', () => {
      hasty.say(ask({ request_id: 'r2' }))
      hasty.say({ type: 'stop' })
    })
    await hasty.closed
    expect(hasty.last).toMatchObject({ type: 'done', finish_reason: 'stopped' })
  })

  it('test_keepalive_mechanism: sends exactly the keepalive of the contract while the model is silent', async () => {
    await start([['hang']], { limits: { keepaliveInterval: 50 } })
    const client = new AskClient(server.port, ask())
    await client.sees('keepalive', 3)
    client.say({ type: 'stop' })
    await client.closed
    const keepalives = client.texts.filter((text) => text.includes('"keepalive"'))
    expect(new Set(keepalives)).toEqual(new Set(['{"type":"keepalive","content":"","full_content":""}']))
    expect(server.log.filter(({ message }) => message === '发送 keepalive 心跳')[0]?.level).toBe('debug')
  })

  it('ignores types and fields that it does not know', async () => {
    await start([slow])
    const client = new AskClient(server.port)
    client.socket.on('open', () => {
      client.say({ type: 'hello', version: 9 })
      client.say(ask({ flavour: 'new' }, { tone: 'kind' }))
      client.say({ type: 'later' })
      client.say('not JSON')
    })
    await expect(client.closed).resolves.toBe(1000)
    expect(client.last?.type).toBe('done')
  })
})

describe('a first message that is refused', () => {
  const image = '/api/v1/files/01a207b6-9294-7001-950e-91e08cf02a04'
  it.each<[string, unknown, string]>([
    ['not JSON', 'hello', 'BAD_REQUEST'],
    ['no object', '[1]', 'BAD_REQUEST'],
    ['no params', { token: 'good' }, 'BAD_REQUEST'],
    ['no content and no image', ask({}, { content: ' ' }), 'BAD_REQUEST'],
    ['8,001 characters', ask({}, { content: '字'.repeat(8001) }), 'BAD_REQUEST'],
    ['eleven images', ask({}, { image_urls: Array(11).fill(image) }), 'BAD_REQUEST'],
    ["somebody else's image", ask({}, { image_urls: [image] }), 'BAD_REQUEST'],
    ['an image of elsewhere', ask({}, { image_urls: ['https://example.com/a.png'] }), 'BAD_REQUEST'],
    ["a session that is not the user's", ask({}, { session_id: 'other' }), 'BAD_REQUEST'],
    ['too much history', ask({}, { max_history: 51 }), 'BAD_REQUEST'],
    ['300 KB', ask({}, { content: 'x'.repeat(300_000) }), 'BAD_REQUEST'],
    ['more than the socket takes', ask({}, { content: 'x'.repeat(3_000_000) }), 'BAD_REQUEST'],
    ['a wrong after_seq', { ...resume(0), after_seq: -1 }, 'BAD_REQUEST'],
    ['an after_seq that no answer reaches', resume(2 ** 31 - 1), 'BAD_REQUEST'],
    ['no token', { params: { content: '问' } }, 'AUTH_ERROR'],
    ['a wrong token', ask({ token: 'bad' }), 'AUTH_ERROR'],
    ['an expired token', ask({ token: 'old' }), 'AUTH_EXPIRED'],
    ['no token, and params that are wrong too', { params: {} }, 'AUTH_ERROR'],
    ['a wrong token, and params that are wrong too', { token: 'bad', params: {} }, 'AUTH_ERROR'],
    ['an expired token, and a wrong after_seq too', { ...resume(-1), token: 'old' }, 'AUTH_EXPIRED'],
    ['an answer that does not exist', resume(0), 'STREAM_NOT_FOUND'],
  ])('%s gets its error before the close', async (_what, message, code) => {
    await start([slow])
    const client = new AskClient(server.port, message)
    await expect(client.closed).resolves.not.toBe(1000)
    expect(client.types).toEqual(['error'])
    expect(client.last).toMatchObject({ code, message: expect.stringMatching(/[一-龥]{4,}/) })
    expect(model.requests).toEqual([])
  })

  it('tells by their places which pages the server has not, or no longer', async () => {
    await start([slow])
    const client = new AskClient(server.port, ask({}, { image_urls: [image, image] }))
    await client.closed
    expect(client.last).toMatchObject({ code: 'BAD_REQUEST', missing_pages: [1, 2] })
    expect(client.last).toMatchObject({ message: '第 1、2 页已经找不到了，请重新拍或重新选' })
  })

  it('by never coming is a BAD_REQUEST after its time', async () => {
    await start([slow], { parts: { firstMessagePatience: 50 } })
    const client = new AskClient(server.port)
    await client.closed
    expect(client.last).toMatchObject({ type: 'error', code: 'BAD_REQUEST' })
  })

  it('lets 8,000 characters pass, counted as a student counts them', async () => {
    await start([slow])
    const client = new AskClient(server.port, ask({}, { content: '𝑥'.repeat(8000) }))
    await expect(client.closed).resolves.toBe(1000)
    const image_urls: string[] = []
    const escaped = JSON.stringify(
      ask({ request_id: 'r2' }, { content: '𝑥'.repeat(8000), image_urls }),
    ).replaceAll('𝑥', '\\ud835\\udc65')
    const other = new AskClient(server.port, escaped)
    await expect(other.closed).resolves.toBe(1000)
  })
})

describe('a slow reader', () => {
  it('is cut with a bounded buffer, holds nothing up, and finds the answer later', async () => {
    const piece = '字'.repeat(20_000)
    const much = Array.from({ length: 200 }, () => [says(piece), wait(1)]).flat()
    await start([[...much, finishes()]], {
      limits: { joining: { youth: 0, young: 1, grown: 1 } },
      parts: { mostBuffered: 64 * 1024, slowReaderPatience: 1500 },
    })
    const client = new AskClient(server.port, ask())
    await client.sees('accepted')
    client.socket.pause()
    while (server.dropped.length === 0) await new Promise((resolve) => setTimeout(resolve, 20))
    client.socket.resume()
    await expect(client.closed).resolves.not.toBe(1000)
    // A busy machine may cut it again: as a phone does, it comes back until all is there.
    let { text, lastSeq } = client
    for (let code = 0; code !== 1000; ) {
      const back = new AskClient(server.port, resume(lastSeq))
      code = await back.closed
      text += back.text
      lastSeq = Math.max(lastSeq, back.lastSeq)
    }
    expect(text).toBe(piece.repeat(200))
    expect(model.requests).toHaveLength(1)
  })
})
