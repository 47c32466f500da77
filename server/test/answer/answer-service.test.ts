import { finishes, says, wait } from '../support/script-model'
import type { ServiceHarness as Harness } from '../support/service-harness'
import { ServiceHarness } from '../support/service-harness'

const done = expect.objectContaining({ type: 'done', finish_reason: 'stop' })
const slowScript = [says('一'), wait(1000), says('二'), wait(1000), says('三'), wait(1000), finishes()]
const types = (reader: { frames: { type: string }[] }) => reader.frames.map(({ type }) => type)

describe('an answer', () => {
  it('goes from thinking over its text to done, with the usage of the last chunk', async () => {
    const harness = new ServiceHarness([[says('一加一'), says('等于二'), finishes()]])
    const reader = await harness.ask()
    expect(reader.attachment.accepted).toEqual({
      type: 'accepted',
      request_id: 'r1',
      session_id: 's1',
      question_id: 'q1',
      resumed: false,
      keepalive_interval: 5000,
    })
    await harness.clock.advance(1000)
    await reader.ended
    expect(reader.frames).toEqual([
      { type: 'status', seq: 1, stage: 'thinking' },
      { type: 'content', seq: 2, content: '一加一' },
      { type: 'content', seq: 3, content: '等于二' },
      { type: 'content_finished', seq: 4, full_content: '一加一等于二', finish_reason: 'stop' },
      { type: 'status', seq: 5, stage: 'saving' },
      {
        type: 'done',
        seq: 6,
        question_id: 'q1',
        answer_id: 'a-q1',
        session_id: 's1',
        finish_reason: 'stop',
        usage: { prompt_tokens: 7, completion_tokens: 5, total_tokens: 12 },
        extras: 'pending',
      },
    ])
    expect(harness.store.get('q1')).toMatchObject({ status: 'done', content: '一加一等于二', lastSeq: 6 })
  })

  it('is written to its end and saved while nobody is connected', async () => {
    const harness = new ServiceHarness([slowScript])
    const reader = await harness.ask()
    await harness.clock.advance(500)
    await reader.leave()
    await harness.clock.advance(3000)
    expect(harness.store.get('q1')).toMatchObject({ status: 'done', content: '一二三' })
    const back = await harness.resume(reader.lastSeq)
    await back.ended
    expect(reader.text + back.text).toBe('一一二三')
    expect(back.last).toEqual(done)
  })

  it('sends the first delta at once and joins later ones for 33 to 50 ms', async () => {
    const deltas = Array.from({ length: 100 }, () => [wait(5), says('字')]).flat()
    const harness = new ServiceHarness([[wait(1000), ...deltas, finishes()]])
    const reader = await harness.ask()
    await harness.clock.advance(3000)
    const contents = reader.items.filter(({ frame }) => frame !== 'keepalive' && frame.type === 'content')
    const times = contents.map(({ at }) => at - (reader.items[0]?.at ?? 0))
    expect(times[0]).toBe(1005)
    const gaps = times.slice(1, -1).map((time, index) => time - (times[index] ?? 0))
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(33)
    expect(Math.max(...gaps)).toBeLessThanOrEqual(50)
    expect(reader.text).toBe('字'.repeat(100))
  })

  it('keeps reasoning and text in the order in which the model gave them', async () => {
    const reasoning = (delta: string) => ({ type: 'reasoning' as const, delta })
    const harness = new ServiceHarness([
      [reasoning('先'), reasoning('想'), says('答'), reasoning('再想'), says('完'), finishes()],
    ])
    const reader = await harness.ask()
    await harness.clock.advance(200)
    const pieces = reader.frames.flatMap((frame) =>
      frame.type === 'content' ? [frame.content] : frame.type === 'reasoning' ? [`(${frame.reasoning})`] : [],
    )
    expect(pieces.join('')).toBe('(先)(想)答(再想)完')
    expect(harness.store.get('q1')).toMatchObject({ content: '答完', reasoning: '先想再想' })
  })

  it('tells of pages that are read, then of thinking', async () => {
    const harness = new ServiceHarness([[{ type: 'stage', stage: 'thinking' }, says('好'), finishes()]])
    const params = { content: '', image_urls: ['/api/v1/files/1'] }
    const reader = await harness.ask('r1', params)
    await harness.clock.advance(100)
    expect(reader.frames[0]).toEqual({ type: 'status', seq: 1, stage: 'reading_images' })
    expect(reader.last).toMatchObject({ type: 'error', code: 'BAD_REQUEST', retryable: false })
    expect(harness.model.requests).toEqual([])
  })
})

