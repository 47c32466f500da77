import { ModelError, type TutorModel } from '../../src/model/model'
import { AskClient } from '../http/ask-client'
import { ScriptedModel } from '../http/scripted-model'
import { startTestServer, type TestServer } from '../http/test-server'

const broken: TutorModel = {
  name: 'broken',
  canContinue: true,
  // biome-ignore lint/correctness/useYield: it fails before its first word.
  async *answer() {
    throw new ModelError('MODEL_UNAVAILABLE', 'it is gone', true)
  },
}

describe('what is counted of an answer', () => {
  let server: TestServer

  afterEach(() => server.close())

  async function ask(message: object = {}): Promise<AskClient> {
    const { access_token: token } = await server.login('安娜')
    const client = new AskClient(server.address, { token, params: { content: '1+1=?' }, ...message })
    await client.closed
    return client
  }

  /** Each series with its labels, and its value. */
  async function metrics(): Promise<Map<string, number>> {
    const { bytes } = await server.call('GET', '/metrics')
    const lines = bytes
      .toString()
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'))
    return new Map(
      lines.map((line) => {
        const at = line.lastIndexOf(' ')
        return [line.slice(0, at), Number(line.slice(at + 1))]
      }),
    )
  }

  test('by its model: how long until its first word, how long in all, and who took over from whom', async () => {
    server = await startTestServer({ model: broken, otherModels: [new ScriptedModel(['二', '。'], 1)] })
    expect((await ask()).done).toBeDefined()
    const { name } = new ScriptedModel()
    const counted = await metrics()
    expect(counted.get(`tutor_model_fallbacks_total{from="broken",to="${name}"}`)).toBe(1)
    expect(counted.get(`tutor_model_first_word_seconds_count{model="${name}"}`)).toBe(1)
    expect(counted.get(`tutor_model_first_word_seconds_count{model="broken"}`)).toBeUndefined()
    expect(counted.get(`tutor_model_seconds_count{model="${name}",outcome="answered"}`)).toBe(1)
    expect(counted.get('tutor_model_seconds_count{model="broken",outcome="failed"}')).toBe(1)
  })

  test('by its connections: the longest silence of each, and that none stays open', async () => {
    server = await startTestServer({ model: new ScriptedModel(['二', '。'], 30) })
    await ask()
    const counted = await metrics()
    expect(counted.get('tutor_frame_gap_seconds_count')).toBe(1)
    expect(counted.get('tutor_frame_gap_seconds_sum')).toBeGreaterThan(0.02)
    expect(counted.get('tutor_answer_wait_seconds_count')).toBe(1)
    expect(counted.get('tutor_answers_waiting')).toBe(0)
    expect(counted.get('tutor_readers')).toBe(0)
  })

  test('every error that somebody is told, by its code, on sockets, event streams and calls', async () => {
    server = await startTestServer()
    await ask({ token: 'none' })
    await ask({ params: { content: '' } })
    await server.call('POST', '/api/v1/learning/ask-stream', { body: { params: { content: '1' } } })
    await server.call('GET', '/nowhere')
    const counted = await metrics()
    expect(counted.get('tutor_errors_total{code="AUTH_ERROR"}')).toBe(2)
    expect(counted.get('tutor_errors_total{code="BAD_REQUEST"}')).toBe(1)
    expect(counted.get('tutor_errors_total{code="NOT_FOUND"}')).toBe(1)
  })

  test('the time of statements, by their tables and kind', async () => {
    server = await startTestServer()
    await ask()
    const counted = await metrics()
    expect(counted.get('tutor_database_seconds_count{of="main",kind="insert"}')).toBeGreaterThan(0)
    expect(counted.get('tutor_database_seconds_count{of="drafts",kind="insert"}')).toBeGreaterThan(0)
  })
})
