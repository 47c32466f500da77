import { finishes, type Step, says, wait } from '../support/script-model'
import { ServiceHarness } from '../support/service-harness'

const endless: Step[] = [says('一二'), wait(1000), says('三'), 'hang']
const rest: Step[] = [wait(500), says('四五'), finishes()]

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
    await harness.clock.advance(1300)
    harness.store.appends = []
    await harness.clock.advance(600)
    expect(harness.store.appends.length).toBeLessThanOrEqual(600 / 40 + 1)
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
