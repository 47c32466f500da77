import { readFileSync } from 'node:fs'
import path from 'node:path'
import { uploadedPhoto } from '../../miniprogram/conversation/photo-uploads'
import { sessionViews } from '../../miniprogram/conversation/session-views'
import { newTurn, type Turn } from '../../miniprogram/conversation/turn'
import { failure, type Linked, saved, type TurnPhase } from '../../miniprogram/conversation/turn-phase'
import { statusView } from '../../miniprogram/conversation/turn-view'
import { type Action, errorMessage } from '../../miniprogram/messages/zh-CN'
import { meError } from '../../miniprogram/study/messages/me.zh-CN'
import { mistakeError } from '../../miniprogram/study/messages/mistakes.zh-CN'
import type { SessionState } from '../../typings/protocol'

/** The stream is so far, and the server so. */
function at(name: Linked['name'], stage?: string, ahead?: number): TurnPhase {
  return { name, stage, ahead }
}

function turn(changes: Partial<Turn>): Turn {
  return { ...newTurn('r1', '讲讲浮力', []), ...changes }
}

describe('What happens is said in words', () => {
  test.each([
    ['正在连接…', { phase: at('connecting') }],
    ['正在看题…', { phase: at('streaming', 'reading_images') }],
    ['正在看题…', { phase: at('streaming'), photos: [uploadedPhoto('p', '/p', '/p')] }],
    ['前面还有 3 个问题…', { phase: at('streaming', 'queued', 3) }],
    ['马上轮到你…', { phase: at('streaming', 'queued', 0) }],
    ['正在思考…', { phase: at('streaming') }],
    ['正在思考…', { phase: at('streaming', 'thinking'), photos: [uploadedPhoto('p', '/p', '/p')] }],
    ['正在写…', { phase: at('streaming', 'thinking'), text: '浮' }],
    ['正在处理…', { phase: at('processing'), text: '浮力' }],
    ['网络不稳，正在重新连接…', { phase: at('reconnecting'), text: '浮力' }],
    ['正在停止…', { phase: { name: 'stopping' }, text: '浮力' }],
  ] as const)('%s', (words, changes) => {
    expect(statusView(turn(changes)).words).toBe(words)
  })

  test('tokens are counted where the server tells them, else characters, about', () => {
    expect(statusView(turn({ phase: at('streaming'), text: '浮力等于', tokens: 12 })).count).toBe('12 tokens')
    expect(statusView(turn({ phase: at('streaming'), text: '浮力等于' })).count).toBe('约 4 字')
  })

  test('a cut answer is never shown as a complete one', () => {
    for (const changes of [
      { phase: saved('stopped') },
      { phase: failure('WS_CLOSED', true) },
      { phase: saved('done', { finishReason: 'length' }) },
    ] as const) {
      expect(statusView(turn({ ...changes, text: '浮力等于' })).mark).not.toBe('')
    }
    expect(statusView(turn({ phase: saved('done', { finishReason: 'stop' }), text: '浮力等于' })).mark).toBe(
      '',
    )
  })

  test.each([
    ['stop', '', ''],
    ['STOP', '', ''],
    ['end_turn', '', ''],
    ['normal', '', ''],
    ['end', '', ''],
    ['length', 'notice', 'continue'],
    ['MAX_TOKENS', 'notice', 'continue'],
    ['insufficient_system_resource', 'notice', 'continue'],
    ['network_error', 'notice', 'continue'],
    ['error', 'notice', 'continue'],
    ['abort', 'notice', 'continue'],
    ['incomplete', 'notice', 'continue'],
    ['toString', 'notice', 'continue'],
    ['a reason of next year', 'notice', 'continue'],
    ['sensitive', 'notice', 'edit'],
    ['SAFETY', 'notice', 'edit'],
    ['RECITATION', 'notice', 'edit'],
    ['content_filter', 'notice', 'edit'],
    ['model_context_window_exceeded', 'notice', 'edit'],
  ])('a saved answer that ended by %s says what can be done', (finishReason, markKind, action) => {
    const view = statusView(turn({ phase: saved('done', { finishReason }), text: '浮力等于' }))
    expect(view).toMatchObject({ markKind, action })
    expect(view.mark === '').toBe(markKind === '')
  })

  test('pictures that the model cannot take are told from a question that could not be sent', () => {
    const refused = {
      phase: failure('BAD_REQUEST', false),
      photos: [uploadedPhoto('p', '/p', '/p')],
    } as const
    expect(statusView(turn({ ...refused, accepted: true })).mark).toContain('老师看不了这些照片')
    expect(statusView(turn(refused)).mark).not.toContain('老师看不了这些照片')
  })

  test('why an answer was cut is said in one sentence, and once', () => {
    const mark = (errorCode: string, text: string) =>
      statusView(turn({ phase: failure(errorCode, false), text })).mark
    expect(mark('MODEL_TIMEOUT', '浮力等于')).toBe('没写完，前面的都在。老师想得太久了，请重试')
    expect(mark('MODEL_TIMEOUT', '')).toBe('老师想得太久了，请重试')
    expect(mark('GENERATION_INTERRUPTED', '浮力等于')).toBe('回答中断了，可以接着写完')
  })

  test('the server’s own words are said where it alone knows which limit was reached', () => {
    const words = '同时最多写 3 个回答，请等其中一个写完'
    const refused = { phase: failure('RATE_LIMITED', false, words) }
    expect(statusView(turn(refused)).mark).toBe(words)
  })

  test('a stopped answer offers its question: to send as it is where nothing was asked yet, else to edit', () => {
    expect(statusView(turn({ phase: { name: 'unsent' } })).action).toBe('resend')
    expect(statusView(turn({ phase: saved('stopped'), text: '浮力' })).action).toBe('edit')
  })

  test('an interrupted answer offers 继续, a failed one a retry, a refused one its question to edit', () => {
    const action = (errorCode: string, retryable: boolean) =>
      statusView(turn({ phase: failure(errorCode, retryable) })).action
    expect(action('GENERATION_INTERRUPTED', true)).toBe('continue')
    expect(action('MODEL_TIMEOUT', true)).toBe('retry')
    expect(action('CONTENT_REJECTED', false)).toBe('edit')
  })
})

