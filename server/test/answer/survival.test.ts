import { QuestionNotFound } from '../../src/answer/answer-store'
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

describe('a killed server', () => {
  it('has every character that was sent, and goes on from it, also when nobody comes back', async () => {
    const harness = new ServiceHarness([endless, rest])
    const reader = await harness.ask()
    await harness.clock.advance(1500)
    const seen = reader.text
    harness.restart()
    expect(harness.store.get('q1').content).toBe(seen)
    await harness.service.recover()
    await harness.clock.advance(2000)
    expect(harness.model.requests[1]?.continueFrom).toBe('一二三')
    expect(harness.store.get('q1')).toMatchObject({ status: 'done', content: '一二三四五' })
    const back = await harness.resume(reader.lastSeq)
    await back.ended
    expect(seen + back.text).toBe('一二三一二三四五')
    expect(back.last).toMatchObject({ type: 'done' })
  })

  it('whose model had only reasoned has it begin anew, and its student sees no thought twice', async () => {
    const thought = (delta: string): Step => ({ type: 'reasoning', delta })
    const harness = new ServiceHarness([
      [thought('先想'), wait(100), thought('再想'), 'hang'],
      [wait(500), thought('重新想'), wait(500), 'hang'],
      [thought('第三次想'), wait(100), says('答案'), finishes()],
    ])
    const reader = await harness.ask()
    await harness.clock.advance(300)
    harness.restart()
    await harness.service.recover()
    const back = await harness.resume(reader.lastSeq)
    await harness.clock.advance(300)
    const empty = { type: 'snapshot', phase: 'content', full_content: '', reasoning: '' }
    expect(back.frames[0]).toMatchObject(empty)
    await harness.clock.advance(500)
    harness.restart()
    const last = await harness.resume(back.lastSeq)
    await harness.clock.advance(300)
    await last.ended
    expect(last.frames[0]).toMatchObject(empty)
    expect(last.last).toMatchObject({ type: 'done' })
    expect(harness.store.get('q1')).toMatchObject({ content: '答案', reasoning: '第三次想' })
  })

  it('gives a snapshot newer than what a reader has, then the live frames', async () => {
    const harness = new ServiceHarness([endless, rest])
    const reader = await harness.ask()
    await harness.clock.advance(1500)
    harness.restart()
    await harness.service.recover()
    const back = await harness.resume(1)
    await harness.clock.advance(2000)
    await back.ended
    const seq = reader.lastSeq + 1
    expect(back.frames[0]).toEqual({ type: 'snapshot', seq, phase: 'content', full_content: '一二三' })
    expect(back.text).toBe('一二三四五')
    const seqs = back.frames.map((frame) => ('seq' in frame ? frame.seq : 0))
    expect(seqs.slice(1)).toEqual(seqs.slice(0, -1).map((seq) => seq + 1))
  })

  it('finds an answer for who resumes before it was taken up', async () => {
    const harness = new ServiceHarness([endless, rest])
    await harness.ask()
    await harness.clock.advance(1500)
    harness.restart()
    const back = await harness.ask()
    await harness.clock.advance(2000)
    await back.ended
    expect(back.text).toBe('一二三四五')
    expect(harness.model.requests).toHaveLength(2)
  })

  it('takes up only a few at a time, but at once those that somebody waits for', async () => {
    const harness = new ServiceHarness([endless], { mostRecovering: 2, mostRunningPerUser: 9 })
    for (const id of ['a', 'b', 'c', 'd']) await harness.ask(id)
    await harness.clock.advance(1500)
    harness.restart()
    await harness.service.recover()
    await harness.clock.advance(0)
    expect(harness.model.requests).toHaveLength(6)
    await harness.resume(0, 'd')
    await harness.clock.advance(0)
    expect(harness.model.requests).toHaveLength(7)
    await harness.clock.advance(125_000)
    expect(harness.model.requests).toHaveLength(8)
  })

  it('interrupts what its model cannot continue, rather than to begin it anew unasked', async () => {
    const harness = new ServiceHarness([endless], {}, false)
    await harness.ask()
    await harness.clock.advance(1500)
    harness.restart()
    await harness.service.recover()
    const back = await harness.resume(0)
    await harness.clock.advance(100)
    await back.ended
    expect(back.text).toBe('一二三')
    expect(back.last).toMatchObject({ code: 'GENERATION_INTERRUPTED', retryable: true })
    expect(harness.model.requests).toHaveLength(1)
  })

  it('numbers on for a reader that saw more than was written down', async () => {
    const harness = new ServiceHarness([endless, rest])
    await harness.ask()
    await harness.clock.advance(1500)
    harness.restart()
    await harness.service.recover()
    const back = await harness.resume(50)
    await harness.clock.advance(2000)
    await back.ended
    expect(back.frames[0]).toMatchObject({ type: 'snapshot', seq: 51, full_content: '一二三' })
    expect(back.text).toBe('一二三四五')
    expect(back.last).toMatchObject({ type: 'done' })
  })

  it('saves a text that was whole, and asks no model for it', async () => {
    const harness = new ServiceHarness([[says('答案'), finishes()]])
    harness.store.gate.save = new Promise(() => undefined)
    const reader = await harness.ask()
    await harness.clock.advance(1000)
    expect(reader.frames.at(-2)?.type).toBe('content_finished')
    harness.restart()
    harness.store.gate = {}
    await harness.service.recover()
    const back = await harness.resume(2)
    await harness.clock.advance(1000)
    await back.ended
    expect(back.frames[0]).toMatchObject({ type: 'snapshot', phase: 'processing', full_content: '答案' })
    expect(back.last).toMatchObject({ type: 'done', finish_reason: 'stop', usage: { total_tokens: 12 } })
    expect(harness.model.requests).toHaveLength(1)
  })

  it('does not go on with an answer that its student had stopped', async () => {
    const harness = new ServiceHarness([[says('一半'), 'hang']])
    harness.store.gate.save = new Promise(() => undefined)
    const reader = await harness.ask()
    await harness.clock.advance(100)
    reader.attachment.stop()
    await harness.clock.advance(0)
    harness.restart()
    harness.store.gate = {}
    await harness.service.recover()
    await harness.clock.advance(1000)
    expect(harness.store.get('q1')).toMatchObject({ status: 'stopped', content: '一半' })
    expect(harness.model.requests).toHaveLength(1)
  })

  it('has nothing on the wire that was not written down before', async () => {
    const harness = new ServiceHarness([[says('一'), wait(100), says('二'), 'hang']])
    let open = (): void => undefined
    const reader = await harness.ask()
    await harness.clock.advance(50)
    harness.store.gate.appendDrafts = new Promise((resolve) => {
      open = resolve
    })
    await harness.clock.advance(3000)
    expect(reader.text).toBe('一')
    open()
    await harness.clock.advance(0)
    expect(reader.text).toBe('一二')
  })

  it('has one append a joining interval for all answers together, none for a delta', async () => {
    const script = [
      wait(1000),
      ...Array.from({ length: 200 }, () => [wait(5), says('字')]).flat(),
      finishes(),
    ]
    const harness = new ServiceHarness([script], { mostRunningPerUser: 100 })
    for (let index = 0; index < 50; index += 1) await harness.ask(`r${index}`)
    await harness.clock.advance(1100)
    harness.store.appends = []
    await harness.clock.advance(800)
    expect(harness.store.appends.length).toBeLessThanOrEqual(800 / 40 + 1)
    expect(harness.store.appends.at(-1)).toHaveLength(50)
  })

  it('keeps no hole in a text whose append failed for a while', async () => {
    const harness = new ServiceHarness([
      [says('一'), wait(100), says('二'), wait(1000), says('三'), 'hang'],
      rest,
    ])
    const reader = await harness.ask()
    await harness.clock.advance(50)
    harness.store.failing.appendDrafts = 3
    await harness.clock.advance(500)
    expect(reader.text).toBe('一二')
    await harness.clock.advance(1000)
    expect(harness.store.get('q1').content).toBe('一二三')
  })
})