describe('a request id', () => {
  it('that was used attaches to its answer and replays it from the start: the model is asked once', async () => {
    const harness = new ServiceHarness([slowScript])
    const first = await harness.ask()
    await harness.clock.advance(1500)
    const second = await harness.ask()
    await harness.clock.advance(3000)
    await second.ended
    expect(second.attachment.accepted).toMatchObject({ resumed: true, question_id: 'q1' })
    expect(second.text).toBe('一二三')
    expect(second.frames.map((frame) => ('seq' in frame ? frame.seq : 0))).toEqual([1, 2, 3, 4, 5, 6, 7])
    expect(harness.model.requests).toHaveLength(1)
    expect(harness.store.answers.size).toBe(1)
    expect(first.last).toMatchObject({ type: 'error', code: 'SUPERSEDED', retryable: false })
  })

  it('that is sent twice at the same moment begins one answer', async () => {
    const harness = new ServiceHarness([slowScript])
    const [one, other] = await Promise.all([harness.ask(), harness.ask()])
    await harness.clock.advance(4000)
    expect([one, other].map((reader) => reader.last?.type).sort()).toEqual(['done', 'error'])
    expect(harness.model.requests).toHaveLength(1)
    expect(harness.store.statistics).toBe(1)
  })

  it('belongs to its user', async () => {
    const harness = new ServiceHarness([slowScript])
    await harness.ask()
    await expect(harness.service.resume('u2', 'r1', 0)).rejects.toMatchObject({ code: 'STREAM_NOT_FOUND' })
    await expect(harness.service.stop('u2', 'r1')).rejects.toMatchObject({ code: 'STREAM_NOT_FOUND' })
  })
})

describe('a finished answer', () => {
  async function finished(): Promise<Harness> {
    const harness = new ServiceHarness([[says('答案'), finishes()]])
    const reader = await harness.ask()
    await harness.clock.advance(1000)
    await reader.ended
    return harness
  }

  it('is replayed frame by frame for 30 minutes', async () => {
    const harness = await finished()
    await harness.clock.advance(29 * 60_000)
    const reader = await harness.resume(1)
    await reader.ended
    expect(types(reader)).toEqual(['content', 'content_finished', 'status', 'done'])
  })

  it('comes from the database afterwards, and memory holds nothing of it', async () => {
    const harness = await finished()
    await harness.clock.advance(31 * 60_000)
    expect(harness.clock.pending).toBe(0)
    const reader = await harness.resume(1)
    await reader.ended
    expect(reader.frames).toEqual([
      { type: 'snapshot', seq: 4, phase: 'processing', full_content: '答案', finish_reason: 'stop' },
      expect.objectContaining({ type: 'done', seq: 5, answer_id: 'a-q1' }),
    ])
    expect(harness.model.requests).toHaveLength(1)
  })

  it('is told again to a reader that has seen its end', async () => {
    const harness = await finished()
    const reader = await harness.resume(5)
    await reader.ended
    expect(reader.frames).toEqual([
      expect.objectContaining({ type: 'snapshot', seq: 6, full_content: '答案' }),
      expect.objectContaining({ type: 'done', seq: 7 }),
    ])
  })
})

