import { StoreAway } from '../errors/store-away'
import type { FileLookup } from '../files/file-lookup'
import { CALL_OVER, ModelError, type ModelEvent, type TutorModel } from '../model/model'
import { withRetries } from '../time/retry'
import type { Answer } from './answer'
import { AnswerError, toAnswerError } from './answer-error'
import { type Circumstances, type EarlierTurn, type Finish, Overtaken } from './answer-store'
import type { AnswerTrace } from './answer-trace'
import { AnswerWriter, type WriterParts } from './answer-writer'
import { type KeepingParts, keepFailure, logFields, saveAnswer, statusOf } from './keep-answer'
import { KEEPALIVE } from './keepalive'
import type { ModelCall } from './model-call'
import { type AskingParts, type CallEvents, ModelsInOrder } from './models-in-order'
import type { LoadedPages, PageMemory } from './page-memory'
import { awaitTurn, type Place } from './place'
import { loadQuestionPages, type QuestionPages } from './question-pages'
import { requestOf } from './request-of'

/** What making an answer needs. */
export interface GenerationParts extends KeepingParts, WriterParts, AskingParts {
  model: TutorModel
  /** Asked in this order where `model` fails before its first word. */
  otherModels?: readonly TutorModel[] | undefined
  files: FileLookup
  pageMemory: PageMemory
  /** Bytes of pages on their way to models at once. */
  mostPageBytes: number
}

const DEFAULT_HISTORY = 10

/**
 * Writes one answer, from the model's first word to `done` or an error, whoever reads it meanwhile. None of its
 * runs rejects; how it ended stands in the answer.
 */
export class Generation {
  /** Whoever still reads pages hears of the end by it. */
  private readonly controller = new AbortController()
  private readonly models: ModelsInOrder
  private readonly startedAt: number
  private loaded: LoadedPages | undefined
  private ending: 'stopped' | 'abandoned' | undefined
  private readonly writer: AnswerWriter
  /** How the text became whole, as far as that is known before the usage is. */
  private whole: Finish | undefined

  constructor(
    private readonly answer: Answer,
    private readonly parts: GenerationParts,
    private readonly place: Place,
    private readonly trace: AnswerTrace,
  ) {
    this.startedAt = parts.clock.now()
    this.writer = new AnswerWriter(answer, parts)
    this.models = new ModelsInOrder(answer, [parts.model, ...(parts.otherModels ?? [])], parts, trace)
  }

  /** Asks the model, from the text that is there on, and saves. */
  run(): Promise<void> {
    return this.guarded(async () => {
      const finish = await this.ask()
      // What is not whole is left for the next process.
      if (this.ending === 'abandoned' && this.whole === undefined) return
      // Not awaited by itself: what says that the text is whole and what says that it is being saved are written down together.
      const told = this.whole === undefined ? this.tellWhole(finish) : undefined
      this.answer.finish = finish
      await Promise.all([told, this.save(finish)])
    })
  }

  /** Saves an answer that is whole already, since an earlier attempt failed or its process was killed. */
  saveAgain(finish: Finish): Promise<void> {
    return this.guarded(() => this.save(finish))
  }

  /** Ends an answer that cannot be continued, with its text kept. */
  interrupt(): Promise<void> {
    return this.guarded(() => Promise.reject(new AnswerError('GENERATION_INTERRUPTED')))
  }

  /** The student wants no more: the model is let go at once, what is written is kept and saved. */
  stop(): void {
    this.end('stopped')
  }

  /** The process goes down: the model is let go, the text stays in the drafts for the next process. */
  abandon(): void {
    this.end('abandoned')
  }

  private end(ending: 'stopped' | 'abandoned'): void {
    if (this.ending === undefined || ending === 'abandoned') this.ending = ending
    this.place.giveUp()
    this.controller.abort(CALL_OVER)
    this.models.letGo()
  }

  private async guarded(work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (error) {
      if (this.ending === 'abandoned') return
      if (error instanceof Overtaken) {
        this.parts.overtaken(this.answer)
        return
      }
      const failure = toFailure(error)
      await keepFailure(this.answer, failure, this.parts)
      this.parts.metrics.answerFinished(failure.code, this.parts.clock.now() - this.startedAt)
    } finally {
      this.leavePages()
      await this.answer.flush()
    }
  }

  private async save(finish: Finish): Promise<void> {
    await this.trace.save(() => saveAnswer(this.answer, finish, this.parts))
    this.parts.metrics.answerFinished(statusOf(finish.reason), this.parts.clock.now() - this.startedAt)
  }