describe('saving', () => {
  it('is tried again while keepalives run, and done comes only after it', async () => {
    const harness = new ServiceHarness([[says('答案'), finishes()]])
    harness.store.failing.save = 5
    const reader = await harness.ask()
    await harness.clock.advance(9000)
    expect(reader.frames.some(({ type }) => type === 'done')).toBe(false)
    expect(reader.keepalives).toBe(1)
    await harness.clock.advance(12_000)
    await reader.ended
    expect(reader.last).toMatchObject({ type: 'done' })
    expect(harness.store.statistics).toBe(1)
  })

  it('that fails for good is SAVE_FAILED; asking again saves the text and asks no model', async () => {
    const harness = new ServiceHarness([[says('答案'), finishes()]])
    harness.store.failing.save = 7
    const reader = await harness.ask()
    await harness.clock.advance(30_000)
    await reader.ended
    expect(reader.last).toMatchObject({ code: 'SAVE_FAILED', retryable: true })
    expect(harness.store.get('q1')).toMatchObject({ status: 'generating', content: '答案' })
    const again = await harness.ask()
    await harness.clock.advance(100)
    await again.ended
    expect(again.last).toMatchObject({ type: 'done', answer_id: 'a-q1' })
    expect(again.text).toBe('答案')
    expect(harness.model.requests).toHaveLength(1)
  })

  it('that nobody comes back for is tried again by itself, and the answer is not forgotten before', async () => {
    const harness = new ServiceHarness([[says('答案'), finishes()]])
    harness.store.failing.save = 7
    const reader = await harness.ask()
    await harness.clock.advance(30_000)
    await reader.ended
    await harness.clock.advance(30 * 60_000)
    expect(harness.store.get('q1')).toMatchObject({ status: 'done', content: '答案' })
    expect(harness.store.statistics).toBe(1)
    expect(harness.model.requests).toHaveLength(1)
  })

  it('of an answer whose session was deleted ends at once: there is nothing to save it to', async () => {
    const harness = new ServiceHarness([[says('答案'), finishes()]])
    harness.store.save = async () => {
      throw new QuestionNotFound('q1')
    }
    const reader = await harness.ask()
    await harness.clock.advance(200)
    await reader.ended
    expect(reader.last).toMatchObject({ code: 'STREAM_NOT_FOUND', retryable: false })
  })
})