describe('stopping', () => {
  it('lets the model go at once, saves what is there, and ends with done', async () => {
    const harness = new ServiceHarness([[says('一半', 3), 'hang']])
    const reader = await harness.ask()
    await harness.clock.advance(100)
    reader.attachment.stop()
    await harness.clock.advance(0)
    await reader.ended
    expect(harness.model.requests[0]?.signal.aborted).toBe(true)
    expect(harness.model.released).toBe(1)
    expect(reader.last).toMatchObject({
      type: 'done',
      finish_reason: 'stopped',
      usage: { completion_tokens: 3 },
    })
    expect(harness.store.get('q1')).toMatchObject({ status: 'stopped', content: '一半' })
    expect(harness.store.statistics).toBe(1)
  })

  it('works for somebody without a connection, and before the first word', async () => {
    const harness = new ServiceHarness([['hang']])
    const reader = await harness.ask()
    await reader.leave()
    await harness.service.stop('u1', 'r1')
    await harness.clock.advance(0)
    expect(harness.store.get('q1')).toMatchObject({ status: 'stopped', content: '' })
  })

  it('ends even with a model that does not listen', async () => {
    const harness = new ServiceHarness([[]])
    const deaf = { next: () => new Promise<never>(() => undefined) }
    jest.spyOn(harness.model, 'answer').mockReturnValue({ [Symbol.asyncIterator]: () => deaf })
    const reader = await harness.ask()
    await harness.clock.advance(10)
    reader.attachment.stop()
    await harness.clock.advance(0)
    await reader.ended
    expect(reader.last).toMatchObject({ type: 'done', finish_reason: 'stopped' })
  })

  it('changes nothing once the text is whole', async () => {
    const harness = new ServiceHarness([[says('答案'), finishes()]])
    let open = (): void => undefined
    harness.store.gate.save = new Promise((resolve) => {
      open = resolve
    })
    const reader = await harness.ask()
    await harness.clock.advance(100)
    reader.attachment.stop()
    open()
    await harness.clock.advance(0)
    expect(reader.last).toEqual(done)
    await harness.service.stop('u1', 'r1')
    expect(harness.store.get('q1').status).toBe('done')
  })
})

describe('keepalives', () => {
  it('test_keepalive_mechanism: cover a silent model, and the saving', async () => {
    const harness = new ServiceHarness([[wait(12_000), says('答案'), finishes()]])
    let open = (): void => undefined
    harness.store.gate.save = new Promise((resolve) => {
      open = resolve
    })
    const reader = await harness.ask()
    await harness.clock.advance(12_500)
    expect(reader.keepalives).toBe(2)
    expect(types(reader).slice(-2)).toEqual(['content_finished', 'status'])
    await harness.clock.advance(20_000)
    expect(reader.keepalives).toBe(6)
    open()
    await harness.clock.advance(0)
    expect(reader.last).toEqual(done)
    const times = reader.items.map(({ at }) => at)
    const gaps = times.slice(1).map((at, index) => at - (times[index] ?? 0))
    expect(Math.max(...gaps)).toBeLessThanOrEqual(5050)
  })
})

describe('test_long_output_scenario: the server', () => {
  it.each([
    [5, 60],
    [10, 80],
  ])(
    '%i pages that take %i s keep every client timer alive and lose no character',
    async (pages, seconds) => {
      const deltas = Array.from({ length: seconds * 5 }, (_, index) => [
        wait(100),
        says(`第${index}步；`),
      ]).flat()
      const harness = new ServiceHarness([[wait(seconds * 500), ...deltas, finishes()]])
      harness.files.resolve = async () => ({ mime: 'image/png', bytes: Buffer.from('page') })
      const image_urls = Array.from({ length: pages }, (_, page) => `/api/v1/files/${page}`)
      const reader = await harness.ask('r1', { content: '', image_urls })
      await harness.clock.advance(seconds * 1000 + 1000)
      await reader.ended
      expect(reader.last).toEqual(done)
      expect(harness.model.requests[0]?.images).toHaveLength(pages)
      const whole = deltas
        .flatMap((step) => (typeof step === 'object' && 'delta' in step ? step.delta : []))
        .join('')
      expect(harness.store.get('q1').content).toBe(whole)
      const times = reader.items.map(({ at }) => at)
      const gaps = times.slice(1).map((at, index) => at - (times[index] ?? 0))
      expect(Math.max(...gaps)).toBeLessThanOrEqual(5050)
    },
  )
})

describe('test_stream_logging_optimization: the server', () => {
  it('logs the key events at info, each chunk at debug, and no question', async () => {
    const harness = new ServiceHarness([[wait(6000), says('答案甲'), wait(100), says('答案乙'), finishes()]])
    const reader = await harness.ask('r1', { content: '秘密的问题' })
    await harness.clock.advance(7000)
    await reader.ended
    const info = harness.logger.lines.filter(({ level }) => level === 'info')
    expect(info.map(({ message }) => message)).toEqual([
      '已发送 content_finished 信号给前端',
      '会话统计已更新（原子操作）',
      '核心数据事务已提交',
      '已发送 done 事件，前端流式响应完成',
    ])
    for (const { fields } of info) expect(fields).toMatchObject({ request_id: 'r1', question_id: 'q1' })
    expect(harness.logger.lines.filter(({ level }) => level === 'debug')).toHaveLength(2)
    expect(JSON.stringify(harness.logger.lines)).not.toMatch(/秘密|答案/)
  })
})
