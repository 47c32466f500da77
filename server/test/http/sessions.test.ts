import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { AskParams, HistoryPage, Session, SessionPage, UploadedFile } from '../../../typings/protocol'
import { newId } from '../../src/store/identifiers'
import { pngImage, upload } from './images'
import { type Student, startTestServer, type TestServer } from './test-server'

const path = '/api/v1/learning/sessions'
const usage = { prompt_tokens: 3, completion_tokens: 4, total_tokens: 7 }

describe('sessions', () => {
  let server: TestServer
  let anna: Student
  let ben: Student

  beforeEach(async () => {
    server = await startTestServer()
    anna = await server.login('安娜')
    ben = await server.login('本')
  })

  afterEach(() => server.close())

  const create = async (body: object, student = anna) =>
    (await student.call('POST', path, body)).body as Session
  const list = async (query = '', student = anna) =>
    (await student.call('GET', `${path}${query}`)).body as SessionPage
  const history = async (id: string, query = '') =>
    (await anna.call('GET', `${path}/${id}/history${query}`)).body as HistoryPage
  const begin = async (params: Partial<AskParams>, student = anna) => {
    const asked = { userId: student.user.id, requestId: newId(), params: { content: '1+1=?', ...params } }
    return (await server.parts.answers.begin(asked)).answer
  }
  const save = (questionId: string, content = '2') =>
    server.parts.answers.save({
      questionId,
      fence: 0,
      status: 'done',
      content,
      reasoning: '',
      finishReason: 'stop',
      usage,
      seq: 5,
    })
  const uploadPage = async () => {
    const { headers, body } = upload(pngImage(2, 3))
    const reply = await server.call('POST', '/api/v1/files', {
      headers: { ...headers, ...anna.headers },
      body,
    })
    return reply.body as UploadedFile
  }

  test('a session is made, read, renamed and deleted', async () => {
    const made = await anna.call('POST', path, { title: ' 分数 ', subject: 'math' })
    expect(made.status).toBe(201)
    const session = made.body as Session
    expect(session).toEqual({
      id: expect.any(String),
      title: '分数',
      subject: 'math',
      question_count: 0,
      total_tokens: 0,
      created_at: expect.stringMatching(/Z$/),
      last_active_at: session.created_at,
    })
    expect((await anna.call('GET', `${path}/${session.id}`)).body).toEqual(session)
    const renamed = await anna.call('PATCH', `${path}/${session.id}`, { title: '小数' })
    expect(renamed.body).toEqual({ ...session, title: '小数' })
    expect((await anna.call('DELETE', `${path}/${session.id}`)).status).toBe(204)
    expect((await anna.call('GET', `${path}/${session.id}`)).status).toBe(404)
  })

  test('a phone, whose requests know no PATCH, renames by POST with a header that says so', async () => {
    const session = (await anna.call('POST', path, { title: '分数' })).body as Session
    const address = `${path}/${session.id}`
    const headers = { ...anna.headers, 'x-http-method-override': 'PATCH' }
    const renamed = await server.call('POST', address, { headers, body: { title: '小数' } })
    expect(renamed.body).toEqual({ ...session, title: '小数' })
    expect((await anna.call('POST', address, { title: '几何' })).status).toBe(404)
  })

  test('a session that nothing is said about gets a name', async () => {
    expect((await anna.call('POST', path)).body).toMatchObject({ title: '新的提问', subject: null })
  })

  test.each([
    ['POST', path, { title: '' }],
    ['POST', path, { title: 'x'.repeat(101) }],
    ['POST', path, { title: 5 }],
    ['GET', `${path}?page=0`, undefined],
    ['GET', `${path}?size=1000`, undefined],
    ['GET', `${path}?page=one`, undefined],
  ] as const)('%s %s with %j is refused', async (method, address, body) => {
    const reply = await anna.call(method, address, body)
    expect([reply.status, reply.body]).toMatchObject([400, { code: 'BAD_REQUEST' }])
  })

  test('the list is paged, the most recently active first', async () => {
    const sessions = []
    for (const title of ['一', '二', '三']) sessions.push(await create({ title }))
    const { questionId } = await begin({ session_id: sessions[0]?.id ?? '' })
    await save(questionId)
    const first = await list('?page=1&size=2')
    expect(first).toMatchObject({ total: 3, page: 1, size: 2 })
    expect(first.items.map((session) => session.title)).toEqual(['一', '三'])
    expect((await list('?page=2&size=2')).items.map((session) => session.title)).toEqual(['二'])
    expect((await list('?page=3&size=2')).items).toEqual([])
  })

  test('the list tells of each whether its last answer is being written, was not finished, or is done', async () => {
    const states = async () => (await list()).items.map(({ title, state }) => `${title} ${state}`)
    const { id } = await create({ title: '空' })
    expect(await states()).toEqual(['空 done'])
    const { questionId } = await begin({ session_id: id })
    expect(await states()).toEqual(['空 running'])
    await server.parts.answers.fail({
      questionId,
      fence: 0,
      content: '一半',
      reasoning: '',
      errorCode: 'MODEL_TIMEOUT',
      retryable: true,
      seq: 4,
    })
    expect(await states()).toEqual(['空 failed'])
    await save((await begin({ session_id: id })).questionId)
    expect(await states()).toEqual(['空 done'])
  })

  test('the list is searched by title and question, as text and not as a pattern', async () => {
    await create({ title: '100% 对', subject: 'math' })
    await create({ title: 'Past Tense', subject: 'english' })
    await begin({ content: '什么是勾股定理？', subject: 'math' })
    const titles = async (query: string) => (await list(query)).items.map((session) => session.title)
    const search = (text: string) => titles(`?search=${encodeURIComponent(text)}`)
    expect(await search('tense')).toEqual(['Past Tense'])
    expect(await search('勾股')).toEqual(['什么是勾股定理？'])
    expect(await search('0%')).toEqual(['100% 对'])
    expect(await search('%')).toEqual(['100% 对'])
    expect(await search('_')).toEqual([])
    expect(await search("'; drop table question; --")).toEqual([])
    expect(await titles('?subject=math')).toEqual(['什么是勾股定理？', '100% 对'])
    expect(await titles(`?subject=math&search=${encodeURIComponent('勾股')}`)).toHaveLength(1)
  })

  test('the list of a subject has all of it, by whichever of its names each session and the question for it say it', async () => {
    for (const subject of ['math', '数学', '物理', 'english', '天文'])
      await create({ title: subject, subject })
    const titles = async (subject: string) =>
      (await list(`?subject=${encodeURIComponent(subject)}`)).items.map((session) => session.title)
    for (const name of ['math', '数学', 'Maths']) expect(await titles(name)).toEqual(['数学', 'math'])
    expect(await titles('physics')).toEqual(['物理'])
    expect(await titles('天文')).toEqual(['天文'])
    expect(await titles('历史')).toEqual([])
  })

  test("what is somebody else's is 404, whatever is done to it, and stays as it is", async () => {
    const session = await create({ title: '安娜的' })
    const { questionId } = await begin({ session_id: session.id })
    const { answerId } = await save(questionId)
    const own = `${path}/${session.id}`
    const replies = [
      await ben.call('GET', own),
      await ben.call('PATCH', own, { title: '本的' }),
      await ben.call('DELETE', own),
      await ben.call('GET', `${own}/history`),
      await ben.call('POST', '/api/v1/learning/feedback', { answer_id: answerId, rating: 'down' }),
    ]
    for (const reply of replies) {
      expect([reply.status, reply.body]).toEqual([404, { code: 'NOT_FOUND', message: '没有找到相关内容' }])
    }
    expect((await list('', ben)).items).toEqual([])
    expect((await anna.call('GET', own)).body).toMatchObject({ title: '安娜的', question_count: 1 })
  })

  test.each(['GET', 'PATCH', 'DELETE'] as const)('%s needs a token', async (method) => {
    const { id } = await create({ title: '安娜的' })
    const reply = await server.call(method, `${path}/${id}`)
    expect([reply.status, reply.body]).toEqual([401, { code: 'AUTH_ERROR', message: '请先登录' }])
  })

  test('the history is newest last and leads back page by page', async () => {
    const { id } = await create({ title: '加法' })
    for (const content of ['一', '二', '三', '四', '五']) {
      const { questionId } = await begin({ session_id: id, content })
      await save(questionId, `答${content}`)
    }
    const contents = (page: HistoryPage) => page.items.map((item) => item.content)
    const newest = await history(id, '?limit=2')
    expect([contents(newest), newest.has_more]).toEqual([['四', '五'], true])
    const middle = await history(id, `?limit=2&before=${newest.items[0]?.question_id}`)
    expect([contents(middle), middle.has_more]).toEqual([['二', '三'], true])
    const oldest = await history(id, `?limit=2&before=${middle.items[0]?.question_id}`)
    expect([contents(oldest), oldest.has_more]).toEqual([['一'], false])
    expect((await anna.call('GET', `${path}/${id}/history?before=yesterday`)).status).toBe(400)
  })

  test('the history tells of an answer what is known: saved, under way, or failed', async () => {
    const { id } = await create({ title: '加法' })
    const saved = await begin({ session_id: id, content: '一' })
    const { answerId } = await save(saved.questionId)
    const running = await begin({ session_id: id, content: '二' })
    const { answers } = server.parts
    await answers.appendDrafts([
      { questionId: running.questionId, fence: 0, content: '正在', reasoning: '想', seq: 3 },
    ])
    const failed = await begin({ session_id: id, content: '三' })
    await answers.fail({
      questionId: failed.questionId,
      fence: 0,
      content: '一半',
      reasoning: '',
      errorCode: 'MODEL_TIMEOUT',
      retryable: true,
      seq: 4,
    })
    const { items } = await history(id)
    const nothing = { answer_id: null, finish_reason: null, usage: null, rating: null, model: null }
    expect(items.map((item) => item.answer)).toMatchObject([
      {
        answer_id: answerId,
        status: 'done',
        content: '2',
        reasoning: null,
        finish_reason: 'stop',
        usage,
        error_code: null,
        rating: null,
        model: null,
      },
      { ...nothing, status: 'generating', content: '正在', reasoning: '想', error_code: null },
      { ...nothing, status: 'failed', content: '一半', reasoning: null, error_code: 'MODEL_TIMEOUT' },
    ])
    expect(items[1]).toMatchObject({ question_id: running.questionId, request_id: running.requestId })
  })

  test('the history gives the pages in order, with addresses that an image can open', async () => {
    const pages = [await uploadPage(), await uploadPage(), await uploadPage()].reverse()
    const { sessionId } = await begin({ content: '', image_urls: pages.map((page) => page.url) })
    const urls = (await history(sessionId)).items[0]?.image_urls ?? []
    expect(urls.map((url) => url.split('?')[0])).toEqual(pages.map((page) => page.url.split('?')[0]))
    for (const url of urls) expect((await server.call('GET', url)).status).toBe(200)
    expect((await anna.call('GET', `${path}/${sessionId}`)).body).toMatchObject({ title: '图片提问' })
  })

  test('with a session go its answers, drafts and pages, but no page that another question needs', async () => {
    const shared = await uploadPage()
    const alone = await uploadPage()
    const kept = await begin({ image_urls: [shared.url] })
    const gone = await begin({ image_urls: [shared.url, alone.url] })
    await server.parts.answers.appendDrafts([
      { questionId: gone.questionId, fence: 0, content: 'x', reasoning: '', seq: 1 },
    ])
    expect((await anna.call('DELETE', `${path}/${gone.sessionId}`)).status).toBe(204)

    expect(await readdir(join(server.config.dataDirectory, 'files'))).toEqual([shared.id])
    expect((await server.call('GET', shared.url)).status).toBe(200)
    expect((await server.call('GET', alone.url)).status).toBe(404)
    expect(await server.parts.answers.find(anna.user.id, gone.requestId)).toBeUndefined()
    expect(await server.parts.database.drafts.questionIds()).toEqual([])
    expect((await list()).items.map((session) => session.id)).toEqual([kept.sessionId])
  })

  test('an opinion is kept, replaced by a later one, taken back, and shown in the history', async () => {
    const { questionId, sessionId } = await begin({})
    const { answerId } = await save(questionId)
    const rate = (rating: unknown, reason?: string) =>
      anna.call('POST', '/api/v1/learning/feedback', { answer_id: answerId, rating, reason })
    const rating = async () => (await history(sessionId)).items[0]?.answer?.rating
    expect((await rate('up')).status).toBe(204)
    expect(await rating()).toBe('up')
    expect((await rate('down', '算错了')).status).toBe(204)
    expect(await rating()).toBe('down')
    expect((await rate(null)).status).toBe(204)
    expect(await rating()).toBeNull()
    expect((await rate(null)).status).toBe(204)
    expect((await rate('so so')).status).toBe(400)
    const unknown = { answer_id: newId(), rating: 'up' }
    expect((await anna.call('POST', '/api/v1/learning/feedback', unknown)).status).toBe(404)
    const another = { answer_id: answerId, rating: null }
    expect((await ben.call('POST', '/api/v1/learning/feedback', another)).status).toBe(404)
  })

  test('are counted, six hundred for each student', async () => {
    const left = async (student: Student) => {
      const { headers } = await student.call('GET', path)
      return ['limit', 'remaining'].map((name) => headers.get(`x-ratelimit-${name}`))
    }
    expect([await left(anna), await left(anna), await left(ben)]).toEqual([
      ['600', '599'],
      ['600', '598'],
      ['600', '599'],
    ])
  })
})
