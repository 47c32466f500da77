import type { AskParams } from '../../../typings/protocol'
import {
  type AnswerStore,
  type BeginResult,
  type Circumstances,
  type DraftAppend,
  type EarlierTurn,
  type FailedAnswer,
  type FinalAnswer,
  Overtaken,
  type StoredAnswer,
  type TakenUp,
} from '../../src/answer/answer-store'

/** An answer store in memory that counts what is asked of it and can be told to fail. */
export class MemoryStore implements AnswerStore {
  appends: (readonly DraftAppend[])[] = []
  saves = 0
  statistics = 0
  /** How many of the next calls fail. */
  failing = { appendDrafts: 0, save: 0, fail: 0 }
  /** Held up until it resolves. */
  gate: { save?: Promise<void>; appendDrafts?: Promise<void> } = {}
  private owned = new Set<string>()
  private readonly others = new Set<string>()

  /** `answers`: by their questions; several stores may have the same ones, as processes do that share a database. */
  constructor(readonly answers = new Map<string, StoredAnswer>()) {}

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
      fence: 0,
      finishReason: null,
      usage: null,
      errorCode: null,
      errorRetryable: null,
    }
    this.answers.set(questionId, answer)
    this.own(answer)
    return { created: true, answer: { ...answer } }
  }

  async find(userId: string, requestId: string): Promise<StoredAnswer | undefined> {
    const found = [...this.answers.values()].find(
      (answer) => answer.userId === userId && answer.requestId === requestId,
    )
    return found && { ...found }
  }

  async appendDrafts(drafts: readonly DraftAppend[]): Promise<readonly string[]> {
    await this.gate.appendDrafts
    this.failNext('appendDrafts')
    this.appends.push(drafts)
    const overtaken = drafts.filter((draft) => this.isOvertaken(draft))
    for (const draft of drafts) {
      const answer = this.get(draft.questionId)
      // What is there already, or comes after the end, is not read.
      if (overtaken.includes(draft) || draft.seq <= answer.lastSeq || answer.answerId !== null) continue
      answer.content += draft.content
      answer.reasoning += draft.reasoning
      answer.lastSeq = draft.seq
      if (draft.finish)
        Object.assign(answer, { finishReason: draft.finish.reason, usage: draft.finish.usage })
    }
    return [...new Set(overtaken.map(({ questionId }) => questionId))]
  }

  async save(final: FinalAnswer): Promise<{ answerId: string }> {
    this.saves += 1
    await this.gate.save
    this.failNext('save')
    const answer = this.get(final.questionId)
    if (this.isOvertaken(final)) throw new Overtaken(final.questionId)
    if (answer.answerId === null) this.statistics += 1
    const { status, content, reasoning, finishReason, usage, model, seq } = final
    const answerId = `a-${final.questionId}`
    Object.assign(answer, { status, content, reasoning, finishReason, usage, model, lastSeq: seq, answerId })
    return { answerId }
  }

  async fail(failed: FailedAnswer): Promise<void> {
    this.failNext('fail')
    if (this.isOvertaken(failed)) throw new Overtaken(failed.questionId)
    // One that is saved stays so.
    if (!['generating', 'failed'].includes(this.get(failed.questionId).status)) return
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

  async reopen(taken: TakenUp, discardText = false): Promise<number | undefined> {
    const { questionId, fence, content, reasoning, lastSeq, finishReason, usage } = taken
    const answer = this.get(questionId)
    const orphan = answer.status === 'generating' && !this.isOthers(questionId)
    if (answer.status !== 'failed' && !orphan) return undefined
    if (answer.fence !== fence) return undefined
    answer.fence += 1
    this.own(answer)
    Object.assign(answer, { status: 'generating', errorCode: null, errorRetryable: null })
    // What its former owner wrote since it was read is not read any more.
    Object.assign(answer, { content, reasoning, lastSeq, finishReason, usage })
    if (discardText) Object.assign(answer, { content: '', reasoning: '' })
    return answer.fence
  }

  async unfinished(held: readonly string[]): Promise<StoredAnswer[]> {
    const isHeld = (questionId: string): boolean => this.isOwn(questionId) && held.includes(questionId)
    return [...this.answers.values()]
      .filter(({ status }) => status === 'generating')
      .filter(({ questionId }) => !this.isOthers(questionId) && !isHeld(questionId))
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

  /** Another process has taken the answer up, and lives. */
  giveAway(questionId: string): void {
    this.get(questionId).fence += 1
    this.owned.delete(questionId)
    this.others.add(questionId)
  }

  /** The other process that had taken the answer up is dead. */
  abandon(questionId: string): void {
    this.others.delete(questionId)
  }

  get(questionId: string): StoredAnswer {
    const answer = this.answers.get(questionId)
    if (!answer) throw new Error(`no question ${questionId}`)
    return answer
  }

  /** From now on it is this process's. */
  protected own({ questionId }: StoredAnswer): void {
    this.owned.add(questionId)
  }

  /** Whether it is this process's. */
  protected isOwn(questionId: string): boolean {
    return this.owned.has(questionId)
  }

  /** Whether it is another process's who lives. */
  protected isOthers(questionId: string): boolean {
    return this.others.has(questionId)
  }

  protected isOvertaken({ questionId, fence }: { questionId: string; fence: number }): boolean {
    return this.get(questionId).fence !== fence
  }

  private failNext(call: keyof MemoryStore['failing']): void {
    if (this.failing[call] === 0) return
    this.failing[call] -= 1
    throw new Error(`${call} failed on purpose`)
  }
}
