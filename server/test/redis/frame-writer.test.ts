import type { StoredFrame } from '../../../typings/protocol'
import { AnswerError } from '../../src/answer/answer-error'
import type { ToldAnswer } from '../../src/answer/other-processes'
import { FrameWriter } from '../../src/redis/frame-writer'
import type { ScriptCall } from '../../src/redis/redis-link'
import type { Script } from '../../src/redis/scripts'
import { parseTold } from '../../src/redis/told-frames'
import { FakeClock } from '../support/fake-clock'
import { MemoryRedis } from '../support/memory-redis'

/** Milliseconds between two deltas of a model that writes at a usual pace, joined to frames. */
const PACE = 105

const silent = () => undefined
const silentLogger = { debug: silent, info: silent, warn: silent, error: silent }

/** An answer that a test writes. */
class WrittenAnswer implements ToldAnswer {
  readonly userId = 'u1'
  readonly requestId = 'r1'
  readonly questionId = 'q1'
  readonly fence = 1
  readonly isLetGo = false
  failure: AnswerError | undefined
  private readonly frames: StoredFrame[] = []
  private listener = (): void => undefined

  frameAfter(cursor: number): StoredFrame | undefined {
    return this.frames[cursor]
  }

  follow(listener: () => void): () => void {
    this.listener = listener
    return () => undefined
  }

  content(content: string): void {
    this.add({ type: 'content', seq: this.frames.length + 1, content })
  }

  finish(): void {
    const seq = this.frames.length + 1
    this.add({ type: 'content_finished', seq, full_content: '', finish_reason: 'stop' })
  }

  fail(): void {
    this.failure = new AnswerError('MODEL_TIMEOUT')
    this.listener()
  }

  private add(frame: StoredFrame): void {
    this.frames.push(frame)
    this.listener()
  }
}

/** What is told to whoever reads elsewhere: the numbers of each message's frames, and when it was told. */
function tell() {
  const clock = new FakeClock()
  const told: { at: number; frames: (number | 'error')[] }[] = []
  const redis = new MemoryRedis(
    () => clock.now(),
    (_channel, message) => {
      const frames = parseTold(message).frames.map((frame) => (frame.type === 'error' ? 'error' : frame.seq))
      return told.push({ at: clock.now(), frames })
    },
  )
  const link = {
    isThere: true,
    onBack: () => undefined,
    runAll: async ({ name }: Script, calls: readonly ScriptCall[]) =>
      calls.map(({ key, args }) => redis.run(name, key, args)),
  }
  const answer = new WrittenAnswer()
  new FrameWriter(link, clock, silentLogger, () => undefined).tell(answer)
  return { clock, told, answer, frames: () => told.map(({ frames }) => frames) }
}

describe('an answer that is read elsewhere', () => {
  it('is told from its first delta at once, then two deltas together', async () => {
    const { clock, told, answer } = tell()
    const begun = clock.now()
    for (let delta = 1; delta <= 7; delta += 1) {
      answer.content('字')
      await clock.advance(PACE)
    }
    expect(told.map(({ frames }) => frames)).toEqual([[1], [2, 3], [4, 5], [6, 7]])
    expect(Number(told[0]?.at) - begun).toBeLessThanOrEqual(10)
  })

  it('has a delta wait for no longer than 150 ms, where the model falls silent', async () => {
    const { clock, told, answer } = tell()
    answer.content('一')
    await clock.advance(PACE)
    answer.content('二')
    const published = clock.now()
    await clock.advance(1000)
    expect(told.map(({ frames }) => frames)).toEqual([[1], [2]])
    expect(Number(told[1]?.at) - published).toBeLessThanOrEqual(170)
  })

  it('is told without waiting where the model is slow', async () => {
    const { clock, told, answer } = tell()
    for (let delta = 1; delta <= 4; delta += 1) {
      answer.content('字')
      const published = clock.now()
      await clock.advance(200)
      expect(told.at(-1)?.frames).toEqual([delta])
      expect(Number(told.at(-1)?.at) - published).toBeLessThanOrEqual(10)
    }
  })

  it('has its end told at once, with the delta that waits', async () => {
    const { clock, answer, frames } = tell()
    answer.content('一')
    await clock.advance(PACE)
    answer.content('二')
    await clock.advance(20)
    expect(frames()).toEqual([[1]])
    answer.finish()
    await clock.advance(20)
    expect(frames()).toEqual([[1], [2, 3]])
  })

  it('has its failure told at once, behind the delta that waits', async () => {
    const { clock, answer, frames } = tell()
    answer.content('一')
    await clock.advance(PACE)
    answer.content('二')
    await clock.advance(20)
    answer.fail()
    await clock.advance(20)
    expect(frames()).toEqual([[1], [2, 'error']])
  })
})
