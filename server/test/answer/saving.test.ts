import { QuestionNotFound } from '../../src/answer/answer-store'
import { finishes, says } from '../support/script-model'
import { ServiceHarness } from '../support/service-harness'

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

  it('writes down that the text is whole and that it is being saved together, and tells both before it saves', async () => {
    const harness = new ServiceHarness([[says('答案'), finishes()]])
    const append = harness.store.appendDrafts.bind(harness.store)
    const appended: number[] = []
    harness.store.appendDrafts = (drafts) => {
      appended.push(...drafts.filter(({ finish }) => finish !== undefined).map(({ seq }) => seq))
      return append(drafts)
    }
    const reader = await harness.ask()
    await harness.clock.advance(1000)
    await reader.ended
    const last = reader.frames.slice(-3)
    expect(last).toMatchObject([
      { type: 'content_finished' },
      { type: 'status', stage: 'saving' },
      { type: 'done' },
    ])
    const seqs = last.map((frame) => ('seq' in frame ? frame.seq : 0))
    expect(appended).toEqual(seqs.slice(1, 2))
  })
})
