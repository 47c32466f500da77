import { readHistoryPage } from '../../miniprogram/api/bodies'
import { BodyReader } from '../../miniprogram/api/body-reader'
import type * as Learning from '../../miniprogram/api/learning'
import { askProblem } from '../../miniprogram/stream/ask-params'
import { recordConsole } from '../support/ask'
import { FakeServer, login } from '../support/fake-server'
import { FakeWx, installWx } from '../support/fake-wx'

const item = {
  page: 1,
  no: '3',
  text: '1+1=3',
  student_answer: '3',
  verdict: 'wrong',
  correct_answer: '2',
  reason: null,
  points: ['加法'],
  box: [0.1, 0.2, 0.3, 0.4],
}
const extras = {
  status: 'ready',
  title: '加法',
  subject: 'math',
  follow_ups: ['为什么？'],
  correction: { right: 0, wrong: 1, unanswered: 0, unclear: 0, items: [item] },
}

describe('what may be sent', () => {
  test.each([
    { about: 'q1' },
    { mistake_id: 'm1' },
    { again: 'q1' },
    { content: '', mode: 'hint', about: 'q1' },
    { content: '', mode: 'similar', mistake_id: 'm1' },
  ])('%j, without a word', (params) => {
    expect(askProblem(params, 'token')).toBeUndefined()
  })

  test.each([
    { content: '', mode: 'hint' },
    { content: '', about: '' },
    { content: '', about: 7 },
    { content: '问', mode: 'similar' },
    { content: '', mode: 'similar', about: 'q1' },
  ])('is not %j', (params) => {
    expect(askProblem(params, 'token')).toMatchObject({ code: 'VALIDATION_ERROR' })
  })
})

describe('extras', () => {
  let server: FakeServer

  beforeEach(() => {
    recordConsole()
    server = new FakeServer().on('POST /api/v1/auth/dev-login', login('dev'))
  })

  afterEach(() => {
    jest.restoreAllMocks()
  })

  function program(): typeof Learning {
    installWx({ ...new FakeWx().whole(), request: server.request })
    jest.resetModules()
    return require('../../miniprogram/api/learning')
  }

  const read = (body: object, wait?: number) => {
    const path = `/api/v1/learning/answers/a1/extras?wait=${wait ?? 0}`
    server.on(`GET ${path}`, { status: 200, body })
    return program().getExtras('a1', wait === undefined ? {} : { wait })
  }

  test('are read as they are, and waited for as long as the caller says', async () => {
    expect(await read({ ...extras, newer: true }, 25)).toEqual(extras)
  })

  test('that cannot be read are as if not told', async () => {
    const nothing = { status: 'none', title: null, subject: null, follow_ups: [], correction: null }
    expect(
      await read({ status: 'later', title: 7, subject: 'magic', follow_ups: 'x', correction: [] }),
    ).toEqual(nothing)
    const correction = { items: [{ no: '1', verdict: 'maybe', box: [1, 2, 3] }, { text: 'no number' }] }
    expect((await read({ ...extras, correction })).correction).toEqual({
      right: 0,
      wrong: 0,
      unanswered: 0,
      unclear: 0,
      items: [
        {
          page: null,
          no: '1',
          text: '',
          student_answer: null,
          verdict: 'unclear',
          correct_answer: null,
          reason: null,
          points: [],
          box: null,
        },
      ],
    })
  })

  test('stand in the history beside the mode and all answers; an older server tells of one answer', () => {
    const answer = {
      answer_id: 'a1',
      request_id: 'r1',
      status: 'done',
      content: '答',
      reasoning: null,
      finish_reason: 'stop',
      usage: null,
      error_code: null,
      rating: null,
      extras,
    }
    const question = { question_id: 'q1', request_id: 'r1', content: '问', image_urls: [], created_at: '' }
    const told = {
      ...question,
      mode: 'check',
      about: 'q0',
      mistake_id: null,
      answer,
      answers: [answer, answer],
      extras,
    }
    const page = (item: object) =>
      readHistoryPage(new BodyReader({ items: [item], has_more: false })).items[0]
    expect(page(told)).toEqual(told)
    const nothing = { mode: null, about: null, mistake_id: null, extras: null }
    expect(page({ ...question, answer })).toEqual({ ...question, ...nothing, answer, answers: [answer] })
  })
})
