import { errorMessage } from '../../miniprogram/messages/zh-CN'
import type { Reply } from '../support/fake-server'
import { aServerForEachTest, SESSIONS, session } from './with-server'

const on = aServerForEachTest()

describe('sessions and their history', () => {
  test('are listed page by page, with a search', async () => {
    const correction = { right: 4, wrong: 2, unanswered: 1, unclear: 0 }
    const listed = { ...session, state: 'running', thumbnail_url: '/api/v1/files/1', correction }
    const page = { items: [listed], total: 1, page: 1, size: 20 }
    const path = `${SESSIONS}?page=1&size=20&search=${encodeURIComponent('分 数')}`
    on.server.on(`GET ${path}`, { status: 200, body: { ...page, newer: true } })
    expect(await on.program().listSessions({ page: 1, size: 20, search: '分 数' })).toEqual(page)
    expect(on.server.to(path)[0]?.headers.Authorization).toBe('Bearer dev access')
  })

  test('are created, read, renamed and deleted', async () => {
    on.server
      .on(`POST ${SESSIONS}`, { status: 201, body: session })
      .on(`GET ${SESSIONS}/s1`, { status: 200, body: session })
      .on(`POST ${SESSIONS}/s1`, { status: 200, body: { ...session, title: '小数' } })
      .on(`DELETE ${SESSIONS}/s1`, { status: 204 })
    const api = on.program()
    expect(await api.createSession({ title: '分数' })).toEqual(session)
    expect(await api.getSession('s1')).toEqual(session)
    expect(await api.renameSession('s1', '小数')).toMatchObject({ title: '小数' })
    await api.deleteSession('s1')
    // `wx.request` knows no PATCH.
    expect(on.server.calls.find(({ body }) => JSON.stringify(body) === '{"title":"小数"}')).toMatchObject({
      method: 'POST',
      headers: { 'X-HTTP-Method-Override': 'PATCH', 'Content-Type': 'application/json' },
    })
  })

  test('a history is read into its types, newest last', async () => {
    const answer = {
      answer_id: 'a1',
      status: 'done',
      content: '2',
      reasoning: null,
      finish_reason: 'stop',
      usage: { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3 },
      error_code: null,
      rating: 'up',
      extras: { status: 'ready', title: '加法', subject: 'math', follow_ups: ['2+2?'], correction: null },
    }
    const question = {
      question_id: 'q1',
      request_id: 'r1',
      content: '1+1?',
      image_urls: ['/api/v1/files/1?signature=x'],
      created_at: '2026-01-01T00:00:00.000Z',
      mode: 'hint',
      about: 'q0',
      mistake_id: 'm1',
      answer,
      answers: [{ ...answer, answer_id: 'a0', content: '3' }, answer],
      extras: answer.extras,
    }
    const unanswered = { ...question, question_id: 'q2', answer: null, answers: [], extras: null }
    const page = { items: [question, unanswered], has_more: true }
    on.server.on(`GET ${SESSIONS}/s1/history?before=q3&limit=2`, { status: 200, body: page })
    expect(await on.program().getHistory('s1', { before: 'q3', limit: 2 })).toMatchObject(page)
  })

  test('of an older server have neither page nor correction, and one answer to a question', async () => {
    const answer = { answer_id: 'a1', status: 'done', content: '2', finish_reason: 'stop' }
    const items = [{ question_id: 'q1', request_id: 'r1', content: '1+1?', answer }]
    on.server
      .on(`GET ${SESSIONS}`, { status: 200, body: { items: [session], total: 1, page: 1, size: 20 } })
      .on(`GET ${SESSIONS}/s1/history`, { status: 200, body: { items, has_more: false } })
    const api = on.program()
    const listed = (await api.listSessions()).items
    expect(listed).toEqual([{ ...session, state: 'done', thumbnail_url: null, correction: null }])
    const [question] = (await api.getHistory('s1')).items
    expect(question).toMatchObject({ mode: null, about: null, mistake_id: null, extras: null })
    expect(question?.answers).toEqual([question?.answer])
  })

  test('an opinion of an answer is sent', async () => {
    on.server.on('POST /api/v1/learning/feedback', { status: 204 })
    await on.program().sendFeedback('a1', 'down', '看不懂')
    expect(on.server.to('/api/v1/learning/feedback')[0]?.body).toEqual({
      answer_id: 'a1',
      rating: 'down',
      reason: '看不懂',
    })
  })

  test.each<[string, Reply, object]>([
    [
      'the server’s refusal',
      { status: 404, body: { code: 'NOT_FOUND', message: '没有' } },
      { code: 'NOT_FOUND', message: '没有', retryable: false },
    ],
    [
      'a refusal that passes',
      { status: 429, body: { code: 'RATE_LIMITED', message: '慢', retry_after_ms: 9 } },
      { code: 'RATE_LIMITED', retryable: true, retryAfterMs: 9 },
    ],
    [
      'a refusal that says itself whether it passes',
      { status: 429, body: { code: 'RATE_LIMITED', message: '明天', retryable: false, retry_after_ms: -1 } },
      { code: 'RATE_LIMITED', message: '明天', retryable: false },
    ],
    [
      'a refusal that names pages',
      { status: 400, body: { code: 'BAD_REQUEST', message: '图片', missing_pages: [2, 0, 'x'] } },
      { code: 'BAD_REQUEST', retryable: false, missingPages: [2] },
    ],
    [
      'a proxy’s words without a code',
      { status: 403, body: { message: 'Forbidden by policy 7' } },
      { code: 'AUTH_ERROR', message: errorMessage('AUTH_ERROR') },
    ],
    ['a proxy’s page', { status: 502, body: '<html>' }, { code: 'SERVER_ERROR' }],
    [
      'a body that is not the contract’s',
      { status: 200, body: { ...session, title: 5 } },
      { code: 'SERVER_ERROR' },
    ],
    ['no network', 'no network', { code: 'NETWORK_ERROR', retryable: true }],
  ])('%s is a LearningError', async (_, reply, error) => {
    on.server.on(`GET ${SESSIONS}/s1`, reply)
    const api = on.program()
    const failure = await api.getSession('s1').catch((reason: unknown) => reason)
    expect(failure).toBeInstanceOf(api.LearningError)
    expect(failure).toMatchObject(error)
    // A number that is no time is none.
    expect(failure).not.toHaveProperty('retryAfterMs', -1)
  })
})
