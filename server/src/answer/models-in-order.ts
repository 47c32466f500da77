import {
  CALL_OVER,
  ModelError,
  type ModelEvent,
  type ModelRequest,
  pagesOf,
  type TutorModel,
} from '../model/model'
import type { Clock } from '../time/clock'
import type { Logger } from '../tracing/logger'
import type { Answer } from './answer'
import type { AnswerMetrics } from './answer-metrics'
import { type Finish, Overtaken } from './answer-store'
import type { AnswerTrace } from './answer-trace'
import { logFields } from './keep-answer'
import { type KEEPALIVE, type KeepaliveIterator, withKeepalive } from './keepalive'
import { ModelCall } from './model-call'
import type { SilenceWheel } from './silence-wheel'

/** What asking models needs. */
export interface AskingParts {
  clock: Clock
  logger: Logger
  metrics: AnswerMetrics
  wheel: SilenceWheel
  /** Whether this process may still write its answers: one that stood still for too long learns of it here, too. */
  mayOwn: () => boolean
  /** Milliseconds without a sign of life of the model until it is given up. */
  modelSilenceTimeout: number
}

/** What one call of a model tells. */
export type CallEvents = AsyncIterable<ModelEvent | typeof KEEPALIVE>

/** Reads one call to its end; rejects with what it failed by. */
export type CallReader = (events: CallEvents, call: ModelCall) => Promise<Finish>

/** Asks models in their order until one has said its first word: from then on the answer is that one's, and so is its failure. */
export class ModelsInOrder {
  /** Of the call under way. */
  private controller = new AbortController()
  private stream: KeepaliveIterator<ModelEvent> | undefined
  /** Asks the next model with the same request; gone with the first word. */
  private askNext: (() => Promise<Finish>) | undefined
  /** Why the first model failed before its first word: that is told, whatever those behind it failed by. */
  private failure: ModelError | undefined
  private hasBegun = false

  constructor(
    private readonly answer: Answer,
    private readonly models: readonly TutorModel[],
    private readonly parts: AskingParts,
    private readonly trace: AnswerTrace,
  ) {}

  /** Whether any of them reads earlier turns. */
  get readHistory(): boolean {
    return this.models.some(({ readsHistory = true }) => readsHistory)
  }

  /** Whether another one may still be asked the same. */
  get mayAskAnother(): boolean {
    return this.askNext !== undefined
  }

  /** Rejects with the first model's {@link ModelError} where none says a word, with {@link Overtaken} where the answer is another process's. */
  ask(request: ModelRequest, read: CallReader): Promise<Finish> {
    return this.askFirst(request, modelsFor(request, this.models), read)
  }

  /** The first word: from now on no other model is asked. */
  begin(call: ModelCall): void {
    call.begun()
    this.hasBegun = true
    this.askNext = undefined
  }

  /** The call under way is let go at once. */
  letGo(): void {
    this.controller.abort(CALL_OVER)
    this.stream?.return().catch(() => undefined)
  }

  /** Nothing is awaited here, where the request with its pages would be held until the last word: only `askNext` holds it. */
  private askFirst(
    request: ModelRequest,
    [model, ...others]: readonly TutorModel[],
    read: CallReader,
  ): Promise<Finish> {
    // Whoever has it now asks: a call of two would be paid twice.
    if (!this.parts.mayOwn()) throw new Overtaken(this.answer.questionId)
    if (model === undefined) {
      throw new ModelError('IMAGE_REJECTED', 'no model of the settings sees pages', false)
    }
    this.controller = new AbortController()
    const [next] = others
    this.askNext =
      next === undefined
        ? undefined
        : () => {
            this.parts.metrics.modelFellBack(model.name, next.name)
            return this.askFirst(request, others, read)
          }
    this.stream = withKeepalive(
      model.answer(requestFor(model, { ...request, signal: this.controller.signal })),
      this.parts.modelSilenceTimeout,
      this.parts.wheel,
    )
    return this.outcomeOf(model, this.stream, read)
  }

  private async outcomeOf(model: TutorModel, events: CallEvents, read: CallReader): Promise<Finish> {
    const call = new ModelCall(model, this.parts, this.trace)
    const { controller } = this
    try {
      const finish = await read(events, call).finally(() => controller.abort(CALL_OVER))
      call.ended(finish)
      return { ...finish, model: model.name }
    } catch (error) {
      call.failed(error)
      if (this.hasBegun || !(error instanceof ModelError) || error.hasAnswered) throw error
      this.failure ??= error
      const { askNext } = this
      if (askNext === undefined) throw this.failure
      const fields = { ...logFields(this.answer), model: model.name, reason: error.message }
      this.parts.logger.warn(fields, 'a model failed before its first word, the next one is asked')
      return askNext()
    }
  }
}

/** The models that can be asked this: pages are for those that see them, a begun text for those that can go on. */
function modelsFor(request: ModelRequest, models: readonly TutorModel[]): TutorModel[] {
  return models.filter(({ seesImages = true, canContinue }, index) => {
    if (pagesOf(request).length > 0 && !seesImages) return false
    return index === 0 || canContinue || request.continueFrom === undefined
  })
}

/** A request as this model can take it: without the pages of earlier questions, where it sees none. */
function requestFor({ seesImages = true }: TutorModel, request: ModelRequest): ModelRequest {
  if (seesImages) return request
  return { ...request, history: request.history.map(({ images, ...turn }) => turn) }
}
