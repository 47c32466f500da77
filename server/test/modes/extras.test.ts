import type { Session, SessionPage } from '../../../typings/protocol'
import { backends, type TestDatabase } from '../store/backends'
import { refuses, usageChunk } from '../support/chat-endpoint'
import { School, said, says } from './scripted-school'

const sessions = '/api/v1/learning/sessions'
const nothing = { title: null, subject: null, follow_ups: [], correction: null }
const item = (more: object = {}) => ({
  page: 1,
  no: '1',
  text: '1+1=3',
  student_answer: '3',
  verdict: 'wrong',
  correct_answer: '2',
  reason: '一加一是二',
  points: ['加法'],
  box: [0.1, 0.2, 0.3, 0.1],
  ...more,
})
const checked = (items: object[]) => says(said({ correction: { items } }))

describe.each(backends)('what follows an answer, on $name', ({ create }) => {
  let place: TestDatabase
  let school: School

  beforeEach(async () => {
    place = await create()
    school = await School.open({ databaseUrl: place.databaseUrl })
  })

  afterEach(async () => {
    await school.close()
    await place.remove()
  })

  const session = async (id: string) =>
    (await school.student.call('GET', `${sessions}/${id}`)).body as Session
  const mistakes = () =>
    school.server.parts.database.main.selectFrom('mistake').selectAll().orderBy('no').execute()
  /** The extras of a new answer to this question. */
  const extrasOf = async (params: Parameters<School['ask']>[0] = { content: '3x+5=20' }) => {
    school.startJobs()
    return school.extras((await school.ask(params)).answer_id)
  }
  const correctionOf = async (...items: object[]) => {
    school.making = [checked(items)]
    const url = await school.page()
    return (await extrasOf({ mode: 'check', image_urls: [url] })).correction
  }

  test('is pending until it is made, then title, subject and questions, in the history too', async () => {
    const done = await school.ask({ content: '3x+5=20' })
    expect(done.extras).toBe('pending')
    expect(await school.extras(done.answer_id, 0)).toEqual({ status: 'pending', ...nothing })
    expect((await school.history(done.session_id))[0]?.extras).toEqual({ status: 'pending', ...nothing })
    school.startJobs()
    const extras = {
      ...nothing,
      status: 'ready',
      title: '一元一次方程',
      subject: 'math',
      follow_ups: ['怎么检验？'],
    }
    expect(await school.extras(done.answer_id)).toEqual(extras)
    const [shown] = await school.history(done.session_id)
    expect([shown?.extras, shown?.answer?.extras]).toEqual([extras, extras])
  })

  test('is asked for once, with a schema that has the names of the contract and no counts', async () => {
    await extrasOf()
    expect(school.askedForExtras).toHaveLength(1)
    const format = school.askedForExtras[0]?.response_format
    expect(format).toMatchObject({ type: 'json_schema', json_schema: { strict: true } })
    expect(JSON.stringify(format)).not.toMatch(/correction|right"?:|counts/)
    const told = JSON.stringify(school.askedForExtras[0]?.messages)
    expect(told).toContain('3x+5=20')
    expect(told).toContain('先移项，再合并。')
  })

  test('of a check is asked for with the pages', async () => {
    expect(await correctionOf(item())).toMatchObject({ right: 0, wrong: 1, unanswered: 0, unclear: 0 })
    const [asked] = school.askedForExtras
    expect(JSON.stringify(asked?.messages)).toContain('data:image/png')
    for (const name of ['student_answer', 'verdict', 'correct_answer', 'points', 'box', 'page', 'no']) {
      expect(JSON.stringify(asked?.response_format)).toContain(`"${name}"`)
    }
  })

  test('is nothing for a stopped answer and for one without text: no call is made', async () => {
    const { answers, database } = school.server.parts
    const userId = school.student.user.id
    school.startJobs()
    for (const [requestId, content, finishReason] of [
      ['stopped', '写了一半', 'stopped'],
      ['empty', ' \n', 'stop'],
    ] as const) {
      const { answer } = await answers.begin({ userId, requestId, params: { content: '1+1=?' } })
      const usage = { prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 }
      const status = finishReason === 'stopped' ? 'stopped' : 'done'
      const { questionId } = answer
      const saved = await answers.save({
        questionId,
        fence: 0,
        status,
        content,
        reasoning: '',
        finishReason,
        usage,
        seq: 3,
      })
      expect(await school.extras(saved.answerId)).toEqual({ status: 'none', ...nothing })
      expect(await school.ask({ content: '1+1=?' }, requestId)).toMatchObject({ extras: 'none' })
    }
    expect(await database.main.selectFrom('job').select('id').where('kind', '=', 'extras').execute()).toEqual(
      [],
    )
    expect(school.askedForExtras).toEqual([])
  })

  test('is pending in a replayed done, also when it was made long ago', async () => {
    const done = await school.ask({ content: '3x+5=20' }, 'once')
    school.startJobs()
    await school.extras(done.answer_id)
    expect(await school.ask({ content: '3x+5=20' }, 'once')).toMatchObject({ extras: 'pending' })
  })

  test('is cut where it is too long, in characters as a reader counts them', async () => {
    const long = '𝒙'.repeat(40)
    school.making = [says(said({ title: ` ${long} `, follow_ups: ['', long, long, '二？', '三？', '四？'] }))]
    expect(await extrasOf()).toMatchObject({
      title: '𝒙'.repeat(20),
      follow_ups: ['𝒙'.repeat(30), '二？', '三？'],
    })
  })

  test.each([
    ['what is no JSON', '好的，这是标题'],
    ['what has not the shape', JSON.stringify({ title: '方程', subject: '数学', follow_ups: [] })],
    ['what lacks a field', JSON.stringify({ title: '方程', subject: 'math' })],
  ])('is asked for once more after %s, with what was wrong', async (_, reply) => {
    school.making = [says(reply), says(said())]
    expect(await extrasOf()).toMatchObject({ status: 'ready', title: '一元一次方程' })
    expect(school.askedForExtras).toHaveLength(2)
    const again = school.askedForExtras[1]?.messages ?? []
    expect(again.slice(-2).map(({ role }) => role)).toEqual(['assistant', 'user'])
    expect(again.at(-2)?.content).toBe(reply)
  })

  test('has failed after two replies that nobody understands, and the answer stands as it was', async () => {
    school.making = [says('不是 JSON')]
    const done = await school.ask({ content: '3x+5=20' })
    school.startJobs()
    expect(await school.extras(done.answer_id)).toEqual({ status: 'failed', ...nothing })
    expect(school.askedForExtras).toHaveLength(2)
    expect((await school.history(done.session_id))[0]?.answer).toMatchObject({
      content: '先移项，再合并。',
      status: 'done',
    })
    expect(await session(done.session_id)).toMatchObject({ title: '3x+5=20' })
    expect(await school.server.parts.queue.dead()).toEqual([])
  })

  test('is tried again where a call fails, which is no repair', async () => {
    school.making = [refuses(503, 'busy'), says('不是 JSON'), says(said())]
    expect(await extrasOf()).toMatchObject({ status: 'ready' })
    expect(school.askedForExtras).toHaveLength(3)
  })

  test('has failed at once where another attempt would be refused as well', async () => {
    school.making = [refuses(400, 'refused', 'content_filter')]
    expect(await extrasOf()).toMatchObject({ status: 'failed' })
    expect(school.askedForExtras).toHaveLength(1)
  })

  test.each([401, 402, 403])('has failed at once where the key is refused (%i)', async (status) => {
    school.making = [refuses(status, 'Incorrect API key')]
    expect(await extrasOf()).toMatchObject({ status: 'failed' })
    expect(school.askedForExtras).toHaveLength(1)
  })

  test('is counted in the usage of its student, both calls of a repair, and is no further answer', async () => {
    const { usage } = school.server.parts
    const done = await school.ask({ content: '3x+5=20' })
    const [before] = await usage.lines('2000-01-01', school.student.user.id)
    school.making = [says('不是 JSON'), says(said())]
    school.startJobs()
    await school.extras(done.answer_id)
    const [after] = await usage.lines('2000-01-01', school.student.user.id)
    const { prompt_tokens, completion_tokens } = usageChunk.usage
    expect(after).toEqual({
      ...before,
      promptTokens: (before?.promptTokens ?? 0) + 2 * prompt_tokens,
      completionTokens: (before?.completionTokens ?? 0) + 2 * completion_tokens,
    })
  })

  test('has failed where every attempt failed', async () => {
    const done = await school.ask({ content: '3x+5=20' })
    const { main } = school.server.parts.database
    await main.updateTable('job').set({ failures: 5 }).where('kind', '=', 'extras').execute()
    school.making = [refuses(503, 'busy')]
    school.startJobs()
    expect(await school.extras(done.answer_id)).toMatchObject({ status: 'failed' })
  })

  test('is asked for without a format where the endpoint takes none', async () => {
    const first = refuses(400, 'Unknown parameter: response_format')
    school.making = [first]
    school.answering = says(said())
    expect(await extrasOf()).toMatchObject({ status: 'ready', title: '一元一次方程' })
  })

  test('names the session, until the student does', async () => {
    school.startJobs()
    const first = await school.ask({ content: '3x+5=20' })
    await school.extras(first.answer_id)
    expect(await session(first.session_id)).toMatchObject({ title: '一元一次方程', subject: 'math' })
    school.making = [says(said({ title: '别的题' }))]
    const second = await school.ask({ content: '二', session_id: first.session_id })
    await school.extras(second.answer_id)
    expect(await session(first.session_id)).toMatchObject({ title: '一元一次方程' })
    await school.student.call('PATCH', `${sessions}/${first.session_id}`, { title: '我的' })
    expect(await session(first.session_id)).toMatchObject({ title: '我的' })
  })

  test.each(['by title when it was made', 'by PATCH before'])(
    'never names a session that the student named %s',
    async (how) => {
      const made = await school.student.call('POST', sessions, how.includes('PATCH') ? {} : { title: '我的' })
      const { id } = made.body as Session
      if (how.includes('PATCH')) await school.student.call('PATCH', `${sessions}/${id}`, { title: '我的' })
      await extrasOf({ content: '问', session_id: id })
      expect(await session(id)).toMatchObject({ title: '我的' })
    },
  )

  test('names a session that was made without a title', async () => {
    const { id } = (await school.student.call('POST', sessions, {})).body as Session
    await extrasOf({ content: '问', session_id: id })
    expect(await session(id)).toMatchObject({ title: '一元一次方程' })
  })

  test('of a check counts what it lists, numbers it once each, and is null for every other mode', async () => {
    const correction = await correctionOf(
      item({ verdict: 'right' }),
      item(),
      item({ no: '1·2', verdict: 'unclear' }),
      item({ no: null, verdict: 'unanswered' }),
      item({ no: '很'.repeat(30) }),
      item({ no: '很'.repeat(30) }),
    )
    expect(correction).toMatchObject({ right: 1, wrong: 3, unanswered: 1, unclear: 1 })
    const numbers = correction?.items.map(({ no }) => no) ?? []
    expect(numbers.slice(0, 2)).toEqual(['1', '1·2'])
    expect(new Set(numbers).size).toBe(6)
    for (const no of numbers) expect([...no].length).toBeLessThanOrEqual(20)
    school.making = [checked([item()])]
    expect(await extrasOf({ content: '1+1=?' })).toMatchObject({ status: 'ready', correction: null })
  })

  test.each([
    ['leaves its page', [0.8, 0.1, 0.3, 0.1]],
    ['begins before it', [-0.1, 0, 0.5, 0.5]],
    ['is in pixels', [10, 20, 300, 40]],
    ['has no width', [0.1, 0.1, 0, 0.2]],
    ['has three numbers', [0.1, 0.1, 0.2]],
    ['is a text', 'links oben'],
    ['is not known', null],
  ])('has no box where that %s', async (_, box) => {
    expect((await correctionOf(item({ box })))?.items[0]).toMatchObject({ box: null, verdict: 'wrong' })
  })

  test('has the box that lies on its page, and no page or box where there is no such page', async () => {
    const correction = await correctionOf(
      item({ box: [0.7, 0.5, 0.3, 0.5] }),
      item({ page: 2 }),
      item({ page: 0 }),
    )
    expect(correction?.items.map(({ page, box }) => [page, box])).toEqual([
      [1, [0.7, 0.5, 0.3, 0.5]],
      [null, null],
      [null, null],
    ])
  })

  test('says null for what is not known', async () => {
    const bare = { text: '1+1', verdict: 'unclear' }
    expect((await correctionOf(bare))?.items).toEqual([
      {
        ...bare,
        page: null,
        no: '1',
        student_answer: null,
        correct_answer: null,
        reason: null,
        points: [],
        box: null,
      },
    ])
  })

  test('puts what is wrong into the mistake book, once, with its page', async () => {
    const correction = await correctionOf(item(), item({ no: '2', verdict: 'right' }), item({ no: '3' }))
    expect(correction?.wrong).toBe(2)
    const kept = await mistakes()
    expect(kept.map(({ no, text, subject }) => [no, text, subject])).toEqual([
      ['1', '1+1=3', 'math'],
      ['3', '1+1=3', 'math'],
    ])
    for (const { file_id, question_id } of kept) expect([file_id, question_id]).not.toContain(null)
  })

  test('of a job that runs twice is the same once', async () => {
    school.making = [checked([item()])]
    const done = await school.ask({ mode: 'check', image_urls: [await school.page()] })
    const { main } = school.server.parts.database
    const job = { kind: 'extras', payload: { answer_id: done.answer_id }, userId: school.student.user.id }
    await school.server.parts.queue.add(job)
    school.startJobs()
    await school.extras(done.answer_id)
    while ((await main.selectFrom('job').select('id').where('kind', '=', 'extras').execute()).length > 0) {
      await new Promise((resolve) => setImmediate(resolve))
    }
    expect(await mistakes()).toHaveLength(1)
  })

  test('changes nothing when the answer is gone by then, and who waits for it is told', async () => {
    const done = await school.ask({ mode: 'check', image_urls: [await school.page()] })
    let release: () => void = () => undefined
    const asked = new Promise<void>((resolve) => {
      school.making = [
        (response, request) => {
          release = () => checked([item()])(response, request)
          resolve()
        },
      ]
    })
    school.startJobs()
    const path = `/api/v1/learning/answers/${done.answer_id}/extras?wait=25`
    const waiting = school.student.call('GET', path)
    await asked
    await school.student.call('DELETE', `${sessions}/${done.session_id}`)
    expect((await waiting).status).toBe(404)
    release()
    const { main } = school.server.parts.database
    while ((await main.selectFrom('job').select('id').where('kind', '=', 'extras').execute()).length > 0) {
      await new Promise((resolve) => setImmediate(resolve))
    }
    expect(await mistakes()).toEqual([])
    expect(await main.selectFrom('answer_extras').selectAll().execute()).toEqual([])
  })

  test.each(['26', '-1', '1.5', 'x', '1&wait=2'])('is not told for a wait of %s', async (wait) => {
    const { answer_id } = await school.ask({ content: '3x+5=20' })
    const reply = await school.student.call(
      'GET',
      `/api/v1/learning/answers/${answer_id}/extras?wait=${wait}`,
    )
    expect([reply.status, reply.body]).toEqual([400, expect.objectContaining({ code: 'BAD_REQUEST' })])
  })

  test('is nobody’s but the student’s', async () => {
    const { answer_id } = await school.ask({ content: '3x+5=20' })
    const path = `/api/v1/learning/answers/${answer_id}/extras`
    const stranger = await school.server.login('本')
    expect((await stranger.call('GET', path)).status).toBe(404)
    expect((await school.student.call('GET', '/api/v1/learning/answers/nothing/extras')).status).toBe(404)
    expect((await school.server.call('GET', path)).status).toBe(401)
  })

  test('shows in the list: state, subject, first page, and the counts of its last answer', async () => {
    school.making = [checked([item(), item({ verdict: 'right' })])]
    const url = await school.page()
    school.startJobs()
    const done = await school.ask({ mode: 'check', image_urls: [url] })
    await school.extras(done.answer_id)
    const list = async () => (await school.student.call('GET', sessions)).body as SessionPage
    const [listed] = (await list()).items
    expect(listed).toMatchObject({
      state: 'done',
      subject: 'math',
      correction: { right: 1, wrong: 1, unanswered: 0, unclear: 0 },
    })
    expect((await school.server.call('GET', listed?.thumbnail_url ?? '')).status).toBe(200)
    await school.ask({ content: '为什么？', session_id: done.session_id })
    expect((await list()).items[0]).toMatchObject({ correction: null, thumbnail_url: expect.any(String) })
    await school.ask({ content: '别的' })
    expect((await list()).items[0]).toMatchObject({ thumbnail_url: null, correction: null })
  })
})
