import { AnswerError } from '../../server/src/answer/answer-error'
import { noMetrics } from '../../server/src/answer/answer-metrics'
import { AnswerService } from '../../server/src/answer/answer-service'
import type { AnswerStore, StoredAnswer } from '../../server/src/answer/answer-store'
import type { Clock } from '../../server/src/answer/clock'
import {
  AskConversation,
  type AskParts,
  openAnswer,
  type SocketLink,
} from '../../server/src/socket/ask-conversation'
import { eventOf, openingOf } from '../../server/src/socket/ask-sse'
import { deliver } from '../../server/src/socket/deliver'
import { Turns } from '../../server/src/socket/turns'
import { FakeLoop } from '../../server/test/support/fake-loop'
import { MemoryStore } from '../../server/test/support/memory-store'
import type { ServerFrame } from '../../typings/protocol'
import type { SimulatedTime } from './clock'
import { type ModelCall, ScheduledModel } from './model'
import type { Wire, WireEnd } from './network'
import { requestIdIn } from './request-id-in'
import type { Schedule } from './schedule'

const silentLogger = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }
const USER = 'student'

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
  restarts: number
}

/** The machine on which the real answer service runs, dies and is started again; its database outlives it. */
export class ServerHost {
  readonly record: ServerRecord = { store: new MemoryStore(), modelCalls: [], violations: [], restarts: 0 }
  /** By how much the date of its machine is ahead of the time, milliseconds. */
  dateAhead = 0
  private process: ServerProcess | undefined

  constructor(
    private readonly time: SimulatedTime,
    private readonly schedule: Schedule,
  ) {
    this.start()
  }

  /** The server's end of a new wire; nobody where no server runs. */
  accept(wire: Wire): WireEnd | undefined {
    return this.process?.accept(wire)
  }

  /** `POST …/stop`; false where nobody answers or the answer is that it cannot serve. */
  async stop(requestId: string): Promise<boolean> {
    if (this.process === undefined) return false
    try {
      await this.process.service.stop(USER, requestId)
      return true
    } catch (error) {
      return error instanceof AnswerError && error.code !== 'SHUTTING_DOWN'
    }
  }

  /** As `kill -9`: nothing of the process happens any more, the machine closes its sockets. */
  kill(downtime: number): void {
    const { process } = this
    if (process === undefined) return
    this.end(process)
    this.time.after(downtime, () => this.start())
  }

  refuseSaves(times: number): void {
    this.record.store.failing.save += times
  }

  /** As SIGTERM: it may finish, then it ends by itself. */
  terminate(patience: number, downtime: number): void {
    const { process } = this
    if (process === undefined || process.ending) return
    process.ending = true
    const over = () => {
      if (this.process !== process) return
      this.end(process)
      this.time.after(downtime, () => this.start())
    }
    process.service.drain(patience).then(over, over)
  }

  private start(): void {
    if (this.process !== undefined) return
    this.process = new ServerProcess(this.time, this.schedule, this.record)
    const { process, record } = this
    process.service.recover().catch((error: unknown) => record.violations.push(`recover: ${String(error)}`))
  }

  private end(process: ServerProcess): void {
    process.die()
    for (const call of this.record.modelCalls) call.abandoned = true
    this.record.store.restart()
    this.record.restarts += 1
    this.process = undefined
  }
}

/** One run of the server. Once it is dead none of its timers, database calls or messages comes through. */
class ServerProcess {
  readonly service: AnswerService
  ending = false
  private alive = true
  private readonly parts: AskParts
  private readonly wires = new Set<Wire>()

  constructor(
    private readonly time: SimulatedTime,
    private readonly schedule: Schedule,
    private readonly record: ServerRecord,
  ) {
    const clock: Clock = {
      now: () => time.now(),
      after: (delay, callback) => time.after(delay, () => this.alive && callback()),
    }
    const written = (question: string) =>
      answersOf(record.store).find(({ params }) => params.content === question)?.content ?? ''
    const model = new ScheduledModel(time, schedule, record.modelCalls, () => this.alive, written)
    const files = { resolve: async () => ({ mime: 'image/png' as const, bytes: Buffer.alloc(0) }) }
    const common = { clock, logger: silentLogger, metrics: noMetrics }
    this.service = new AnswerService({
      ...common,
      store: this.liveStore(),
      model,
      files,
      newRequestId: () => 'none',
      loopProbe: new FakeLoop(),
    })
    const turns = new Turns((callback) => void clock.after(0, callback))
    this.parts = { ...common, turns, service: this.service, authenticate: async () => ({ userId: USER }) }
  }

