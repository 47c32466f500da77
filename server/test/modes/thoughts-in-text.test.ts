import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { HistoryPage, LoginResult, ServerFrame } from '../../../typings/protocol'
import { AskClient } from '../http/ask-client'
import { type ServerProcess, startServerProcess } from '../http/server-process'
import {
  type Behaviour,
  ChatEndpoint,
  delta,
  finish,
  sendChunks,
  streams,
  usageChunk,
} from '../support/chat-endpoint'
import { item, School, said } from './scripted-school'

// A whole process is started here, which takes its time on a busy machine.
jest.setTimeout(120_000)

/** A model's answer as a server without a reasoning parser tells it, some characters a chunk. */
const tells = (text: string, reason = 'stop'): Behaviour => {
  const pieces = text.match(/[\s\S]{1,3}/g) ?? []
  return streams(...pieces.map(delta), finish(reason), usageChunk)
}

const joined = (frames: readonly ServerFrame[], type: 'content' | 'reasoning'): string =>
  frames
    .map((frame) => {
      if (frame.type === 'content' && type === 'content') return frame.content
      return frame.type === 'reasoning' && type === 'reasoning' ? frame.reasoning : ''
    })
    .join('')

describe('a model that writes its thoughts into its text', () => {
  let school: School

  beforeEach(async () => {
    school = await School.open()
  })

  afterEach(() => school.close())

  const asked = async (params: object, requestId = 'request-1') => {
    const message = { token: school.student.access_token, request_id: requestId, params }
    const client = new AskClient(school.server.address, message)
    await client.closed
    return client
  }

  test('has told them as reasoning, and its answer alone is shown, saved, replayed and told the model again', async () => {
    school.answering = tells('<think>\n先想：1+1=3？不对。\n</think>\n\n等于 2。')
    const client = await asked({ content: '1+1=?' })
    expect([joined(client.frames, 'content'), client.finished?.full_content]).toEqual([
      '等于 2。',
      '等于 2。',
    ])
    expect(joined(client.frames, 'reasoning')).toBe('\n先想：1+1=3？不对。\n')
    expect(client.done?.usage).toEqual(usageChunk.usage)

    const session = client.done?.session_id ?? ''
    const [kept] = await school.history(session)
    expect(kept?.answer).toMatchObject({ content: '等于 2。', reasoning: '\n先想：1+1=3？不对。\n' })
    const again = await asked({ content: '1+1=?' })
    expect(again.frames.some((frame) => frame.type === 'accepted' && frame.resumed)).toBe(true)
    expect([again.text, joined(again.frames, 'reasoning')]).toEqual(['等于 2。', '\n先想：1+1=3？不对。\n'])

    await asked({ content: '再加一呢？', session_id: session }, 'request-2')
    expect(school.asked.at(-1)?.messages.map(({ role, content }) => [role, content])).toContainEqual([
      'assistant',
      '等于 2。',
    ])
    expect(school.told).not.toContain('不对')
  })

  test.each([
    ['its room', 'length'],
    ['its will', 'stop'],
  ])('and comes to an end within them, for want of %s, has answered nothing', async (_what, reason) => {
    school.answering = tells('<think>先想一想，再', reason)
    const client = await asked({ content: '1+1=?' })
    expect(joined(client.frames, 'content')).toBe('')
    expect(client.frames.at(-1)).toMatchObject({ type: 'error', code: 'MODEL_UNAVAILABLE', retryable: true })
  })

  test('and speaks of them in its answer loses nothing of that', async () => {
    const text = '标签写作：\n```xml\n<think>想</think>\n```\n或 `</think>`，<think> 在前。'
    school.answering = tells(text)
    const client = await asked({ content: '什么标签？' })
    expect([client.text, joined(client.frames, 'reasoning')]).toEqual([text, ''])
  })

  test.each([
    ['both tags', '<think>\n要写 {"title": …}\n</think>\n\n'],
    ['a closing one alone', '要写 {"title": …}\n</think>\n\n'],
    ['a closing one and a fence', '要写\n```json\n{}\n</think>\n```json\n'],
  ])('has the extras and marks read that stand behind thoughts with %s', async (_what, thoughts) => {
    const end = thoughts.endsWith('json\n') ? '\n```' : ''
    school.making = [tells(`${thoughts}${said()}${end}`)]
    expect(await school.extrasOf()).toMatchObject({ status: 'ready', title: '一元一次方程' })
    const marks = said({ correction: { items: [item()] } })
    school.making = [tells(`${thoughts}${marks}${end}`)]
    const checkedExtras = await school.extrasOf({ mode: 'check', image_urls: [await school.page()] })
    expect(checkedExtras).toMatchObject({ status: 'ready', correction: { wrong: 1 } })
    expect(school.askedForExtras).toHaveLength(2)
  })

  test('whose prompt opens them has its text told as it is, where nobody set that', async () => {
    const text = '先想：不对。\n</think>\n\n等于 2。'
    school.answering = tells(text)
    for (const request of ['request-1', 'request-2']) {
      const client = await asked({ content: '1+1=?' }, request)
      expect([client.text, joined(client.frames, 'reasoning')]).toEqual([text, ''])
    }
  })

  test('has extras whose words are tags read as they stand', async () => {
    school.making = [tells(said({ title: '</think> 是什么' }))]
    expect(await school.extrasOf()).toMatchObject({ status: 'ready', title: '</think> 是什么' })
  })
})

