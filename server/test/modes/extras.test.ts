import { backends } from '../store/backends'
import { refuses, usageChunk } from '../support/chat-endpoint'
import { said, says, schoolForEachTest } from './scripted-school'

const nothing = { title: null, subject: null, follow_ups: [], correction: null }

describe.each(backends)('what follows an answer, on $name', ({ create }) => {
  const on = schoolForEachTest(create)

  test('is pending until it is made, then title, subject and questions, in the history too', async () => {
    const done = await on.school.ask({ content: '3x+5=20' })
    expect(done.extras).toBe('pending')
    expect(await on.school.extras(done.answer_id, 0)).toEqual({ status: 'pending', ...nothing })
    expect((await on.school.history(done.session_id))[0]?.extras).toEqual({ status: 'pending', ...nothing })
    on.school.startJobs()
    const extras = {
      ...nothing,
      status: 'ready',
      title: '一元一次方程',
      subject: 'math',
      follow_ups: ['怎么检验？'],
    }
    expect(await on.school.extras(done.answer_id)).toEqual(extras)
    const [shown] = await on.school.history(done.session_id)
    expect([shown?.extras, shown?.answer?.extras]).toEqual([extras, extras])
  })

  test('is asked for once, with a schema that has the names of the contract and no counts', async () => {
    await on.school.extrasOf()
    expect(on.school.askedForExtras).toHaveLength(1)
    const format = on.school.askedForExtras[0]?.response_format
    expect(format).toMatchObject({ type: 'json_schema', json_schema: { strict: true } })
    expect(JSON.stringify(format)).not.toMatch(/correction|right"?:|counts/)
    const told = JSON.stringify(on.school.askedForExtras[0]?.messages)
    expect(told).toContain('3x+5=20')
    expect(told).toContain('先移项，再合并。')
  })

  test('is nothing for a stopped answer and for one without text: no call is made', async () => {
    const { answers, database } = on.school.server.parts
    const userId = on.school.student.user.id
    on.school.startJobs()
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
      expect(await on.school.extras(saved.answerId)).toEqual({ status: 'none', ...nothing })
      expect(await on.school.ask({ content: '1+1=?' }, requestId)).toMatchObject({ extras: 'none' })
    }
    expect(await database.main.selectFrom('job').select('id').where('kind', '=', 'extras').execute()).toEqual(
      [],
    )
    expect(on.school.askedForExtras).toEqual([])
  })

  test('is pending in a replayed done, also when it was made long ago', async () => {
    const done = await on.school.ask({ content: '3x+5=20' }, 'once')
    on.school.startJobs()
    await on.school.extras(done.answer_id)
    expect(await on.school.ask({ content: '3x+5=20' }, 'once')).toMatchObject({ extras: 'pending' })
  })

  test('is cut where it is too long, in characters as a reader counts them', async () => {
    const long = '𝒙'.repeat(40)
    on.school.making = [
      says(said({ title: ` ${long} `, follow_ups: ['', long, long, '二？', '三？', '四？'] })),
    ]
    expect(await on.school.extrasOf()).toMatchObject({
      title: '𝒙'.repeat(20),
      follow_ups: ['𝒙'.repeat(30), '二？', '三？'],
    })
  })

  test.each([
    ['what is no JSON', '好的，这是标题'],
    ['what has not the shape', JSON.stringify({ title: '方程', subject: '数学', follow_ups: [] })],
    ['what lacks a field', JSON.stringify({ title: '方程', subject: 'math' })],
  ])('is asked for once more after %s, with what was wrong', async (_, reply) => {
    on.school.making = [says(reply), says(said())]
    expect(await on.school.extrasOf()).toMatchObject({ status: 'ready', title: '一元一次方程' })
    expect(on.school.askedForExtras).toHaveLength(2)
    const again = on.school.askedForExtras[1]?.messages ?? []
    expect(again.slice(-2).map(({ role }) => role)).toEqual(['assistant', 'user'])
    expect(again.at(-2)?.content).toBe(reply)
  })

  test('has failed after two replies that nobody understands, and the answer stands as it was', async () => {
    on.school.making = [says('不是 JSON')]
    const done = await on.school.ask({ content: '3x+5=20' })
    on.school.startJobs()
    expect(await on.school.extras(done.answer_id)).toEqual({ status: 'failed', ...nothing })
    expect(on.school.askedForExtras).toHaveLength(2)
    expect((await on.school.history(done.session_id))[0]?.answer).toMatchObject({
      content: '先移项，再合并。',
      status: 'done',
    })
    expect(await on.school.session(done.session_id)).toMatchObject({ title: '3x+5=20' })
    expect(await on.school.server.parts.jobOverview.dead()).toEqual([])
  })

  test('is tried again where a call fails, which is no repair', async () => {
    on.school.making = [refuses(503, 'busy'), says('不是 JSON'), says(said())]
    expect(await on.school.extrasOf()).toMatchObject({ status: 'ready' })
    expect(on.school.askedForExtras).toHaveLength(3)
  })

  test('has failed at once where another attempt would be refused as well', async () => {
    on.school.making = [refuses(400, 'refused', 'content_filter')]
    expect(await on.school.extrasOf()).toMatchObject({ status: 'failed' })
    expect(on.school.askedForExtras).toHaveLength(1)
  })

  test.each([401, 402, 403])('has failed at once where the key is refused (%i)', async (status) => {
    on.school.making = [refuses(status, 'Incorrect API key')]
    expect(await on.school.extrasOf()).toMatchObject({ status: 'failed' })
    expect(on.school.askedForExtras).toHaveLength(1)
  })

  test.each([
    ['both calls of a repair', () => [says('不是 JSON'), says(said())]],
    ['an attempt that failed after a call', () => [says('不是 JSON'), refuses(503, 'busy'), says(said())]],
  ])('is counted in the usage of its student, %s, and is no further answer', async (_name, making) => {
    const { usage } = on.school.server.parts
    const done = await on.school.ask({ content: '3x+5=20' })
    const [before] = await usage.lines('2000-01-01', on.school.student.user.id)
    on.school.making = making()
    on.school.startJobs()
    await on.school.extras(done.answer_id)
    const [after] = await usage.lines('2000-01-01', on.school.student.user.id)
    const { prompt_tokens, completion_tokens } = usageChunk.usage
    expect(after).toEqual({
      ...before,
      promptTokens: (before?.promptTokens ?? 0) + 2 * prompt_tokens,
      completionTokens: (before?.completionTokens ?? 0) + 2 * completion_tokens,
    })
  })

  test('has failed where every attempt failed', async () => {
    const done = await on.school.ask({ content: '3x+5=20' })
    const { main } = on.school.server.parts.database
    await main.updateTable('job').set({ failures: 5 }).where('kind', '=', 'extras').execute()
    on.school.making = [refuses(503, 'busy')]
    on.school.startJobs()
    expect(await on.school.extras(done.answer_id)).toMatchObject({ status: 'failed' })
  })

  test('is asked for without a format where the endpoint takes none', async () => {
    const first = refuses(400, 'Unknown parameter: response_format')
    on.school.making = [first]
    on.school.answering = says(said())
    expect(await on.school.extrasOf()).toMatchObject({ status: 'ready', title: '一元一次方程' })
  })

  test.each(['26', '-1', '1.5', 'x', '1&wait=2'])('is not told for a wait of %s', async (wait) => {
    const { answer_id } = await on.school.ask({ content: '3x+5=20' })
    const reply = await on.school.student.call(
      'GET',
      `/api/v1/learning/answers/${answer_id}/extras?wait=${wait}`,
    )
    expect([reply.status, reply.body]).toEqual([400, expect.objectContaining({ code: 'BAD_REQUEST' })])
  })

  test('is nobody’s but the student’s', async () => {
    const { answer_id } = await on.school.ask({ content: '3x+5=20' })
    const path = `/api/v1/learning/answers/${answer_id}/extras`
    const stranger = await on.school.server.login('本')
    expect((await stranger.call('GET', path)).status).toBe(404)
    expect((await on.school.student.call('GET', '/api/v1/learning/answers/nothing/extras')).status).toBe(404)
    expect((await on.school.server.call('GET', path)).status).toBe(401)
  })
})
