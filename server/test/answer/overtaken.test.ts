import { noOtherProcesses } from '../../src/answer/other-processes'
import { finishes, type Step, says, wait } from '../support/script-model'
import { ServiceHarness } from '../support/service-harness'

const written: Step[] = [says('一二'), wait(500), says('三'), wait(500), says('四'), wait(5000), finishes()]

/** Another process takes the answer up, in the same database. */
function takeUp(harness: ServiceHarness): void {
  harness.store.giveAway('q1')
}

const AWAY = { type: 'error', code: 'SHUTTING_DOWN', retryable: true, retry_after_ms: expect.any(Number) }

describe('an answer that another process has taken up', () => {
  it('is let go at the next word, which nobody is shown, and its model with it', async () => {
    const harness = new ServiceHarness([written])
    const reader = await harness.ask()
    await harness.clock.advance(200)
    takeUp(harness)
    await harness.clock.advance(1000)
    await reader.ended
    expect(reader.text).toBe('一二')
    expect(reader.last).toMatchObject(AWAY)
    expect(harness.model.released).toBe(1)
    expect(harness.store.get('q1')).toMatchObject({ status: 'generating', content: '一二' })
    await harness.service.drain(0)
    expect(harness.clock.pending).toBe(0)
  })

  it('is neither saved nor called failed where it ends', async () => {
    for (const end of [finishes(), new Error('broken')]) {
      const harness = new ServiceHarness([[says('一二'), wait(500), end]])
      const reader = await harness.ask()
      await harness.clock.advance(200)
      takeUp(harness)
      await harness.clock.advance(1000)
      await reader.ended
      expect(reader.last).toMatchObject(AWAY)
      expect(harness.store.get('q1')).toMatchObject({ status: 'generating', errorCode: null })
    }
  })

  it('is not given from memory any more: the next reader is sent to where it is', async () => {
    const harness = new ServiceHarness([written])
    await harness.ask()
    await harness.clock.advance(200)
    takeUp(harness)
    await harness.clock.advance(1000)
    await expect(harness.resume(0)).rejects.toMatchObject({ code: 'SHUTTING_DOWN' })
  })
})

