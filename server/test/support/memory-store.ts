import type { AskParams } from '../../../typings/protocol'
import type {
  AnswerStore,
  BeginResult,
  Circumstances,
  DraftAppend,
  EarlierTurn,
  FailedAnswer,
  FinalAnswer,
  StoredAnswer,
} from '../../src/answer/answer-store'

/** An answer store in memory that counts what is asked of it and can be told to fail. */
export class MemoryStore implements AnswerStore {
  readonly answers = new Map<string, StoredAnswer>()
  appends: (readonly DraftAppend[])[] = []
  saves = 0
  statistics = 0
  /** How many of the next calls fail. */
  failing = { appendDrafts: 0, save: 0, fail: 0 }
  /** Held up until it resolves. */
  gate: { save?: Promise<void>; appendDrafts?: Promise<void> } = {}
  private owned = new Set<string>()

  async begin(input: { userId: string; requestId: string; params: AskParams }): Promise<BeginResult> {
    const known = await this.find(input.userId, input.requestId)
    if (known) return { created: false, answer: known }
    const questionId = `q${this.answers.size + 1}`
    const answer: StoredAnswer = {
      ...input,
      sessionId: input.params.session_id ?? `s${this.answers.size + 1}`,
      questionId,
      answerId: null,
      status: 'generating',
      content: '',
      reasoning: '',
      lastSeq: 0,
      finishReason: null,
      usage: null,
      errorCode: null,
      errorRetryable: null,
    }
    this.answers.set(questionId, answer)
    this.owned.add(questionId)
    return { created: true, answer: { ...answer } }
  }

  async find(userId: string, requestId: string): Promise<StoredAnswer | undefined> {
    const found = [...this.answers.values()].find(
      (answer) => answer.userId === userId && answer.requestId === requestId,
    )
    return found && { ...found }
  }

  async appendDrafts(drafts: readonly DraftAppend[]): Promise<void> {
    await this.gate.appendDrafts
    this.failNext('appendDrafts')
    this.appends.push(drafts)
    for (const draft of drafts) {
      const answer = this.get(draft.questionId)
      answer.content += draft.content
      answer.reasoning += draft.reasoning
      answer.lastSeq = draft.seq
      if (draft.finish)
        Object.assign(answer, { finishReason: draft.finish.reason, usage: draft.finish.usage })
    }
  }

  async save(final: FinalAnswer): Promise<{ answerId: string }> {
    this.saves += 1
    await this.gate.save
    this.failNext('save')
    const answer = this.get(final.questionId)
    if (answer.answerId === null) this.statistics += 1
    const { status, content, reasoning, finishReason, usage, model, seq } = final
    const answerId = `a-${final.questionId}`
    Object.assign(answer, { status, content, reasoning, finishReason, usage, model, lastSeq: seq, answerId })
    return { answerId }
  }

  async fail(failed: FailedAnswer): Promise<void> {
    this.failNext('fail')
    const { content, reasoning, errorCode, retryable, seq } = failed
    Object.assign(this.get(failed.questionId), {
      status: 'failed',
      content,
      reasoning,
      errorCode,
      errorRetryable: retryable,
      lastSeq: seq,
    })
  }

  async reopen(questionId: string, discardText = false): Promise<boolean> {
    const answer = this.get(questionId)
    const orphan = answer.status === 'generating' && !this.owned.has(questionId)
    if (answer.status !== 'failed' && !orphan) return false
    this.owned.add(questionId)
    Object.assign(answer, { status: 'generating', errorCode: null, errorRetryable: null })
    if (discardText) Object.assign(answer, { content: '', reasoning: '' })
    return true
  }

  async unfinished(): Promise<StoredAnswer[]> {
    return [...this.answers.values()]
      .filter(({ status, questionId }) => status === 'generating' && !this.owned.has(questionId))
      .map((answer) => ({ ...answer }))
  }

  async history(): Promise<EarlierTurn[]> {
    return []
  }

  async circumstances(): Promise<Circumstances> {
    return { grade: null, turns: [] }
  }

  /** The process died: nobody owns what was under way. */
  restart(): void {
    this.owned = new Set()
  }

  get(questionId: string): StoredAnswer {
    const answer = this.answers.get(questionId)
    if (!answer) throw new Error(`no question ${questionId}`)
    return answer
  }

  private failNext(call: keyof MemoryStore['failing']): void {
    if (this.failing[call] === 0) return
    this.failing[call] -= 1
    throw new Error(`${call} failed on purpose`)
  }
}