describe('a server that goes down', () => {
  it('takes no new answers, and lets those under way finish', async () => {
    const harness = new ServiceHarness([[says('一'), wait(10_000), says('二'), finishes()]])
    const reader = await harness.ask()
    await harness.clock.advance(100)
    const drained = harness.service.drain(60_000)
    await expect(harness.ask('r2')).rejects.toMatchObject({ code: 'SHUTTING_DOWN', retryable: true })
    await expect(harness.ask('r2')).rejects.toHaveProperty('retryAfterMs', 1000)
    const back = await harness.resume(0)
    await harness.clock.advance(11_000)
    await drained
    expect(back.text).toBe('一二')
    expect(back.last).toMatchObject({ type: 'done' })
    expect(reader.last).toMatchObject({ code: 'SUPERSEDED' })
    expect(harness.clock.pending).toBe(0)
  })

  it('sends everybody away after its patience, and the next process goes on with the text', async () => {
    const harness = new ServiceHarness([endless, rest])
    const reader = await harness.ask()
    await harness.clock.advance(1500)
    const drained = harness.service.drain(60_000)
    await harness.clock.advance(60_000)
    await drained
    await reader.ended
    expect(reader.last).toMatchObject({ code: 'SHUTTING_DOWN', retryable: true, retry_after_ms: 1000 })
    expect(harness.model.released).toBe(1)
    expect(harness.clock.pending).toBe(0)
    expect(harness.store.get('q1')).toMatchObject({ status: 'generating', content: '一二三' })
    harness.restart()
    await harness.service.recover()
    await harness.clock.advance(2000)
    expect(harness.store.get('q1')).toMatchObject({ status: 'done', content: '一二三四五' })
  })
})

describe('too much at once', () => {
  it('of one user is RATE_LIMITED, of all OVERLOADED, and neither writes a question', async () => {
    const harness = new ServiceHarness([endless], { mostRunningPerUser: 2, mostRunning: 3 })
    await harness.ask('a')
    await harness.ask('b')
    await expect(harness.ask('c')).rejects.toMatchObject({ code: 'RATE_LIMITED', retryable: true })
    await harness.service.ask('u2', { requestId: 'd', params: { content: '问' } })
    const more = harness.service.ask('u3', { requestId: 'e', params: { content: '问' } })
    await expect(more).rejects.toMatchObject({ code: 'OVERLOADED', retryable: true })
    expect(harness.store.answers.size).toBe(3)
    await harness.ask('a')
    await harness.service.stop('u1', 'a')
    await harness.clock.advance(0)
    await harness.ask('c')
    expect(harness.store.answers.size).toBe(4)
  })

  it('keeps no more finished answers than it may', async () => {
    const harness = new ServiceHarness([[says('答'), finishes()]], { mostRetained: 3 })
    for (let index = 0; index < 10; index += 1) {
      await harness.ask(`r${index}`)
      await harness.clock.advance(100)
    }
    expect(harness.clock.pending).toBe(3)
    const first = await harness.resume(0, 'r0')
    await first.ended
    expect(first.text).toBe('答')
  })
})
