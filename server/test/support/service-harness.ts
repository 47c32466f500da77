import type { AskParams, ErrorFrame, StoredFrame } from '../../../typings/protocol'
import { noMetrics } from '../../src/answer/answer-metrics'
import { AnswerService, type AnswerServiceParts } from '../../src/answer/answer-service'
import type { AnswerStore } from '../../src/answer/answer-store'
import type { Attachment } from '../../src/answer/attachment'
import { KEEPALIVE } from '../../src/answer/keepalive'
import type { AnswerLimits } from '../../src/answer/limits'
import type { OtherProcesses } from '../../src/answer/other-processes'
import type { FileLookup } from '../../src/files/file-lookup'
import type { TutorModel } from '../../src/model/model'
import type { Clock } from '../../src/time/clock'
import { FakeClock } from './fake-clock'
import { FakeLoop } from './fake-loop'
import { MemoryStore } from './memory-store'
import { ScriptModel, type Step } from './script-model'

export interface LogLine {
  level: 'debug' | 'info' | 'warn' | 'error'
  fields: object
  message: string
}

/** A logger that keeps its lines. */
export function memoryLogger(lines: LogLine[] = []) {
  const at = (level: LogLine['level']) => (fields: object, message: string) => {
    lines.push({ level, fields, message })
  }
  return { lines, debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') }
}

/** An answer service on a fake clock, with a store in memory and a scripted model. */
export class ServiceHarness {
  readonly clock = new FakeClock()
  readonly store = new MemoryStore()
  readonly logger = memoryLogger()
  readonly loop = new FakeLoop()
  readonly files: FileLookup = { resolve: async () => undefined }
  readonly model: ScriptModel
  private answering: TutorModel
  private others: readonly TutorModel[] = []
  service: AnswerService
  private life = { dead: false }

  constructor(
    scripts: Step[][],
    private readonly limits: Partial<AnswerLimits> = {},
    canContinue = true,
    private readonly elsewhere?: OtherProcesses,
  ) {
    this.model = new ScriptModel(this.clock, scripts, canContinue)
    this.answering = this.model
    this.service = this.start()
  }

  /** Another model, in a new process. */
  answerWith(model: TutorModel, others: readonly TutorModel[] = []): void {
    this.answering = model
    this.others = others
    this.restart()
  }

  /** The process is killed and started again: nothing but the store is left, and the old one can do nothing. */
  restart(): void {
    this.life.dead = true
    this.life = { dead: false }
    this.store.restart()
    this.service = this.start()
  }

  ask(requestId = 'r1', params: AskParams = { content: '一加一？' }): Promise<Reader> {
    return this.read(this.service.ask('u1', { requestId, params }))
  }

  resume(afterSeq: number, requestId = 'r1'): Promise<Reader> {
    return this.read(this.service.resume('u1', requestId, afterSeq))
  }

  private get parts() {
    const { clock, answering: model, others: otherModels, logger, files, loop: loopProbe, elsewhere } = this
    return {
      ...{ clock, model, otherModels, logger, files, loopProbe },
      ...(elsewhere === undefined ? {} : { elsewhere }),
    }
  }

  private async read(attaching: Promise<Attachment>): Promise<Reader> {
    return new Reader(await attaching, this.clock)
  }

  private start(): AnswerService {
    return newService({ ...this.parts, store: mortal(this.store, this.life) }, this.limits)
  }
}

/** The store as one process has it: once that is dead, nothing it asks for happens. */
function mortal(store: AnswerStore, life: { dead: boolean }): AnswerStore {
  const alive = <T>(call: () => Promise<T>): Promise<T> =>
    life.dead ? new Promise<never>(() => undefined) : call()
  return {
    begin: (input) => alive(() => store.begin(input)),
    find: (userId, requestId) => alive(() => store.find(userId, requestId)),
    appendDrafts: (drafts) => alive(() => store.appendDrafts(drafts)),
    save: (answer) => alive(() => store.save(answer)),
    fail: (answer) => alive(() => store.fail(answer)),
    reopen: (answer, discardText) => alive(() => store.reopen(answer, discardText)),
    unfinished: (held) => alive(() => store.unfinished(held)),
    history: (sessionId, before, max) => alive(() => store.history(sessionId, before, max)),
    circumstances: (asked) => alive(() => store.circumstances(asked)),
  }
}

function newService(
  parts: Pick<
    AnswerServiceParts,
    'clock' | 'store' | 'model' | 'otherModels' | 'logger' | 'files' | 'loopProbe' | 'elsewhere'
  >,
  limits: Partial<AnswerLimits>,
): AnswerService {
  let ids = 0
  const newRequestId = () => {
    ids += 1
    return `made-${ids}`
  }
  return new AnswerService({ ...parts, metrics: noMetrics, newRequestId }, limits)
}

/** Reads an attachment as a fast client does, and notes when. */
export class Reader {
  readonly items: { frame: StoredFrame | ErrorFrame | 'keepalive'; at: number }[] = []
  readonly ended: Promise<void>

  constructor(
    readonly attachment: Attachment,
    private readonly clock: Clock,
  ) {
    this.ended = this.run()
  }

  get frames(): (StoredFrame | ErrorFrame)[] {
    return this.items.flatMap(({ frame }) => (frame === 'keepalive' ? [] : frame))
  }

  get last(): StoredFrame | ErrorFrame | undefined {
    return this.frames.at(-1)
  }

  get keepalives(): number {
    return this.items.filter(({ frame }) => frame === 'keepalive').length
  }

  get lastSeq(): number {
    return Math.max(0, ...this.frames.map((frame) => ('seq' in frame ? frame.seq : 0)))
  }

  /** What a client shows: deltas added, a snapshot in their place. */
  get text(): string {
    let text = ''
    for (const frame of this.frames) {
      if (frame.type === 'content') text += frame.content
      else if (frame.type === 'snapshot' || frame.type === 'content_finished') text = frame.full_content
    }
    return text
  }

  async leave(): Promise<void> {
    await this.attachment.frames.return?.()
  }

  private async run(): Promise<void> {
    for await (const item of this.attachment.frames) {
      this.items.push({ frame: item === KEEPALIVE ? 'keepalive' : item, at: this.clock.now() })
    }
  }
}