/** Every code of the contract: the server's, from their type, and the client's own. */
function errorCodes(): string[] {
  const protocol = readFileSync(path.join(__dirname, '../../typings/protocol.d.ts'), 'utf8')
  const union = /type ServerErrorCode =([^/]*?)\n\n/.exec(protocol)?.[1] ?? ''
  const client =
    'VALIDATION_ERROR AUTH_ERROR WS_CONNECT_ERROR WS_SEND_ERROR WS_MESSAGE_TIMEOUT WS_PROCESSING_TIMEOUT WS_DEADLINE WS_CLOSED SERVER_ERROR UPLOAD_FAILED NETWORK_ERROR NOT_FOUND'
  return [...new Set([...(union.match(/[A-Z_]{4,}/g) ?? []), ...client.split(' ')])]
}

describe('The message table', () => {
  test('has a sentence of its own, in Chinese, for every error code of the contract', () => {
    const codes = errorCodes()
    expect(codes.length).toBeGreaterThan(20)
    const sentences = codes.map((code) => errorMessage(code))
    expect(new Set(sentences).size).toBe(codes.length)
    for (const sentence of sentences) {
      expect(sentence).toMatch(/^[^A-Za-z]+$/)
      expect(sentence).not.toBe(errorMessage('A_CODE_OF_TOMORROW'))
    }
  })

  test.each<[Action, RegExp, RegExp]>([
    ['upload', /照片/, /问题|这一页|回答/],
    ['rate', /评价|回答/, /照片|问题|这一页/],
    ['history', /这一页/, /照片|问题|回答|评价/],
    ['keep', /错题本/, /照片|问题|回答|评价/],
    ['transcribe', /听清/, /照片|问题|回答|评价/],
    ['speak', /朗读/, /照片|问题|评价/],
    ['rename', /改名|名称|这一页/, /照片|问题|回答|评价/],
    ['remove', /删除|这一页/, /照片|问题|回答|评价/],
  ])('speaks of what failed, whatever the code: %s', (action, itself, others) => {
    for (const code of [...errorCodes(), 'A_CODE_OF_TOMORROW']) {
      const sentence = errorMessage(code, action)
      expect(sentence).toMatch(itself)
      expect(sentence).not.toMatch(others)
      expect(sentence).toMatch(/^[^A-Za-z]+$/)
    }
  })
})

