import fc from 'fast-check'
import type { ErrorFrame, StoredFrame } from '../../../typings/protocol'
import { type Reader, ServiceHarness } from '../support/service-harness'
import { TextModel } from '../support/text-model'

const text = Array.from({ length: 40 }, (_, index) => `${index}；`).join('')

/** A client that keeps its text over connections, as the contract tells it to. */
class Student {
  text = ''
  lastSeq = 0
  end: StoredFrame | ErrorFrame | undefined
  private reader: Reader | undefined
  private taken = 0

  constructor(private readonly harness: ServiceHarness) {}

  /** Reconnects; the older connection, if there is one, is left to be superseded. */
  async connect(): Promise<void> {
    this.take()
    if (this.end?.type === 'error' && this.end.retryable) this.forget()
    if (this.end) return
    this.taken = 0
    this.reader = this.lastSeq === 0 ? await this.harness.ask() : await this.harness.resume(this.lastSeq)
  }

  /** The student asks again: the answer is replayed from its start. */
  private forget(): void {
    this.text = ''
    this.lastSeq = 0
    this.end = undefined
  }

  async drop(): Promise<void> {
    this.take()
    const { reader } = this
    this.reader = undefined
    await reader?.leave()
  }

  lose(): void {
    this.take()
    this.reader = undefined
  }

  stop(): void {
    this.reader?.attachment.stop()
  }

  /** Takes in what has come. */
  take(): void {
    for (const frame of this.reader?.frames.slice(this.taken) ?? []) this.receive(frame)
    this.taken = this.reader?.frames.length ?? 0
  }

  private receive(frame: StoredFrame | ErrorFrame): void {
    if (frame.type === 'error') {
      if (frame.code !== 'SHUTTING_DOWN') this.end = frame
      return
    }
    const next = frame.type === 'snapshot' ? frame.seq > this.lastSeq : frame.seq === this.lastSeq + 1
    if (!next) throw new Error(`seq ${frame.seq} after ${this.lastSeq}`)
    this.lastSeq = frame.seq
    if (frame.type === 'content') this.text += frame.content
    if (frame.type === 'snapshot') this.text = frame.full_content
    if (frame.type === 'content_finished' && frame.full_content !== this.text) throw new Error('texts differ')
    if (frame.type === 'done') this.end = frame
  }
}

const fault = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: 0, max: 3000 }).map((time) => ({ do: 'pass' as const, time })) },
  { weight: 2, arbitrary: fc.constant({ do: 'drop' as const }) },
  { weight: 3, arbitrary: fc.constant({ do: 'connect' as const }) },
  { weight: 1, arbitrary: fc.constant({ do: 'kill' as const }) },
  { weight: 1, arbitrary: fc.constant({ do: 'drain' as const }) },
  {
    weight: 1,
    arbitrary: fc.integer({ min: 1, max: 5 }).map((count) => ({ do: 'failWrites' as const, count })),
  },
)

async function play(
  harness: ServiceHarness,
  student: Student,
  step: { do: string; time?: number; count?: number },
) {
  if (step.do === 'pass') await harness.clock.advance(step.time ?? 0)
  else if (step.do === 'drop') await student.drop()
  else if (step.do === 'connect') await student.connect()
  else if (step.do === 'kill') {
    student.lose()
    harness.restart()
    await harness.service.recover()
  } else if (step.do === 'drain') {
    const drained = harness.service.drain(1000)
    // Saves under way may take five seconds more.
    await harness.clock.advance(6000)
    await drained
    student.lose()
    harness.restart()
    await harness.service.recover()
  } else
    Object.assign(harness.store.failing, { save: step.count, appendDrafts: Math.min(2, step.count ?? 0) })
  student.take()
}

describe('under faults drawn at random', () => {
  it('the student has the whole text in the end, once, and the model begins it once', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fault, { maxLength: 25 }),
        fc.integer({ min: 5, max: 400 }),
        async (steps, pause) => {
          const harness = new ServiceHarness([], { mostFrames: 16 })
          const model = new TextModel(harness.clock, text, pause)
          harness.answerWith(model)
          const student = new Student(harness)
          await student.connect()
          for (const step of steps) await play(harness, student, step)
          for (let attempt = 0; attempt < 3; attempt += 1) {
            await student.connect()
            await harness.clock.advance(60_000)
            student.take()
          }
          expect(student.end).toMatchObject({ type: 'done', finish_reason: 'stop' })
          expect(student.text).toBe(text)
          expect(harness.store.get('q1')).toMatchObject({ status: 'done', content: text })
          expect(harness.store.statistics).toBe(1)
          const begun = model.requests.filter(({ continueFrom }) => continueFrom === undefined)
          const killed = steps.filter((step) => step.do === 'kill' || step.do === 'drain').length
          expect(begun.length).toBeLessThanOrEqual(killed === 0 ? 1 : 1 + killed)
          expect(model.requests.length).toBeLessThanOrEqual(1 + killed)
        },
      ),
      { numRuns: 200 },
    )
  })
})
