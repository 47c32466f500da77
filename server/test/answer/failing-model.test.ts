import { ModelError } from '../../src/model/model'
import { finishes, type Step, says, wait } from '../support/script-model'
import { ServiceHarness } from '../support/service-harness'

const endless: Step[] = [says('一二'), wait(1000), says('三'), 'hang']
const rest: Step[] = [wait(500), says('四五'), finishes()]

describe('a model that fails', () => {
  it('by silence: MODEL_TIMEOUT after 120 s, with the text kept', async () => {
    const harness = new ServiceHarness([endless])
    const reader = await harness.ask()
    await harness.clock.advance(120_900)
    expect(reader.last?.type).toBe('content')
    await harness.clock.advance(300)
    await reader.ended
    expect(reader.last).toEqual({
      type: 'error',
      code: 'MODEL_TIMEOUT',
      message: '老师想得太久了，请重试',
      retryable: true,
    })
    expect(harness.model.released).toBe(1)
    expect(harness.store.get('q1')).toMatchObject({
      status: 'failed',
      content: '一二三',
      errorCode: 'MODEL_TIMEOUT',
    })
    expect(harness.store.statistics).toBe(0)
  })

  it('by an answer without a word: MODEL_UNAVAILABLE, never an empty answer', async () => {
    const harness = new ServiceHarness([[wait(500), finishes()]])
    const reader = await harness.ask()
    await harness.clock.advance(1000)
    await reader.ended
    expect(reader.last).toMatchObject({ code: 'MODEL_UNAVAILABLE', retryable: true })
    expect(harness.store.statistics).toBe(0)
  })

  it('by breaking off: GENERATION_INTERRUPTED, never a complete answer', async () => {
    const harness = new ServiceHarness([[says('一半'), 'break']])
    const reader = await harness.ask()
    await harness.clock.advance(100)
    await reader.ended
    expect(reader.last).toMatchObject({ code: 'GENERATION_INTERRUPTED', retryable: true })
    expect(reader.frames.some(({ type }) => type === 'content_finished' || type === 'done')).toBe(false)
    expect(harness.store.get('q1').content).toBe('一半')
  })

  it('with an upstream text, which may quote the question: neither the student nor the log reads it, but who debugs does', async () => {
    const cause = new Error('invalid request: "秘密的问题" at upstream.example')
    const error = new ModelError('MODEL_UNAVAILABLE', '401 invalid_api_key', true, { cause })
    const harness = new ServiceHarness([[error]])
    const reader = await harness.ask()
    await harness.clock.advance(100)
    expect(reader.last).toEqual({
      type: 'error',
      code: 'MODEL_UNAVAILABLE',
      message: '老师暂时不在，请稍后再试',
      retryable: true,
    })
    const warning = harness.logger.lines.find(({ level }) => level === 'warn')
    expect(warning?.fields).toEqual({
      request_id: 'r1',
      question_id: 'q1',
      trace_id: expect.any(String),
      code: 'MODEL_UNAVAILABLE',
      reason: '401 invalid_api_key',
    })
    const debug = harness.logger.lines.find(({ level }) => level === 'debug')
    expect(debug?.fields).toMatchObject({ err: error })
  })

  it('in a way that nobody foresaw: INTERNAL', async () => {
    const harness = new ServiceHarness([[new TypeError('x is not a function')]])
    const reader = await harness.ask()
    await harness.clock.advance(100)
    expect(reader.last).toMatchObject({ code: 'INTERNAL', message: '服务出了点问题，请稍后再试' })
  })

  it('by refusing the question: CONTENT_REJECTED, which asking again does not cure', async () => {
    const harness = new ServiceHarness([[finishes('content_filter')]])
    const reader = await harness.ask()
    await harness.clock.advance(100)
    expect(reader.last).toMatchObject({ code: 'CONTENT_REJECTED', retryable: false })
    const again = await harness.ask()
    await again.ended
    expect(again.last).toMatchObject({ code: 'CONTENT_REJECTED' })
    expect(harness.model.requests).toHaveLength(1)
  })

  it.each([
    ['after a restart', async (harness: ServiceHarness) => harness.restart()],
    ['after half an hour', async (harness: ServiceHarness) => harness.clock.advance(31 * 60_000)],
  ])('in a way that asking again does not cure is not asked again %s', async (_when, later) => {
    const error = new ModelError('MODEL_UNAVAILABLE', '400 no such parameter', false)
    const harness = new ServiceHarness([[error]])
    await harness.ask()
    await harness.clock.advance(100)
    await later(harness)
    const again = await harness.ask()
    await harness.clock.advance(100)
    expect(again.last).toMatchObject({ type: 'error', code: 'MODEL_UNAVAILABLE', retryable: false })
    expect(harness.model.requests).toHaveLength(1)
  })

  it('is asked to go on from the text, when the student asks again with the same request id', async () => {
    const harness = new ServiceHarness([[says('一二三'), 'break'], rest])
    const reader = await harness.ask()
    await harness.clock.advance(100)
    await reader.ended
    const again = await harness.ask()
    await harness.clock.advance(1000)
    await again.ended
    expect(again.attachment.accepted.resumed).toBe(true)
    expect(again.text).toBe('一二三四五')
    expect(again.last).toMatchObject({ type: 'done' })
    expect(harness.model.requests.map(({ continueFrom }) => continueFrom)).toEqual([undefined, '一二三'])
    expect(harness.store.statistics).toBe(1)
    expect(harness.store.get('q1').content).toBe('一二三四五')
  })

  it('and is asked again at once can be stopped like any other', async () => {
    const ticks = Array.from({ length: 500 }, () => [wait(10), says('字')]).flat()
    const harness = new ServiceHarness([ticks, [wait(200), says('一'), 'break'], [says('二'), 'hang']])
    const { store } = harness
    await harness.ask('other')
    const reader = await harness.ask()
    // The last draft of the failed run is held up while its failure is told already.
    let open = (): void => undefined
    const fail = store.fail.bind(store)
    store.fail = async (failed) => {
      await fail(failed)
      store.gate.appendDrafts = new Promise((resolve) => {
        open = resolve
      })
      await harness.clock.advance(50)
    }
    await harness.clock.advance(300)
    await reader.ended
    expect(reader.last).toMatchObject({ code: 'GENERATION_INTERRUPTED' })
    const again = await harness.ask()
    await harness.clock.advance(100)
    open()
    await harness.clock.advance(100)
    expect(again.text).toBe('一二')
    await harness.service.stop('u1', 'r1')
    await harness.clock.advance(100)
    expect(again.last).toMatchObject({ type: 'done', finish_reason: 'stopped' })
  })

  it('after it only reasoned begins anew for who asks again, without the old thoughts', async () => {
    const harness = new ServiceHarness([
      [{ type: 'reasoning', delta: '旧的想法' }, wait(50), 'break'],
      [{ type: 'reasoning', delta: '新的想法' }, says('答案'), finishes()],
    ])
    await harness.ask()
    await harness.clock.advance(100)
    const again = await harness.ask()
    await harness.clock.advance(100)
    expect(again.last).toMatchObject({ type: 'done' })
    expect(harness.store.get('q1')).toMatchObject({ content: '答案', reasoning: '新的想法' })
  })

  it('tells its failure again to who resumes, and asks nothing', async () => {
    const harness = new ServiceHarness([[says('一二三'), 'break']])
    await harness.ask()
    await harness.clock.advance(31 * 60_000)
    const reader = await harness.resume(0)
    await reader.ended
    expect(reader.text).toBe('一二三')
    expect(reader.last).toMatchObject({ code: 'GENERATION_INTERRUPTED', retryable: true })
    expect(harness.model.requests).toHaveLength(1)
  })

  it('and cannot continue begins anew for who asks again, who sees the old text go', async () => {
    const harness = new ServiceHarness(
      [
        [says('旧'), 'break'],
        [says('新的'), finishes()],
      ],
      {},
      false,
    )
    await harness.ask()
    await harness.clock.advance(100)
    const again = await harness.ask()
    await harness.clock.advance(100)
    expect(again.text).toBe('新的')
    expect(harness.model.requests[1]?.continueFrom).toBeUndefined()
    expect(harness.store.get('q1').content).toBe('新的')
  })
})
