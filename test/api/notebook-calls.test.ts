import type * as Learning from '../../miniprogram/api/learning'
import { recordConsole } from '../support/ask'
import { FakeServer, login } from '../support/fake-server'
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

const MISTAKES = '/api/v1/learning/mistakes'
const next = {
  again: '2026-11-28T10:01:00.000Z',
  hard: '2026-11-28T10:06:00.000Z',
  good: '2026-11-28T10:10:00.000Z',
  easy: '2026-12-06T10:00:00.000Z',
}
const mistake = {
  id: 'm1',
  subject: 'math',
  text: '3 + 5',
  student_answer: '9',
  correct_answer: '8',
  reason: null,
  points: ['加法'],
  note: null,
  page_url: '/api/v1/files/1?signature=x',
  box: [0.1, 0.2, 0.3, 0.4],
  question_id: 'q1',
  no: '1',
  created_at: '2026-11-28T10:00:00.000Z',
  due_at: '2026-11-28T10:00:00.000Z',
  reviews: 0,
  mastered: false,
  next,
}

describe('the mistake book', () => {
  test('is listed page by page, by subject, point, words and what is due', async () => {
    const page = { items: [mistake], total: 1, due: 4, page: 2, size: 5 }
    const wanted = `subject=math&point=${encodeURIComponent('加法')}&search=${encodeURIComponent('3 %')}`
    server.on(`GET ${MISTAKES}?${wanted}&due=true&page=2&size=5`, { status: 200, body: page })
    const query = { subject: 'math', point: '加法', search: '3 %', due: true, page: 2, size: 5 }
    expect(await program().listMistakes(query)).toEqual(page)
    server.on(`GET ${MISTAKES}`, { status: 200, body: page })
    expect(await program().listMistakes({ due: false })).toEqual(page)
  })

  test('leaves out what cannot be read, and takes a box that is none as not known', async () => {
    const items = [
      { ...mistake, next: {} },
      { ...mistake, id: 7 },
      { ...mistake, box: [0.1, 0.2, 0.3] },
      mistake,
    ]
    const strange = [0.1, 0.2, 0, 0.4]
    const body = { items: [...items, { ...mistake, box: strange }], total: 5, due: 0, page: 1, size: 20 }
    server.on(`GET ${MISTAKES}`, { status: 200, body })
    const { items: read } = await program().listMistakes()
    expect(read.map(({ box }) => box)).toEqual([null, mistake.box, null])
  })

  test('says of a new mistake whether it was there already', async () => {
    server.on(`POST ${MISTAKES}`, { status: 201, body: mistake }, { status: 200, body: mistake })
    const api = program()
    expect(await api.addMistake({ text: '3 + 5', subject: 'math' })).toEqual({ mistake, isNew: true })
    expect(await api.addCorrectedMistake('q1', '1')).toEqual({ mistake, isNew: false })
    expect(server.to(MISTAKES).map(({ body }) => body)).toEqual([
      { text: '3 + 5', subject: 'math' },
      { question_id: 'q1', no: '1' },
    ])
  })

  test('is changed, reviewed and thinned out', async () => {
    const mastered = { ...mistake, mastered: true, due_at: null }
    server
      .on(`POST ${MISTAKES}/m1`, { status: 200, body: mastered })
      .on(`POST ${MISTAKES}/m1/review`, { status: 200, body: { ...mistake, reviews: 1 } })
      .on(`DELETE ${MISTAKES}/m1`, { status: 204 })
    const api = program()
    expect(await api.changeMistake('m1', { mastered: true })).toEqual(mastered)
    expect(await api.reviewMistake('m1', 'good')).toMatchObject({ reviews: 1 })
    await api.deleteMistake('m1')
    expect(server.to(`${MISTAKES}/m1`)[0]?.headers).toMatchObject({ 'X-HTTP-Method-Override': 'PATCH' })
    expect(server.to(`${MISTAKES}/m1/review`)[0]?.body).toEqual({ rating: 'good' })
  })

  test('becomes a sheet to print, as the text that it is', async () => {
    const sheet = '# 错题本\n\n1. 3 + 5\n'
    server.on(`GET ${MISTAKES}/export?subject=math&format=md`, { status: 200, body: sheet })
    expect(await program().getMistakeSheet('md', 'math')).toBe(sheet)
  })
})

test('a report is read, with a subject of a newer server as another one', async () => {
  const report = {
    days: 7,
    questions: 5,
    active_days: 2,
    mistakes: 3,
    reviews: 1,
    by_subject: [
      { subject: 'math', questions: 4, mistakes: 3 },
      { subject: 'astronomy', questions: 1, mistakes: 0 },
    ],
    weak_points: [{ point: '加法', mistakes: 2, mastered: 1 }],
  }
  server.on('GET /api/v1/learning/report?days=7', { status: 200, body: report })
  const read = await program().getReport(7)
  expect(read).toEqual({
    ...report,
    by_subject: [report.by_subject[0], { subject: 'other', questions: 1, mistakes: 0 }],
  })
})

