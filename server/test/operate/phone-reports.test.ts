import fc from 'fast-check'
import type { AnswerReport } from '../../../typings/protocol'
import { version } from '../../package.json'
import { type Student, startTestServer, type TestServer } from '../http/test-server'

const REPORT: AnswerReport = {
  request_id: 'mb1-abc',
  outcome: 'done',
  first_content_ms: 1200,
  longest_gap_ms: 5100,
  resumes: { closed: 2, network: 1 },
  version,
}

describe('POST /api/v1/learning/reports', () => {
  let server: TestServer
  let anna: Student

  beforeEach(async () => {
    server = await startTestServer()
    anna = await server.login('安娜')
  })

  afterEach(() => server.close())

  const post = async (...reports: unknown[]) =>
    (await anna.call('POST', '/api/v1/learning/reports', { reports })).status

  /** The lines of /metrics that are about phones and count anything. */
  const counted = async () => {
    const { bytes } = await server.call('GET', '/metrics')
    return bytes
      .toString()
      .split('\n')
      .filter((line) => /^tutor_phone\w+(_total|_count)/.test(line) && !line.endsWith(' 0'))
      .sort()
  }

  test('becomes numbers, and a line of the log', async () => {
    expect(await post(REPORT, { ...REPORT, outcome: 'WS_MESSAGE_TIMEOUT', first_content_ms: null })).toBe(204)
    expect(await counted()).toEqual([
      'tutor_phone_answers_total{outcome="WS_MESSAGE_TIMEOUT",version="same"} 1',
      'tutor_phone_answers_total{outcome="done",version="same"} 1',
      'tutor_phone_first_content_seconds_count 1',
      'tutor_phone_longest_gap_seconds_count 2',
      'tutor_phone_resumes_total{cause="closed"} 4',
      'tutor_phone_resumes_total{cause="network"} 2',
    ])
    const [line, ...more] = server.log.filter((each) => each.includes('how an answer was on a phone'))
    const told = { request_id: 'mb1-abc', longest_gap_ms: 5100 }
    expect(JSON.parse(line ?? '{}')).toMatchObject({ reports: [told, told] })
    expect(more).toEqual([])
  })

  test.each([
    ['9.0.0', 'newer'],
    ['0.0.1', 'older'],
    ['', 'unknown'],
    ['旧版"} 1', 'unknown'],
    [7, 'unknown'],
  ])('tells of the version %s only how it compares: %s', async (given, told) => {
    expect(await post({ ...REPORT, version: given })).toBe(204)
    expect(await counted()).toContain(`tutor_phone_answers_total{outcome="done",version="${told}"} 1`)
  })

  test('never has a label of a client’s own words', async () => {
    const words = await fc.sample(fc.stringMatching(/^[\w.+-]{1,64}$/), 50)
    for (const outcome of words) await post({ ...REPORT, outcome, resumes: { [outcome]: 1 } })
    for (const line of await counted())
      expect(line).toMatch(/^tutor_phone_(answers_total\{outcome="other",version="same"\}|\w+_count) /)
  })

  test.each([
    ['none', []],
    ['eleven', Array.from({ length: 11 }, () => REPORT)],
    ['one that took longer than a day', [{ ...REPORT, longest_gap_ms: 1e9 }]],
    ['a negative time', [{ ...REPORT, first_content_ms: -1 }]],
    ['a text for a number', [{ ...REPORT, longest_gap_ms: '5' }]],
    ['ever so many resumes', [{ ...REPORT, resumes: { closed: 1e6 } }]],
    ['a line of the log for a request', [{ ...REPORT, request_id: '"}\n{' }]],
    ['an empty name of a request', [{ ...REPORT, request_id: '' }]],
    ['a long name of a request', [{ ...REPORT, request_id: 'r'.repeat(129) }]],
  ])('refuses %s, and counts nothing of it', async (_what, reports) => {
    expect(await post(...reports)).toBe(400)
    expect(await counted()).toEqual([])
  })

  test('takes nothing of somebody who is not logged in, and no large body', async () => {
    const reply = await server.call('POST', '/api/v1/learning/reports', { body: { reports: [REPORT] } })
    expect(reply.status).toBe(401)
    const large = { reports: [REPORT], more: 'x'.repeat(20_000) }
    expect((await anna.call('POST', '/api/v1/learning/reports', large)).status).toBe(413)
  })
})
