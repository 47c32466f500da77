import type * as Learning from '../../miniprogram/api/learning'
import { errorMessage } from '../../miniprogram/messages/zh-CN'
import { recordConsole } from '../support/ask'
import { FakeServer, login, type Reply } from '../support/fake-server'
import { FakeWx, installWx } from '../support/fake-wx'
import { settle } from '../support/settle'

let server: FakeServer
let phone: FakeWx

/** A new run of the program on the phone that the last one used. */
function program(more: object = {}): typeof Learning {
  installWx({ ...phone.whole(), request: server.request, ...more })
  jest.resetModules()
  return require('../../miniprogram/api/learning')
}

beforeEach(() => {
  recordConsole()
  phone = new FakeWx()
  server = new FakeServer().on('POST /api/v1/auth/dev-login', login('dev'))
})

afterEach(() => {
  jest.restoreAllMocks()
})

const session = {
  id: 's1',
  title: '分数',
  subject: null,
  question_count: 2,
  total_tokens: 30,
  created_at: '2026-01-01T00:00:00.000Z',
  last_active_at: '2026-01-02T00:00:00.000Z',
}
const SESSIONS = '/api/v1/learning/sessions'

describe('sessions and their history', () => {
  test('are listed page by page, with a search', async () => {
    const correction = { right: 4, wrong: 2, unanswered: 1, unclear: 0 }
    const listed = { ...session, state: 'running', thumbnail_url: '/api/v1/files/1', correction }
    const page = { items: [listed], total: 1, page: 1, size: 20 }
    const path = `${SESSIONS}?page=1&size=20&search=${encodeURIComponent('分 数')}`
    server.on(`GET ${path}`, { status: 200, body: { ...page, newer: true } })
    expect(await program().listSessions({ page: 1, size: 20, search: '分 数' })).toEqual(page)
    expect(server.to(path)[0]?.headers.Authorization).toBe('Bearer dev access')
  })

  test('are created, read, renamed and deleted', async () => {
    server
      .on(`POST ${SESSIONS}`, { status: 201, body: session })
      .on(`GET ${SESSIONS}/s1`, { status: 200, body: session })
      .on(`POST ${SESSIONS}/s1`, { status: 200, body: { ...session, title: '小数' } })
      .on(`DELETE ${SESSIONS}/s1`, { status: 204 })
    const api = program()
    expect(await api.createSession({ title: '分数' })).toEqual(session)
    expect(await api.getSession('s1')).toEqual(session)
    expect(await api.renameSession('s1', '小数')).toMatchObject({ title: '小数' })
    await api.deleteSession('s1')
    // `wx.request` knows no PATCH.
    expect(server.calls.find(({ body }) => JSON.stringify(body) === '{"title":"小数"}')).toMatchObject({
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
    server.on(`GET ${SESSIONS}/s1/history?before=q3&limit=2`, { status: 200, body: page })
    expect(await program().getHistory('s1', { before: 'q3', limit: 2 })).toMatchObject(page)
  })

  test('of an older server have neither page nor correction, and one answer to a question', async () => {
    const answer = { answer_id: 'a1', status: 'done', content: '2', finish_reason: 'stop' }
    const items = [{ question_id: 'q1', request_id: 'r1', content: '1+1?', answer }]
    server
      .on(`GET ${SESSIONS}`, { status: 200, body: { items: [session], total: 1, page: 1, size: 20 } })
      .on(`GET ${SESSIONS}/s1/history`, { status: 200, body: { items, has_more: false } })
    const api = program()
    const listed = (await api.listSessions()).items
    expect(listed).toEqual([{ ...session, state: 'done', thumbnail_url: null, correction: null }])
    const [question] = (await api.getHistory('s1')).items
    expect(question).toMatchObject({ mode: null, about: null, mistake_id: null, extras: null })
    expect(question?.answers).toEqual([question?.answer])
  })

  test('an opinion of an answer is sent', async () => {
    server.on('POST /api/v1/learning/feedback', { status: 204 })
    await program().sendFeedback('a1', 'down', '看不懂')
    expect(server.to('/api/v1/learning/feedback')[0]?.body).toEqual({
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
    server.on(`GET ${SESSIONS}/s1`, reply)
    const api = program()
    const failure = await api.getSession('s1').catch((reason: unknown) => reason)
    expect(failure).toBeInstanceOf(api.LearningError)
    expect(failure).toMatchObject(error)
    // A number that is no time is none.
    expect(failure).not.toHaveProperty('retryAfterMs', -1)
  })
})

describe('the login', () => {
  const ok = { status: 200, body: session }
  const refused = { status: 401, body: { code: 'AUTH_EXPIRED', message: '过期' } }

  test('in develop is the development login, made once for all that need it and kept for the next run', async () => {
    server.on(`GET ${SESSIONS}/s1`, ok)
    const api = program()
    await Promise.all([api.getSession('s1'), api.getSession('s1'), api.getSession('s1')])
    await program().getSession('s1')
    expect(server.to('/api/v1/auth/dev-login')).toHaveLength(1)
    expect(server.to(`${SESSIONS}/s1`)).toHaveLength(4)
  })

  test('else is by the code of wx.login', async () => {
    server.on(`GET ${SESSIONS}/s1`, ok).on('POST /api/v1/auth/wechat-login', login('wechat'))
    const wx = {
      getAccountInfoSync: () => ({ miniProgram: { envVersion: 'release' } }),
      login: ({ success }: { success(result: { code: string }): void }) => success({ code: 'once' }),
    }
    await program(wx).getSession('s1')
    expect(server.to('/api/v1/auth/wechat-login')[0]?.body).toEqual({ code: 'once' })
    expect(server.to(`${SESSIONS}/s1`)[0]?.headers.Authorization).toBe('Bearer wechat access')
  })

  test('is refreshed once when a call is refused, and the call repeated', async () => {
    server.on(`GET ${SESSIONS}/s1`, refused, refused, ok).on('POST /api/v1/auth/refresh', login('new'))
    const api = program()
    await Promise.all([api.getSession('s1'), api.getSession('s1')])
    expect(server.to('/api/v1/auth/refresh').map(({ body }) => body)).toEqual([
      { refresh_token: 'dev refresh' },
    ])
    expect(server.to(`${SESSIONS}/s1`).map(({ headers }) => headers.Authorization)).toEqual([
      'Bearer dev access',
      'Bearer dev access',
      'Bearer new access',
      'Bearer new access',
    ])
  })

  test('is made anew where the refresh token is no longer good', async () => {
    server
      .on('POST /api/v1/auth/dev-login', login('first'), login('second'))
      .on(`GET ${SESSIONS}/s1`, refused, ok)
      .on('POST /api/v1/auth/refresh', { status: 401, body: { code: 'AUTH_ERROR', message: '请登录' } })
    await program().getSession('s1')
    expect(server.to('/api/v1/auth/dev-login')).toHaveLength(2)
  })

  test('that is refused again is AUTH_EXPIRED, not a loop', async () => {
    server.on(`GET ${SESSIONS}/s1`, refused).on('POST /api/v1/auth/refresh', login('new'))
    await expect(program().getSession('s1')).rejects.toMatchObject({ code: 'AUTH_EXPIRED' })
    expect(server.to(`${SESSIONS}/s1`)).toHaveLength(2)
  })

  test('is made once where the storage is full, and not with every call', async () => {
    server.on(`GET ${SESSIONS}/s1`, ok)
    const full = () => {
      throw new Error('exceed max size')
    }
    const api = program({ setStorageSync: full })
    await api.getSession('s1')
    await api.getSession('s1')
    expect(server.to('/api/v1/auth/dev-login')).toHaveLength(1)
  })

  test('of one server is not shown to another', async () => {
    server.on(`GET ${SESSIONS}/s1`, ok)
    await program().getSession('s1')
    phone.storage.set('server-address', 'http://10.0.0.9:8000')
    await program().getSession('s1')
    expect(server.to('/api/v1/auth/dev-login')).toHaveLength(2)
  })

  test('gives an answer another token when the first has expired', async () => {
    server.on('POST /api/v1/auth/refresh', login('new'))
    const stream = program().askQuestionStream({ content: '1+1?' })
    await settle()
    phone.socket.open()
    phone.socket.frame({ type: 'error', code: 'AUTH_EXPIRED', message: '过期', retryable: true })
    await settle()
    phone.socket.open()
    expect(phone.socket.sent).toMatchObject([
      { type: 'ask', token: 'new access', request_id: stream.requestId },
    ])
    stream.stop()
    phone.socket.drop()
    await stream.result
  })

  test('that the host has no way to is AUTH_ERROR, and no socket is opened', async () => {
    const stream = program({ request: undefined }).askQuestionStream({ content: '1+1?' })
    await expect(stream.result).rejects.toMatchObject({ code: 'AUTH_ERROR', retryable: false })
    expect(phone.sockets).toHaveLength(0)
  })

  test('gives an answer its token, and is forgotten when the server knows it no longer', async () => {
    const stream = program().askQuestionStream({ content: '1+1?' })
    await settle()
    phone.socket.open()
    expect(phone.socket.options.url).toBe('ws://127.0.0.1:8000/api/v1/learning/ws/ask')
    expect(phone.socket.sent).toMatchObject([{ type: 'ask', token: 'dev access' }])
    phone.socket.frame({ type: 'error', code: 'AUTH_ERROR', message: '请登录', retryable: false })
    await expect(stream.result).rejects.toMatchObject({ code: 'AUTH_ERROR' })
    expect(phone.storage.has('login')).toBe(false)
  })
})

describe('a page', () => {
  const uploaded = { id: 'f1', url: '/api/v1/files/f1?signature=x', width: 10, height: 20, bytes: 300 }

  /** A host whose uploads the test answers. */
  function uploads() {
    const started: {
      options: {
        url: string
        filePath: string
        name: string
        header: Record<string, string>
        timeout: number
        success(result: object): void
        fail(reason: object): void
      }
      progress: (result: { progress: number }) => void
      aborted: boolean
    }[] = []
    const uploadFile = (options: (typeof started)[number]['options']) => {
      const upload: (typeof started)[number] = { options, progress: () => {}, aborted: false }
      started.push(upload)
      return {
        abort: () => {
          upload.aborted = true
        },
        onProgressUpdate: (listener: (result: { progress: number }) => void) => {
          upload.progress = listener
        },
      }
    }
    return { started, uploadFile }
  }

  test('is uploaded with the login, tells its progress, and gives the file', async () => {
    const { started, uploadFile } = uploads()
    const told: number[] = []
    const api = program({ uploadFile })
    const upload = api.uploadPage('wxfile://page.jpg', (percent) => told.push(percent))
    await settle()
    expect(started[0]?.options).toMatchObject({
      url: 'http://127.0.0.1:8000/api/v1/files',
      filePath: 'wxfile://page.jpg',
      name: 'file',
      header: { Authorization: 'Bearer dev access' },
    })
    started[0]?.progress({ progress: 40 })
    started[0]?.options.success({ statusCode: 200, data: JSON.stringify(uploaded) })
    expect(await upload.result).toEqual(uploaded)
    expect(told).toEqual([40])
    expect(api.fileAddress(uploaded.url)).toBe(`http://127.0.0.1:8000${uploaded.url}`)
  })

  test('that is given up rejects, before and while it is on its way', async () => {
    const { started, uploadFile } = uploads()
    const api = program({ uploadFile })
    const early = api.uploadPage('one')
    early.abort()
    await expect(early.result).rejects.toMatchObject({ code: 'NETWORK_ERROR' })
    expect(started).toHaveLength(0)
    const late = api.uploadPage('two')
    await settle()
    late.abort()
    expect(started[0]?.aborted).toBe(true)
    await expect(late.result).rejects.toMatchObject({ code: 'NETWORK_ERROR' })
  })

  test('has five minutes at least, and more where it is large or nobody tells how large it is', async () => {
    const { started, uploadFile } = uploads()
    const sizes: Record<string, number> = { small: 300_000, large: 8 * 1024 * 1024 }
    const getFileSystemManager = () => ({
      getFileInfo: (options: { filePath: string; success(result: object): void; fail(): void }) => {
        const size = sizes[options.filePath]
        if (size === undefined) options.fail()
        else options.success({ size })
      },
    })
    const api = program({ uploadFile, getFileSystemManager })
    const begun = ['small', 'large', 'of no size'].map((path) => api.uploadPage(path))
    await settle()
    expect(started.map(({ options }) => options.timeout)).toEqual([300_000, 524_288, 655_360])
    for (const { abort } of begun) abort()
    await Promise.allSettled(begun.map(({ result }) => result))
  })

  test('of a file that is no longer on the device says so, once the upload has failed', async () => {
    const { started, uploadFile } = uploads()
    const getFileSystemManager = () => ({
      getFileInfo: (options: { filePath: string; fail(reason: object): void }) =>
        options.fail({ errMsg: `getFileInfo:fail no such file or directory, access '${options.filePath}'` }),
    })
    const upload = program({ uploadFile, getFileSystemManager }).uploadPage('cleared.jpg')
    await settle()
    started[0]?.options.fail({ errMsg: 'uploadFile:fail' })
    await expect(upload.result).rejects.toMatchObject({ code: 'FILE_GONE', retryable: false })
  })

  test.each<[number, string, boolean]>([
    [408, 'NETWORK_ERROR', true],
    [429, 'RATE_LIMITED', true],
    [499, 'NETWORK_ERROR', true],
    [500, 'SERVER_ERROR', true],
    [502, 'SERVER_ERROR', true],
    [400, 'BAD_REQUEST', false],
    [413, 'BAD_REQUEST', false],
  ])('that ends with status %i is %s, retryable: %s', async (statusCode, code, retryable) => {
    const { started, uploadFile } = uploads()
    const upload = program({ uploadFile }).uploadPage('page.jpg')
    await settle()
    started[0]?.options.success({ statusCode, data: '<html>' })
    await expect(upload.result).rejects.toMatchObject({ code, retryable })
  })

  test('whose time is over at the server, in whatever words, may be sent again', async () => {
    const { started, uploadFile } = uploads()
    const upload = program({ uploadFile }).uploadPage('page.jpg')
    await settle()
    started[0]?.options.success({ statusCode: 408, data: '{"code":"BAD_REQUEST","message":"请求内容有误"}' })
    await expect(upload.result).rejects.toMatchObject({ code: 'NETWORK_ERROR', retryable: true })
  })

  test('that the server refuses is told as it says', async () => {
    const { started, uploadFile } = uploads()
    const upload = program({ uploadFile }).uploadPage('a.txt')
    await settle()
    started[0]?.options.success({ statusCode: 400, data: '{"code":"BAD_REQUEST","message":"不是图片"}' })
    await expect(upload.result).rejects.toMatchObject({ code: 'BAD_REQUEST', message: '不是图片' })
  })
})