describe('a process that can no longer say that it lives', () => {
  it('neither saves as whole nor calls failed what it could not send before it let go', async () => {
    for (const end of [finishes(), new Error('broken')]) {
      const harness = new ServiceHarness([[says('一二'), wait(500), says('三'), end]])
      await harness.ask()
      await harness.clock.advance(200)
      let letThrough = (): void => undefined
      harness.store.gate.appendDrafts = new Promise((resolve) => {
        letThrough = resolve
      })
      await harness.clock.advance(1000)
      harness.service.letGoOfAll()
      letThrough()
      await harness.clock.advance(10_000)
      expect(harness.store.saves).toBe(0)
      expect(harness.store.get('q1')).toMatchObject({ status: 'generating', errorCode: null })
    }
  })

  it("takes no question and nobody else's answer until it can again: others might take the same at once", async () => {
    const harness = new ServiceHarness([written, written])
    await harness.ask()
    await harness.clock.advance(200)
    let lives = false
    harness.service.ownWhile(() => lives)
    harness.service.letGoOfAll()
    harness.store.restart()
    await harness.service.recover()
    await expect(harness.resume(0)).rejects.toMatchObject({ code: 'SHUTTING_DOWN' })
    await expect(harness.ask('r2')).rejects.toMatchObject({ code: 'SHUTTING_DOWN' })
    await harness.clock.advance(1000)
    expect(harness.model.requests).toHaveLength(1)
    expect(harness.store.get('q1').fence).toBe(0)

    lives = true
    await harness.service.recover()
    await harness.clock.advance(10_000)
    expect(harness.store.get('q1')).toMatchObject({ status: 'done', fence: 1 })
  })

  it('calls no model for what it can no longer call its own, also where nobody told it yet', async () => {
    const harness = new ServiceHarness([written, written])
    let lives = true
    harness.service.ownWhile(() => lives)
    const { store } = harness
    const circumstances = store.circumstances.bind(store)
    jest.spyOn(store, 'circumstances').mockImplementationOnce(async () => {
      const found = await circumstances()
      lives = false
      return found
    })
    const reader = await harness.ask()
    await harness.clock.advance(10_000)
    await reader.ended
    expect(reader.last).toMatchObject(AWAY)
    expect(harness.model.requests).toHaveLength(0)
    expect(store.get('q1')).toMatchObject({ status: 'generating', errorCode: null })

    lives = true
    store.restart()
    await harness.service.recover()
    await harness.clock.advance(10_000)
    expect(harness.model.requests).toHaveLength(1)
    expect(store.get('q1')).toMatchObject({ status: 'done' })
  })

  it('lets go of all models, and its readers come back to whoever goes on', async () => {
    const harness = new ServiceHarness([written, [says('五'), finishes()]])
    const reader = await harness.ask()
    await harness.clock.advance(700)
    harness.service.letGoOfAll()
    await harness.clock.advance(10_000)
    await reader.ended
    expect(reader.text).toBe('一二三')
    expect(reader.last).toMatchObject(AWAY)
    expect(harness.model.released).toBe(1)
    expect(harness.model.requests).toHaveLength(1)

    harness.store.restart()
    const back = await harness.resume(reader.lastSeq)
    await harness.clock.advance(1000)
    expect(back.text).toBe('一二三五')
    expect(back.last).toMatchObject({ type: 'done' })
    expect(harness.model.requests).toHaveLength(2)
  })

  it.each<[string, Step[], Step[][], string, string[]]>([
    [
      'goes on where its readers were, not where the database was',
      [wait(5000), says('四'), wait(60_000)],
      [[says('五'), finishes()]],
      '一二三四五',
      ['一二三四'],
    ],
    [
      'saves a text that was whole, and asks no model for it again',
      [wait(1000), says('四'), wait(500), finishes()],
      [],
      '一二三四',
      [],
    ],
    [
      'saves a whole text with the last words that nobody was sent yet',
      [wait(9150), says('四'), finishes()],
      [],
      '一二三四',
      [],
    ],
  ])(
    '%s, once the database is back that was away longer than it may write',
    async (_, rest, then, whole, from) => {
      const harness = new ServiceHarness([[says('一二'), wait(500), says('三'), ...rest], ...then])
      const { store, clock, service, model } = harness
      let lives = true
      service.ownWhile(() => lives)
      const reader = await harness.ask()
      await clock.advance(100)
      store.failing = { appendDrafts: Number.POSITIVE_INFINITY, save: Number.POSITIVE_INFINITY, fail: 0 }
      await clock.advance(9560)
      lives = false
      service.letGoOfAll()
      await clock.advance(5000)
      await reader.ended
      expect(reader.last).toMatchObject(AWAY)
      expect(store.get('q1')).toMatchObject({ status: 'generating', content: '一二' })
      store.failing = { appendDrafts: 0, save: 0, fail: 0 }
      lives = true
      store.restart()
      await service.recover()
      const back = await harness.resume(reader.lastSeq)
      await clock.advance(10_000)
      expect(whole.startsWith(reader.text)).toBe(true)
      expect(back.last).toMatchObject({ type: 'done' })
      expect(store.get('q1')).toMatchObject({ status: 'done', content: whole })
      const asked = model.requests.slice(1).map(({ continueFrom }) => continueFrom)
      expect(asked).toEqual(from)
      expect(harness.logger.lines.map(({ message }) => message)).not.toContain('drafts are written again')
    },
  )

  it('does not go on with what it had where somebody else has taken that up meanwhile', async () => {
    const harness = new ServiceHarness([[says('一二'), wait(500), says('三'), wait(60_000)], [finishes()]])
    const { store, service } = harness
    await harness.ask()
    await harness.clock.advance(100)
    store.failing.appendDrafts = Number.POSITIVE_INFINITY
    await harness.clock.advance(9000)
    service.letGoOfAll()
    store.failing.appendDrafts = 0
    // The other one dies as well, with its own words.
    store.giveAway('q1')
    Object.assign(store.get('q1'), { content: '一二丙', lastSeq: 90 })
    store.restart()
    store.abandon('q1')
    await service.recover()
    await harness.clock.advance(1000)
    expect(store.get('q1')).toMatchObject({ status: 'done', content: '一二丙', fence: 2 })
  })

  it('takes up its own before what others left: each knows more of its own than was written down', async () => {
    const harness = new ServiceHarness([[says('一'), wait(60_000)], [finishes()], [says('二'), finishes()]])
    const { store, service } = harness
    await harness.ask('r1')
    await harness.clock.advance(100)
    service.letGoOfAll()
    const { answer } = await store.begin({ userId: 'u2', requestId: 'r2', params: { content: '别人的' } })
    store.restart()
    await service.recover()
    expect(store.get('q1').fence).toBe(1)
    expect(store.get(answer.questionId).fence).toBe(0)
    await service.recover()
    await harness.clock.advance(1000)
    expect(store.get(answer.questionId)).toMatchObject({ status: 'done', fence: 1 })
  })

  it('keeps what is over already', async () => {
    const harness = new ServiceHarness([[says('一'), finishes()]])
    const reader = await harness.ask()
    await harness.clock.advance(1000)
    expect(reader.last).toMatchObject({ type: 'done' })
    harness.service.letGoOfAll()
    const back = await harness.resume(0)
    await harness.clock.advance(1)
    expect(back.last).toMatchObject({ type: 'done' })
  })
})

