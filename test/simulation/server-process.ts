import { AnswerError } from '../../server/src/answer/answer-error'
import { noMetrics } from '../../server/src/answer/answer-metrics'
import { AnswerService } from '../../server/src/answer/answer-service'
import type { AnswerStore, StoredAnswer } from '../../server/src/answer/answer-store'
import type { AnswerLimits } from '../../server/src/answer/limits'
import type { OtherProcesses } from '../../server/src/answer/other-processes'
import {
  AskConversation,
  type AskParts,
  openFor,
  type SocketLink,
} from '../../server/src/socket/ask-conversation'
import { eventOf, openingOf } from '../../server/src/socket/ask-sse'
import { CallLimits } from '../../server/src/socket/call-limits'
import { deliver } from '../../server/src/socket/deliver'
import { Turns } from '../../server/src/socket/turns'
import { FakeLoop } from '../../server/test/support/fake-loop'
import type { MemoryStore } from '../../server/test/support/memory-store'
import type { ServerFrame } from '../../typings/protocol'
import type { Execution } from './execution'
import { type ModelCall, ScheduledModel } from './model'
import type { Wire, WireEnd } from './network'
import { requestIdIn } from './request-id-in'
import type { Schedule } from './schedule'

export const silentLogger = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }
/** The student. */
export const USER = 'student'

/** Which answer a link carries, once the phone said so. */
interface Asked {
  requestId: string | undefined
}

function answersOf(store: MemoryStore): StoredAnswer[] {
  return [...store.answers.values()]
}

/** What the server did, over all of its runs, as the invariants look at it. */
export interface ServerRecord {
  readonly store: MemoryStore
  readonly modelCalls: ModelCall[]
  /** What should never be seen while it runs, in words. */
  readonly violations: string[]
  /** How often an answer may have been taken up again. */
  restarts: number
  /** Whether the database was away, so that a text may be sent before it is kept. */
  mayOwe: boolean
}

export interface ServerProcessParts {
  schedule: Schedule
  record: ServerRecord
  execution: Execution
  /** As this process reaches it. */
  store: AnswerStore
  /** Told of each call of the model. */
  calls: { push(call: ModelCall): void }
  /** The others that share its database; missing where it is alone. */
  elsewhere?: OtherProcesses
  limits?: Partial<AnswerLimits>
}

/** One run of the server. Once it is dead none of its timers, database calls or messages comes through. */
export class ServerProcess {
  readonly service: AnswerService
  ending = false
  private readonly schedule: Schedule
  private readonly record: ServerRecord
  private readonly execution: Execution
  private readonly parts: AskParts
  private readonly wires = new Set<Wire>()

  constructor({ schedule, record, execution, store, calls, elsewhere, limits }: ServerProcessParts) {
    this.schedule = schedule
    this.record = record
    this.execution = execution
    const { clock } = execution
    const written = (question: string) =>
      answersOf(record.store).find(({ params }) => params.content === question)?.content ?? ''
    const model = new ScheduledModel(clock, schedule, calls, written)
    const files = { resolve: async () => ({ mime: 'image/png' as const, bytes: Buffer.alloc(0) }) }
    const common = { clock, logger: silentLogger, metrics: noMetrics }
    this.service = new AnswerService(
      {
        ...common,
        store,
        model,
        files,
        newRequestId: () => 'none',
        loopProbe: new FakeLoop(),
        ...(elsewhere === undefined ? {} : { elsewhere }),
      },
      limits,
    )
    const turns = new Turns((callback) => void clock.after(0, callback))
    this.parts = {
      ...common,
      turns,
      // Its minutes are not the clock's of the simulation.
      limits: new CallLimits(100_000, 1_000_000),
      service: this.service,
      authenticate: async () => ({ userId: USER }),
    }
  }

  accept(wire: Wire): WireEnd {
    this.wires.add(wire)
    const asked: Asked = { requestId: undefined }
    const link = this.linkOver(wire, asked)
    const conversation = wire.kind === 'socket' ? new AskConversation(link, this.parts) : undefined
    let gone: (() => void) | undefined
    return {
      opened: () => {},
      message: (text) =>
        this.execution.run(() => {
          if (conversation === undefined) gone = this.stream(text.slice(5), wire, asked)
          else {
            asked.requestId ??= requestIdIn(text)
            conversation.receive(text)
          }
        }),
      closed: () => {
        this.wires.delete(wire)
        this.execution.run(() => {
          conversation?.end()
          gone?.()
        })
      },
    }
  }

  /** `POST …/stop`; false where the answer is that it cannot serve, or none comes. */
  stopAnswer(requestId: string): Promise<boolean> {
    const stopped = this.service.stop(USER, requestId).then(
      () => true,
      (error: unknown) => error instanceof AnswerError && error.code !== 'SHUTTING_DOWN',
    )
    return Promise.race([stopped, this.execution.died.then(() => false)])
  }

  die(): void {
    this.execution.die()
    for (const wire of this.wires) wire.cut(Math.abs(this.schedule.seed) % 6)
  }

  /** The event stream of one plain request; what it returns ends it. */
  private stream(body: string, wire: Wire, asked: Asked): () => void {
    let isGone = false
    const link = { openedAt: this.execution.clock.now(), isGone: () => isGone }
    let end = (): void => undefined
    const run = async () => {
      const request: { body: unknown; lastEventId?: string } = JSON.parse(body)
      asked.requestId = requestIdIn(JSON.stringify(request.body))
      const opening = openingOf(request.body, request.lastEventId)
      const attachment = await openFor(USER, opening, this.parts, link)
      end = () => void attachment.frames.return?.().catch(() => undefined)
      await deliver(attachment, this.linkOver(wire, asked, eventOf), this.parts)
    }
    run().then(
      () => this.execution.run(() => wire.closeByServer()),
      (error: unknown) =>
        this.execution.run(() => {
          if (error instanceof AnswerError) wire.toPhone(`STATUS ${JSON.stringify(error.frame)}`, () => {})
          wire.closeByServer()
        }),
    )
    return () => {
      isGone = true
      end()
    }
  }

  private linkOver(
    wire: Wire,
    asked: Asked,
    encode: (frame: ServerFrame) => string = JSON.stringify,
  ): SocketLink {
    let buffered = 0
    return {
      get buffered() {
        return buffered
      },
      send: (frame, written) => {
        const text = encode(frame)
        buffered += text.length
        this.execution.run(() => {
          this.inspect(frame, asked)
          wire.toPhone(text, () => {
            buffered -= text.length
            written?.()
          })
        })
      },
      close: () => this.execution.run(() => wire.closeByServer()),
      dismiss: () => this.execution.run(() => wire.closeByServer()),
      cut: () => this.execution.run(() => wire.cut(0)),
    }
  }

  /** What a client is told must be in the database before. */
  private inspect(frame: ServerFrame, asked: Asked): void {
    const { store, violations, mayOwe } = this.record
    const answer = answersOf(store).find(({ requestId }) => requestId === asked.requestId)
    if (frame.type === 'accepted' && answer === undefined)
      violations.push('accepted before the question was written')
    if (frame.type === 'done' && (answer?.answerId ?? null) === null)
      violations.push('done before the answer was saved')
    if (frame.type === 'content' && !mayOwe && (answer?.lastSeq ?? 0) < frame.seq)
      violations.push('content sent before it was kept')
  }
}