  accept(wire: Wire): WireEnd {
    this.wires.add(wire)
    const asked: Asked = { requestId: undefined }
    const link = this.linkOver(wire, asked)
    let conversation: AskConversation | undefined
    let gone: (() => void) | undefined
    return {
      opened: () => {},
      message: (text) => {
        if (!this.alive) return
        if (text.startsWith('POST ')) gone = this.stream(text.slice(5), wire, asked)
        else {
          asked.requestId ??= requestIdIn(text)
          conversation ??= new AskConversation(link, this.parts)
          conversation.receive(text)
        }
      },
      closed: () => {
        this.wires.delete(wire)
        if (!this.alive) return
        conversation?.end()
        gone?.()
      },
    }
  }

  die(): void {
    this.alive = false
    for (const wire of this.wires) wire.cut(Math.abs(this.schedule.seed) % 6)
  }

  /** The event stream of one plain request; what it returns ends it. */
  private stream(body: string, wire: Wire, asked: Asked): () => void {
    let end = (): void => undefined
    const run = async () => {
      const request: { body: unknown; lastEventId?: string } = JSON.parse(body)
      asked.requestId = requestIdIn(JSON.stringify(request.body))
      const opening = openingOf(request.body, request.lastEventId)
      const attachment = await openAnswer(opening, opening.token, this.parts)
      end = () => void attachment.frames.return?.().catch(() => undefined)
      await deliver(attachment, this.linkOver(wire, asked, eventOf), this.parts)
    }
    run().then(
      () => this.alive && wire.closeByServer(),
      (error: unknown) => {
        if (!this.alive) return
        if (error instanceof AnswerError) wire.toPhone(`STATUS ${JSON.stringify(error.frame)}`, () => {})
        wire.closeByServer()
      },
    )
    return () => end()
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
        if (!this.alive) return
        this.inspect(frame, asked)
        const text = encode(frame)
        buffered += text.length
        wire.toPhone(text, () => {
          buffered -= text.length
          written?.()
        })
      },
      close: () => this.alive && wire.closeByServer(),
      dismiss: () => this.alive && wire.closeByServer(),
      cut: () => this.alive && wire.cut(0),
    }
  }

  /** What a client is told must be in the database before. */
  private inspect(frame: ServerFrame, asked: Asked): void {
    const { store, violations } = this.record
    const answer = answersOf(store).find(({ requestId }) => requestId === asked.requestId)
    if (frame.type === 'accepted' && answer === undefined)
      violations.push('accepted before the question was written')
    if (frame.type === 'done' && (answer?.answerId ?? null) === null)
      violations.push('done before the answer was saved')
    if (frame.type === 'content' && (answer?.lastSeq ?? 0) < frame.seq)
      violations.push('content sent before it was kept')
  }

  /** The database as this process reaches it: a call that it does not live to see the end of may yet have been carried out. */
  private liveStore(): AnswerStore {
    const { store } = this.record
    const call = async <T>(delay: number, act: () => Promise<T>): Promise<T> => {
      await this.pass(delay / 2)
      const outcome = act()
      outcome.catch(() => undefined)
      await this.pass(delay / 2)
      return outcome
    }
    return {
      begin: (input) => call(4, () => store.begin(input)),
      find: (userId, requestId) => call(2, () => store.find(userId, requestId)),
      appendDrafts: (drafts) => call(2, () => store.appendDrafts(drafts)),
      save: (answer) => call(this.schedule.savingTime, () => store.save(answer)),
      fail: (answer) => call(4, () => store.fail(answer)),
      reopen: (answer, anew) => call(4, () => store.reopen(answer, anew)),
      unfinished: () => call(4, () => store.unfinished()),
      history: () => call(2, () => store.history()),
      circumstances: () => call(2, () => store.circumstances()),
    }
  }

  private pass(delay: number): Promise<void> {
    return new Promise((resolve) => {
      this.time.after(delay, () => {
        if (this.alive) resolve()
      })
    })
  }
}
