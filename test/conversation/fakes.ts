import type { JournaledAnswer } from '../../miniprogram/api/learning'
import type { ConversationChange } from '../../miniprogram/conversation/changes'
import { Conversation } from '../../miniprogram/conversation/conversation'
import type { PhotoFinding } from '../../miniprogram/conversation/photo-quality'
import type { AskStart, LearningPort } from '../../miniprogram/conversation/ports'
import type { LocalSessions } from '../../miniprogram/conversation/session-list'
import type { KeyValueStore } from '../../miniprogram/platform/ports'
import type { Answer, AnswerEvent, AnswerStream } from '../../miniprogram/stream/answer-types'
import { LearningError } from '../../miniprogram/stream/learning-error'
import type { NewMistake } from '../../typings/mistakes'
import type { AskParams, Extras, HistoryItem, HistoryPage, UploadedFile } from '../../typings/protocol'
import { settle } from '../support/settle'
import { silent } from '../support/silent'

export { settle }

/** One answer that was asked for; the test plays the server. */
export class FakeStream implements AnswerStream {
  readonly requestId: string
  readonly state = 'streaming'
  readonly result: Promise<Answer>
  text = ''
  stops = 0
  private resolve: (answer: Answer) => void = () => undefined
  private reject: (error: unknown) => void = () => undefined

  constructor(
    readonly params: AskParams,
    private readonly onEvent: (event: AnswerEvent) => void,
    readonly start: AskStart,
  ) {
    this.requestId = start.requestId
    this.text = start.text ?? ''
    this.result = new Promise((resolve, reject) => {
      this.resolve = resolve
      this.reject = reject
    })
  }

  tell(event: AnswerEvent): void {
    this.onEvent(event)
  }

  write(...deltas: string[]): void {
    for (const delta of deltas) {
      this.text += delta
      this.onEvent({ type: 'content', delta, text: this.text })
    }
  }

  async finish(answer: Partial<Answer> = {}): Promise<void> {
    const whole = {
      text: this.text,
      questionId: 'q1',
      answerId: 'a1',
      sessionId: 's1',
      finishReason: 'stop',
      extras: 'pending' as const,
      ...answer,
    }
    this.onEvent({ type: 'state', state: 'done' })
    this.resolve(whole)
    await settle()
  }

  async fail(code: string, retryable = true, missingPages?: readonly number[]): Promise<void> {
    this.onEvent({ type: 'state', state: 'failed' })
    this.reject(new LearningError(code, { retryable, partial: this.text, missingPages }))
    await settle()
  }

  stop(): void {
    this.stops += 1
    if (this.stops === 1) this.onEvent({ type: 'state', state: 'stopped' })
  }
}

/** One photo on its way. */
export class FakeUpload {
  aborted = false
  resolve: (file: UploadedFile) => void = () => undefined
  reject: (error: unknown) => void = () => undefined
  readonly result: Promise<UploadedFile>

  constructor(
    readonly path: string,
    readonly progress: (percent: number) => void,
  ) {
    this.result = new Promise((resolve, reject) => {
      this.resolve = resolve
      this.reject = reject
    })
  }

  async arrive(): Promise<void> {
    const id = this.path.replace(/\W/g, '')
    this.resolve({ id, url: `/api/v1/files/${id}`, width: 1, height: 1, bytes: 1 })
    await settle()
  }

  async break(code = 'NETWORK_ERROR'): Promise<void> {
    this.reject(new LearningError(code, { retryable: code === 'NETWORK_ERROR' }))
    await settle()
  }
}

/** The server as the conversation knows it. */
export class FakeLearning implements LearningPort {
  readonly streams: FakeStream[] = []
  readonly uploads: FakeUpload[] = []
  readonly ratings: Array<[string, string | null]> = []
  readonly pages: Array<{ sessionId: string; before: string | undefined }> = []
  /** What the history gives; a session without one fails. */
  readonly histories = new Map<string, HistoryPage>()
  /** Sessions that were deleted, by another device. */
  readonly deleted = new Set<string>()
  /** What the next calls for a history wait for, one after the other. */
  readonly late: Promise<void>[] = []
  ratingFails = false