describe('a reader on its way to an answer whose readers are sent away meanwhile', () => {
  it.each<[string, (harness: ServiceHarness) => Promise<void> | void, object]>([
    ['is let go with all others', ({ service }) => service.letGoOfAll(), { code: 'SHUTTING_DOWN' }],
    ['is taken up by another process', ({ service }) => service.overtaken('q1'), { code: 'SHUTTING_DOWN' }],
    ['is deleted', ({ service }) => service.forget('u1', 's1', ['r1']), { code: 'STREAM_NOT_FOUND' }],
    // It is stopped first, for who is let in by then.
    ["is an erased user's", ({ service }) => service.forgetUser('u1', ['r1']), { type: 'done' }],
    ['is left by a server that goes down', ({ service }) => service.drain(0), { code: 'SHUTTING_DOWN' }],
  ])('is sent away too, where it %s', async (_, sendAway, end) => {
    const lets: (() => void)[] = []
    const seat = () =>
      new Promise<undefined>((resolve) => {
        lets.push(() => resolve(undefined))
      })
    const harness = new ServiceHarness([written], {}, true, { ...noOtherProcesses, seat })
    const asked = harness.ask()
    await harness.clock.advance(200)
    lets.pop()?.()
    await asked
    const coming = harness.resume(0).then(
      async (reader) => {
        await reader.ended
        return reader.last
      },
      (error: unknown) => error,
    )
    await harness.clock.advance(100)
    const gone = Promise.resolve(sendAway(harness))
    await harness.clock.advance(100)
    lets.pop()?.()
    await harness.clock.advance(20_000)
    await gone
    expect(await Promise.race([coming, 'is kept waiting'])).toMatchObject(end)
  })
})

describe('an answer that is taken up where several processes write', () => {
  it('is given whole to whoever saw more than was written down, and its numbers go on beyond that', async () => {
    const harness = new ServiceHarness([written, [says('五'), finishes()]], { takeUpLeap: 1000 })
    const reader = await harness.ask()
    await harness.clock.advance(700)
    harness.restart()
    const back = await harness.resume(reader.lastSeq + 300)
    await harness.clock.advance(1000)
    expect(back.frames[0]).toMatchObject({ type: 'snapshot', full_content: '一二三' })
    const [first] = back.frames
    expect(first && 'seq' in first ? first.seq : 0).toBeGreaterThanOrEqual(reader.lastSeq + 1000)
    expect(back.text).toBe('一二三五')
    expect(back.last).toMatchObject({ type: 'done' })
  })
})