test('a server that is killed behind the thoughts has the next one go on with the answer alone', async () => {
  const dataDirectory = await mkdtemp(join(tmpdir(), 'tutor-thoughts-'))
  const running: ServerProcess[] = []
  let answering: Behaviour = (response) =>
    sendChunks(response, ['<think>想', '</think>\n\n一加', '一等于'].map(delta))
  const endpoint = await ChatEndpoint.start((response, request) => answering(response, request))
  const start = async (): Promise<string> => {
    const server = startServerProcess({
      DATA_DIR: dataDirectory,
      JWT_SECRET: 'the secret of both processes, long enough',
      OPENAI_BASE_URL: endpoint.baseUrl,
      OPENAI_API_KEY: 'key',
      OPENAI_MODEL: 'scripted',
    })
    running.push(server)
    return server.ready
  }
  const kill = async (): Promise<void> => {
    for (const { child, ended } of running.splice(0)) {
      child.kill('SIGKILL')
      await ended
    }
  }
  try {
    const address = await start()
    const login = await fetch(`${address}/api/v1/auth/dev-login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name: '安娜' }),
    })
    const { access_token: token } = (await login.json()) as LoginResult
    const client = new AskClient(address, { token, request_id: 'request-1', params: { content: '1+1=?' } })
    await client.until(() => client.text === '一加一等于')
    // The drafts are written within a second.
    await new Promise((resolve) => setTimeout(resolve, 1500))
    await kill()

    answering = tells('<think>再想：已写了“一加一等于”。</think>\n\n二。')
    const next = await start()
    const resumed = new AskClient(next, { type: 'resume', token, request_id: 'request-1', after_seq: 0 })
    await resumed.closed
    expect(endpoint.bodies[1]?.messages).toContainEqual({ role: 'assistant', content: '一加一等于' })
    expect(resumed.text).toBe('一加一等于二。')
    const path = `${next}/api/v1/learning/sessions/${resumed.done?.session_id}/history`
    const reply = await fetch(path, { headers: { authorization: `Bearer ${token}` } })
    const { items } = (await reply.json()) as HistoryPage
    expect(items[0]?.answer?.content).toBe('一加一等于二。')
  } finally {
    await kill()
    await endpoint.close()
    await rm(dataDirectory, { recursive: true, force: true })
  }
})