  ask = (params: AskParams, onEvent: (event: AnswerEvent) => void, start: AskStart): FakeStream => {
    const stream = new FakeStream(params, onEvent, start)
    this.streams.push(stream)
    return stream
  }
  upload = (path: string, progress: (percent: number) => void) => {
    const upload = new FakeUpload(path, progress)
    this.uploads.push(upload)
    const abort = () => {
      upload.aborted = true
      upload.reject(new LearningError('NETWORK_ERROR', { retryable: true }))
    }
    return { result: upload.result, abort }
  }
  history = async (sessionId: string, before: string | undefined): Promise<HistoryPage> => {
    this.pages.push({ sessionId, before })
    await this.late.shift()
    if (this.deleted.has(sessionId)) throw new LearningError('NOT_FOUND', { retryable: false })
    const page = this.histories.get(before === undefined ? sessionId : `${sessionId} before ${before}`)
    if (page === undefined) throw new LearningError('NETWORK_ERROR', { retryable: true })
    return page
  }
  readonly kept: NewMistake[] = []
  keep = async (mistake: NewMistake): Promise<{ isNew: boolean }> => {
    const isNew = !this.kept.some(({ text }) => text === mistake.text)
    this.kept.push(mistake)
    return { isNew }
  }
  /** What follows each answer; none where there is nothing. */
  readonly extrasOf = new Map<string, Extras[]>()
  extras = async (answerId: string): Promise<Extras> => {
    const [next, ...later] = this.extrasOf.get(answerId) ?? []
    if (next === undefined) throw new LearningError('NOT_FOUND', { retryable: false })
    if (later.length > 0) this.extrasOf.set(answerId, later)
    return next
  }
  title = async (sessionId: string): Promise<string> => `题目 ${sessionId}`
  rate = async (answerId: string, rating: 'up' | 'down' | null): Promise<void> => {
    this.ratings.push([answerId, rating])
    if (this.ratingFails) throw new LearningError('NETWORK_ERROR', { retryable: true })
  }
  address = (url: string): string => `https://server${url}`

  get stream(): FakeStream {
    const last = this.streams.at(-1)
    if (last === undefined) throw new Error('nothing was asked')
    return last
  }
}

export class MemoryStore implements KeyValueStore {
  readonly values = new Map<string, unknown>()
  get(key: string): unknown {
    return this.values.get(key)
  }
  set(key: string, value: unknown): void {
    this.values.set(key, JSON.parse(JSON.stringify(value)))
  }
  remove(key: string): void {
    this.values.delete(key)
  }
}

export interface World {
  learning: FakeLearning
  store: MemoryStore
  journal: JournaledAnswer[]
  /** Of whom the journal was told that nobody goes on with them. */
  forgotten: string[]
  conversation: Conversation
  changes: ConversationChange[]
  /** What speaks against a picture, by its path. */
  findings: Map<string, PhotoFinding>
  /** What was logged as an error. */
  errors: unknown[]
}

/** A program that has just started, over what an earlier one may have left in `store` and `journal`. */
export function world(
  left: { store?: MemoryStore; journal?: JournaledAnswer[]; learning?: FakeLearning } = {},
): World {
  const learning = left.learning ?? new FakeLearning()
  const store = left.store ?? new MemoryStore()
  const journal = left.journal ?? []
  const findings = new Map<string, PhotoFinding>()
  const forgotten: string[] = []
  const errors: unknown[] = []
  let asked = 0
  const newRequestId = () => {
    asked += 1
    return `request-${asked}`
  }
  const conversation = new Conversation({
    learning,
    journal: {
      unfinished: () => [...journal],
      forget: (requestId) => forgotten.push(requestId),
    },
    store,
    newRequestId,
    judge: async (path) => findings.get(path),
    logger: { ...silent, error: (_words, ...details) => errors.push(...details) },
  })
  const changes: ConversationChange[] = []
  conversation.subscribe((change) => changes.push(change))
  return { learning, store, journal, forgotten, conversation, changes, findings, errors }
}

/** A question of the history with its answer. */
export function historyItem(
  number: number,
  answer: Partial<NonNullable<HistoryItem['answer']>> = {},
): HistoryItem {
  return {
    question_id: `q${number}`,
    request_id: `old-${number}`,
    content: `第 ${number} 题`,
    image_urls: [],
    created_at: '2026-11-01T08:00:00Z',
    answer: {
      answer_id: `a${number}`,
      status: 'done',
      content: `第 ${number} 题的回答`,
      reasoning: null,
      finish_reason: 'stop',
      usage: null,
      error_code: null,
      rating: null,
      ...answer,
    },
  }
}

/** A phone that knows nothing of the list of conversations. */
export const nothingLocal = (): LocalSessions => ({
  list: () => undefined,
  keepList: () => undefined,
  running: () => new Set(),
})

/** The one turn of a conversation. */
export function only<Item>(items: readonly Item[]): Item {
  const [item] = items
  if (item === undefined || items.length !== 1) throw new Error(`expected one item, got ${items.length}`)
  return item
}