  private async ask(): Promise<Finish> {
    const { answer } = this
    await awaitTurn(this.place, this.parts, (ahead) => answer.queued(ahead))
    if (this.ending) return this.cutShort()
    answer.status((answer.params.image_urls?.length ?? 0) > 0 ? 'reading_images' : 'thinking')
    const circumstances = await this.whileAway(() => this.parts.store.circumstances(answer))
    const turns = await this.whileAway(() => this.readHistory(circumstances))
    const pages = await this.whileAway(() => this.readPages(turns, circumstances))
    if (this.ending || pages === undefined) return this.cutShort()
    const request = requestOf(answer.params, circumstances, pages, this.controller.signal)
    request.userId = answer.userId
    if (answer.log.content !== '') request.continueFrom = answer.log.content
    // Not awaited here, where the request with its pages would be held until the last word.
    return this.models.ask(request, (events, call) => this.read(events, call))
  }

  /** A database that is away for a moment ends no answer: its reader has keepalives meanwhile. */
  private whileAway<T>(read: () => Promise<T>): Promise<T> {
    const { clock, saveRetryDelays } = this.parts
    return withRetries(clock, saveRetryDelays, read, (error) => {
      if (!(error instanceof StoreAway) || this.ending) throw error
    })
  }

  private async readPages(
    turns: readonly EarlierTurn[],
    { exercise }: Circumstances,
  ): Promise<QuestionPages | undefined> {
    const { answer, parts } = this
    const source = { files: parts.files, userId: answer.userId, mostBytes: parts.mostPageBytes }
    const needed = { own: answer.params.image_urls ?? [], exercise: exercise?.imageUrls ?? [] }
    const found = await loadQuestionPages(source, needed, turns, parts.pageMemory, this.controller.signal)
    this.loaded = found?.loaded
    if (found === undefined) return undefined
    const { sent, leftOut } = found.pages.earlier
    if (sent + leftOut > 0) {
      const fields = { ...logFields(answer), sent, left_out: leftOut }
      parts.logger.info(fields, 'pages of earlier questions go along')
    }
    return found.pages
  }

  /** There will be no more text: readers are told, and the drafts have it, so that no model is asked for more. */
  private async tellWhole(finish: Finish): Promise<void> {
    this.whole = finish
    await this.answer.finishContent(finish)
    this.parts.logger.info(logFields(this.answer), '已发送 content_finished 信号给前端')
  }

  private async read(events: CallEvents, call: ModelCall): Promise<Finish> {
    this.writer.goOn()
    try {
      for await (const event of events) {
        if (event === KEEPALIVE) {
          if (this.whole) return this.whole
          throw new ModelError('MODEL_TIMEOUT', 'the model was silent for too long', true)
        }
        if (event.type === 'finish') return this.writer.finish(event.finishReason, event.usage)
        if (event.type === 'complete') await this.tellWhole(this.writer.finish(event.finishReason, undefined))
        else if (!this.whole) this.take(event, call)
        if (!this.whole && this.writer.overflowed) return this.writer.finish('length', undefined)
      }
    } catch (error) {
      if (!this.ending && !this.whole) throw error
    }
    // A stop that comes while only the usage is missing cuts nothing.
    if (this.whole) return this.whole
    if (this.ending) return this.cutShort()
    throw new ModelError('GENERATION_INTERRUPTED', 'the model broke off', true)
  }

  private take(event: Exclude<ModelEvent, { type: 'finish' | 'complete' }>, call: ModelCall): void {
    if (event.type === 'alive') return
    if (event.type === 'notice') {
      this.parts.logger.warn(logFields(this.answer), event.message)
      return
    }
    if ((event.type === 'content' || event.type === 'reasoning') && event.delta.trim() !== '')
      this.models.begin(call)
    // A model that thinks or writes has its pages, and no other one will be asked for them.
    const hasPages = event.type !== 'stage' || event.stage !== 'reading_images'
    if (hasPages && !this.models.mayAskAnother) this.leavePages()
    if (event.type === 'stage') this.answer.status(event.stage)
    else if (event.type === 'reasoning') this.writer.reasoning(event.delta)
    else this.writer.content(event.delta, event.tokens)
  }

  private cutShort(): Finish {
    return { reason: 'stopped', usage: this.writer.usageSoFar() }
  }

  private leavePages(): void {
    this.loaded?.leave()
    this.loaded = undefined
  }

  private async readHistory({ turns, about }: Circumstances): Promise<EarlierTurn[]> {
    const { sessionId, placeId, params } = this.answer
    const { use_context: useContext = true, include_history: includeHistory = true } = params
    const most = params.max_history ?? DEFAULT_HISTORY
    if (!this.models.readHistory || !useContext || !includeHistory || most === 0) return turns
    return [...(await this.parts.store.history(sessionId, placeId, most, about)), ...turns]
  }
}

/** `SHUTTING_DOWN` would have a client come back for an answer that has ended. */
function toFailure(error: unknown): AnswerError {
  return error instanceof StoreAway ? new AnswerError('INTERNAL', { cause: error }) : toAnswerError(error)
}