describe('the account', () => {
  const account = { id: 'u', name: '安娜', grade: 5, settings: { time_zone: 'Asia/Shanghai' } }
  const ME = '/api/v1/users/me'

  test('is read and changed', async () => {
    server
      .on(`GET ${ME}`, { status: 200, body: { ...account, grade: null } })
      .on(`POST ${ME}`, { status: 200, body: account })
    const api = program()
    expect(await api.getAccount()).toEqual({ ...account, grade: null })
    expect(await api.changeAccount({ grade: 5, settings: { old: null } })).toEqual(account)
    expect(server.to(ME)[1]?.body).toEqual({ grade: 5, settings: { old: null } })
  })

  test('is exported as a file’s text', async () => {
    const everything = { user: account, questions: [] }
    server.on(`GET ${ME}/export`, { status: 200, body: everything })
    expect(JSON.parse(await program().exportAccount())).toEqual(everything)
  })

  test('that is erased is logged in as no more: the next call makes a new one', async () => {
    server.on(`DELETE ${ME}`, { status: 204 }).on(`GET ${ME}`, { status: 200, body: account })
    const api = program()
    await api.eraseAccount()
    expect(phone.storage.has('login')).toBe(false)
    await api.getAccount()
    expect(server.to('/api/v1/auth/dev-login')).toHaveLength(2)
  })
})

describe('speech', () => {
  const utf8 = (text: string) => new Uint8Array(Buffer.from(text)).buffer

  /** A phone with a disk, whose requests are answered by `reply`. */
  function speaking(reply: { status: number; body: ArrayBuffer }) {
    const files = new Map<string, unknown>()
    const asked: { responseType?: string; data?: string }[] = []
    const api = program({
      env: { USER_DATA_PATH: 'wxfile://usr' },
      getFileSystemManager: () => ({
        writeFile: ({ filePath, data, success }: { filePath: string; data: unknown; success(): void }) => {
          files.set(filePath, data)
          success()
        },
      }),
      request: (options: Parameters<FakeServer['request']>[0] & { responseType?: string }) => {
        if (!options.url.endsWith('/speech')) return server.request(options)
        asked.push(options)
        options.success({ statusCode: reply.status, data: reply.body })
        return { abort: () => undefined }
      },
    })
    return { api, files, asked }
  }

  test('of a text is a file on the phone, of which a few are kept', async () => {
    const { api, files, asked } = speaking({ status: 200, body: utf8('mp3') })
    for (let time = 0; time < 6; time++) {
      expect(files.get(await api.speak('二分之一'))).toEqual(utf8('mp3'))
    }
    expect(files.size).toBe(4)
    expect(asked[0]).toMatchObject({ responseType: 'arraybuffer', data: '{"text":"二分之一"}' })
  })

  test('that the server does not offer is told in its own words', async () => {
    const body = utf8('{"code":"NOT_CONFIGURED","message":"没有开通"}')
    const { api } = speaking({ status: 501, body })
    await expect(api.speak('一')).rejects.toMatchObject({
      code: 'NOT_CONFIGURED',
      message: '没有开通',
      retryable: false,
    })
  })

  test('of a proxy that says something else is SERVER_ERROR', async () => {
    const { api } = speaking({ status: 502, body: utf8('<html>') })
    await expect(api.speak('一')).rejects.toMatchObject({ code: 'SERVER_ERROR' })
  })

  test('on a phone that keeps no files is a failure, not a path', async () => {
    const request = (options: Parameters<FakeServer['request']>[0]) => {
      if (!options.url.endsWith('/speech')) return server.request(options)
      options.success({ statusCode: 200, data: utf8('mp3') })
      return { abort: () => undefined }
    }
    await expect(program({ request }).speak('一')).rejects.toMatchObject({ code: 'NETWORK_ERROR' })
  })

  test('of a recording becomes text, and can be given up before and while it is on its way', async () => {
    const started: { url: string; filePath: string; success(result: object): void }[] = []
    let aborted = 0
    const uploadFile = (options: (typeof started)[number]) => {
      started.push(options)
      return {
        abort: () => {
          aborted += 1
        },
        onProgressUpdate: () => undefined,
      }
    }
    const api = program({ uploadFile })
    const early = api.transcribe('a.mp3')
    early.abort()
    await expect(early.result).rejects.toMatchObject({ code: 'NETWORK_ERROR' })
    const late = api.transcribe('b.mp3')
    await settle()
    late.abort()
    await expect(late.result).rejects.toMatchObject({ code: 'NETWORK_ERROR' })
    const { result } = api.transcribe('c.mp3')
    await settle()
    const upload = started[started.length - 1]
    expect(upload).toMatchObject({
      url: 'http://127.0.0.1:8000/api/v1/speech/transcriptions',
      filePath: 'c.mp3',
      name: 'file',
    })
    upload?.success({ statusCode: 200, data: '{"text":"三加五等于几"}' })
    expect(await result).toBe('三加五等于几')
    expect([started.length, aborted]).toEqual([2, 1])
  })
})

describe('what the server can do', () => {
  const CONFIG = 'GET /api/v1/config'
  const examples = [{ subject: 'math', question: '1+1?' }]

  test('is asked without a login', async () => {
    const limits = { question_characters: 100, images: 2, image_bytes: 300, speech_seconds: 4 }
    const body = { speech: { listen: true, speak: false }, models: ['a'], examples, limits }
    server.on(CONFIG, { status: 200, body })
    expect(await program().getServerConfig()).toEqual({
      speech: { listen: true, speak: false },
      models: ['a'],
      examples,
      limits: { questionCharacters: 100, images: 2, imageBytes: 300, speechSeconds: 4 },
    })
    expect(server.calls).toHaveLength(1)
  })

  test('is what the contract says, and no speech, where an older server does not tell', async () => {
    server.on(CONFIG, { status: 200, body: { models: [], examples } })
    expect(await program().getServerConfig()).toMatchObject({
      speech: { listen: false, speak: false },
      limits: { questionCharacters: 8000, images: 10, imageBytes: 10485760, speechSeconds: 60 },
    })
  })
})
