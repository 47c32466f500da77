import fc from 'fast-check'
import type { AnswerReader } from '../../src/answer/live-answers'
import { finishes, type Step, says, wait } from '../support/script-model'
import { Reader, ServiceHarness } from '../support/service-harness'

const slow: Step[] = [says('一'), wait(1000), says('二'), wait(1000), says('三'), wait(1000), finishes()]

const phone = (id: string): AnswerReader => ({ kind: 'client', id })
const view: AnswerReader = { kind: 'view' }

async function read(harness: ServiceHarness, reader: AnswerReader, after = 0): Promise<Reader> {
  return new Reader(await harness.service.resume('u1', 'r1', after, reader), harness.clock)
}

/** An answer that is being written, and nobody reads. */
async function writing(): Promise<ServiceHarness> {
  const harness = new ServiceHarness([slow])
  await (await harness.ask()).leave()
  await harness.clock.advance(500)
  return harness
}

const superseded = expect.objectContaining({ type: 'error', code: 'SUPERSEDED', retryable: false })

describe('readers of one answer', () => {
  it('of different clients read along, each from where it is to the end', async () => {
    const harness = await writing()
    const readers = [
      await read(harness, phone('a')),
      await read(harness, phone('b'), 2),
      await read(harness, view),
    ]
    await harness.clock.advance(3000)
    expect(readers.map(({ text }) => text)).toEqual(['一二三', '一二三', '一二三'])
    for (const { last } of readers) expect(last).toMatchObject({ type: 'done', finish_reason: 'stop' })
    expect(harness.model.requests).toHaveLength(1)
  })

  it('of the same client take the place of its older link, and of nobody else', async () => {
    const harness = await writing()
    const older = await read(harness, phone('a'))
    const other = await read(harness, phone('b'))
    const nameless = await read(harness, phone(''))
    const newer = await read(harness, phone('a'))
    await harness.clock.advance(3000)
    expect(older.last).toEqual(superseded)
    for (const { last, text } of [other, nameless, newer]) {
      expect([last?.type, text]).toEqual(['done', '一二三'])
    }
  })

  it('that have left by when it is their turn take the place of no newer link', async () => {
    const harness = await writing()
    const newer = await read(harness, phone('a'))
    const late = read(harness, { kind: 'client', id: 'a', isGone: () => true })
    await expect(late).rejects.toMatchObject({ code: 'SHUTTING_DOWN', retryable: true })
    await harness.clock.advance(3000)
    expect([newer.last?.type, newer.text]).toEqual(['done', '一二三'])
  })

  it('whose question comes late take the place of no link that was opened after theirs', async () => {
    const harness = await writing()
    const openedAt = (at: number): AnswerReader => ({ kind: 'client', id: 'a', openedAt: at })
    const newer = await read(harness, openedAt(20_000))
    await expect(read(harness, openedAt(5000))).rejects.toMatchObject({ code: 'SUPERSEDED' })
    const together = await read(harness, openedAt(19_950))
    await harness.clock.advance(3000)
    expect(newer.last).toEqual(superseded)
    expect([together.last?.type, together.text]).toEqual(['done', '一二三'])
  })

  it('that their client counts take no place of one with a higher number, whichever is heard first', async () => {
    const harness = await writing()
    const link = (number: number, run = 'a'): AnswerReader => ({
      ...{ kind: 'client', id: 'a', openedAt: 50_000 - number },
      name: { run, number },
    })
    const newer = await read(harness, link(2))
    await expect(read(harness, link(1))).rejects.toMatchObject({ code: 'SUPERSEDED' })
    const newest = await read(harness, link(3))
    const nextRun = await read(harness, link(1, 'b'))
    await harness.clock.advance(3000)
    expect([newer.last, newest.last, nextRun.last?.type]).toEqual([superseded, superseded, 'done'])
  })

  it('that do not say whose they are count as one client', async () => {
    const harness = await writing()
    const older = await read(harness, phone(''))
    const newer = await read(harness, phone(''))
    await harness.clock.advance(3000)
    expect([older.last, newer.last?.type]).toEqual([superseded, 'done'])
  })

  it('are eight: a ninth is refused with OVERLOADED and disturbs nobody, until one has left', async () => {
    const harness = await writing()
    const eight = []
    for (let index = 0; index < 7; index += 1) eight.push(await read(harness, phone(`phone-${index}`)))
    eight.push(await read(harness, view))
    const refusal = { code: 'OVERLOADED', retryable: true, retryAfterMs: 5000 }
    await expect(read(harness, phone('ninth'))).rejects.toMatchObject(refusal)
    await expect(read(harness, view)).rejects.toMatchObject(refusal)
    // Whose own older link goes needs no place.
    const first = await read(harness, phone('phone-0'))
    await eight[1]?.leave()
    const ninth = await read(harness, phone('ninth'))
    await harness.clock.advance(3000)
    for (const reader of [first, ninth, ...eight.slice(2)]) {
      expect([reader.last?.type, reader.text]).toEqual(['done', '一二三'])
    }
  })

  it('may each stop it', async () => {
    const harness = await writing()
    const one = await read(harness, phone('a'))
    const other = await read(harness, view)
    other.attachment.stop()
    await harness.clock.advance(100)
    for (const { last } of [one, other])
      expect(last).toMatchObject({ type: 'done', finish_reason: 'stopped' })
  })

  it('by an open protocol are told the end again by its own number, and the answer counts on for nobody', async () => {
    const harness = await writing()
    await harness.clock.advance(3000)
    const whole = await read(harness, view)
    await whole.ended
    const done = whole.frames.at(-1)
    const lastSeq = done !== undefined && 'seq' in done ? done.seq : 0
    for (const after of [lastSeq - 1, lastSeq, lastSeq + 10]) {
      const reader = await read(harness, view, after)
      await reader.ended
      expect(reader.frames).toEqual([done])
    }
  })

  it('whoever comes and goes, each sees the whole answer or that its own client took its place', async () => {
    const step = fc.record({
      client: fc.constantFrom('', 'a', 'b', 'view'),
      after: fc.integer({ min: 0, max: 4 }),
      wait: fc.integer({ min: 0, max: 900 }),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 7 }), async (steps) => {
        const harness = await writing()
        const whole = await read(harness, phone('whole'))
        const readers: { client: string; reader: Reader }[] = []
        for (const { client, after, wait: milliseconds } of steps) {
          await harness.clock.advance(milliseconds)
          readers.push({
            client,
            reader: await read(harness, client === 'view' ? view : phone(client), after),
          })
        }
        await harness.clock.advance(4000)
        expect(whole.text).toBe('一二三')
        readers.forEach(({ client, reader }, index) => {
          const replaced =
            client !== 'view' && readers.slice(index + 1).some((later) => later.client === client)
          const ended = reader.frames.some(({ type }) => type === 'done')
          expect(ended || (replaced && reader.last?.type === 'error')).toBe(true)
        })
      }),
      { numRuns: 60 },
    )
  })
})