describe('The list of conversations', () => {
  test('says how many questions and when, by the day', () => {
    const session = (last_active_at: string, title = '浮力', state: SessionState = 'done') => ({
      id: 's1',
      title,
      subject: null,
      question_count: 3,
      total_tokens: 0,
      created_at: last_active_at,
      last_active_at,
      state,
    })
    const now = new Date(2026, 10, 23, 9, 0).getTime()
    const at = (day: number, hour: number) => new Date(2026, 10, day, hour).toISOString()
    const times = [at(23, 8), at(23, 1), at(22, 23), at(2, 8), at(2, 7), 'before time']
    const views = sessionViews(
      times.map((time) => session(time)),
      now,
      String,
    )
    // A day is named once, above the first of its conversations.
    expect(views.map(({ day }) => day)).toEqual(['今天', '', '昨天', '11 月 2 日 星期一', '', ''])
    expect(views[0]?.note).toBe('3 个问题')
    expect(sessionViews([session(at(2, 8), ' ')], now, String)[0]?.title).toBe('没有名称')
    const states = (['running', 'failed', 'done'] as const).map((state) => session(at(2, 8), '浮力', state))
    expect(sessionViews(states, now, String).map(({ stateWords }) => stateWords)).toEqual([
      '正在写',
      '没写完，点开接着写',
      '',
    ])
  })

  test('says how its page was marked, with its subject and its first page', () => {
    const session = {
      id: 's1',
      title: '第三单元练习',
      subject: 'math',
      question_count: 1,
      total_tokens: 0,
      created_at: '',
      last_active_at: '',
      state: 'done' as const,
      thumbnail_url: '/page',
      correction: { right: 4, wrong: 2, unanswered: 1, unclear: 1 },
    }
    const [view] = sessionViews([session], 0, (url) => `https://server${url}`)
    expect(view).toMatchObject({ note: '8 题：错 2，对 4', label: '数', thumbnail: 'https://server/page' })
    for (const subject of ['magic', 'constructor', null]) {
      const [other] = sessionViews([{ ...session, subject, thumbnail_url: null }], 0, String)
      expect(other).toMatchObject({ subject: 'other', label: '他', thumbnail: '' })
    }
  })
})

describe('Why something failed', () => {
  const why = (code: string) => [
    errorMessage(code, 'rename'),
    meError('load', code),
    mistakeError('add', code),
  ]

  test.each([
    'AUTH_ERROR',
    'AUTH_EXPIRED',
    'RATE_LIMITED',
    'OVERLOADED',
    'SHUTTING_DOWN',
    'NETWORK_ERROR',
    'NEW',
  ])('reads the same wherever it happened: %s', (code) => {
    const reasons = why(code).map((sentence) => sentence.slice(sentence.indexOf('，')))
    expect(new Set(reasons).size).toBe(1)
  })

  test('has what was being done before it', () => {
    expect(why('NETWORK_ERROR').map((sentence) => sentence.split('，')[0])).toEqual([
      '没有改名成功',
      '没有载入成功',
      '没有收进错题本',
    ])
  })
})
