import { AnswerError, shuttingDown } from './answer-error'
import type { AnswerRegistry, Entry } from './answer-registry'
import type { AnswerRunner } from './answer-runner'
import type { AnswerReader, LiveAnswer, LiveAnswers, LiveRequest } from './live-answers'

interface HeldAnswersParts {
  registry: AnswerRegistry
  runner: AnswerRunner
  /** Milliseconds. */
  keepaliveInterval: number
  /** Goes on with an answer that failed, where that makes sense. */
  takeUp: (entry: Entry) => Promise<void>
}

/** The answers that this process has in memory, for its own readers and for those of its siblings. */
export class HeldAnswers implements LiveAnswers {
  constructor(private readonly parts: HeldAnswersParts) {}

  async attach({ userId, requestId, afterSeq, again, reader }: LiveRequest): Promise<LiveAnswer | undefined> {
    const { registry, takeUp } = this.parts
    // Before anything is waited for: who asks may hold the same request for itself.
    if (!registry.get(userId, requestId)) return undefined
    return registry.exclusively(userId, requestId, async () => {
      const entry = registry.get(userId, requestId)
      if (entry === undefined || isLeft(entry)) return undefined
      if (again || entry.answer.phase === 'unsaved') await takeUp(entry)
      return this.open(entry, { afterSeq, reader, resumed: true })
    })
  }

  /**
   * Somebody reads it elsewhere, and has everything up to `afterSeq`: it is not in anybody's queue any more. False where it is not
   * here.
   */
  async attend({ userId, requestId, afterSeq, again }: Omit<LiveRequest, 'reader'>): Promise<boolean> {
    const { registry, runner, takeUp } = this.parts
    if (!registry.get(userId, requestId)) return false
    return registry.exclusively(userId, requestId, async () => {
      const entry = registry.get(userId, requestId)
      if (entry === undefined || isLeft(entry)) return false
      if (again || entry.answer.phase === 'unsaved') await takeUp(entry)
      entry.answer.reach(afterSeq)
      runner.expedite(entry)
      return true
    })
  }

  /** The same for an answer that was found. Throws `OVERLOADED`. */
  open(
    entry: Entry,
    { afterSeq, reader, resumed }: { afterSeq: number; reader: AnswerReader; resumed: boolean },
  ): LiveAnswer {
    const { answer } = entry
    const { runner, keepaliveInterval } = this.parts
    const standing = answer.standingAt(afterSeq)
    const frames = answer.attach(afterSeq, reader)
    runner.expedite(entry)
    return {
      accepted: {
        type: 'accepted',
        request_id: answer.requestId,
        session_id: answer.sessionId,
        question_id: answer.placeId,
        resumed,
        keepalive_interval: keepaliveInterval,
      },
      standing,
      frames,
      stop: () => runner.stop(entry),
    }
  }

  async stop(userId: string, requestId: string): Promise<boolean> {
    const entry = this.parts.registry.get(userId, requestId)
    return entry !== undefined && this.parts.runner.stopForGood(entry)
  }

  async end(userId: string, requestId: string): Promise<boolean> {
    const entry = this.parts.registry.get(userId, requestId)
    if (entry === undefined) return false
    this.parts.runner.stop(entry)
    await this.parts.runner.settled(entry)
    return true
  }

  async forget(userId: string, sessionId: string, requestIds: readonly string[]): Promise<void> {
    const { registry, runner } = this.parts
    // Whoever found one in the database before it was deleted has brought it to memory after this.
    await Promise.all(requestIds.map((id) => registry.exclusively(userId, id, async () => undefined)))
    for (const entry of registry.all()) {
      if (entry.answer.sessionId !== sessionId) continue
      runner.stop(entry)
      entry.answer.dismiss(new AnswerError('STREAM_NOT_FOUND'))
      registry.drop(entry)
    }
  }

  async forgetUser(userId: string, requestIds: readonly string[]): Promise<void> {
    const { registry, runner } = this.parts
    await Promise.all(requestIds.map((id) => registry.exclusively(userId, id, async () => undefined)))
    const theirs = registry.all().filter(({ answer }) => answer.userId === userId)
    for (const entry of theirs) runner.stop(entry)
    // What they write on until then would outlive their drafts.
    await Promise.all(theirs.map((entry) => runner.settled(entry)))
    for (const entry of theirs) {
      entry.answer.dismiss(new AnswerError('AUTH_ERROR'))
      registry.drop(entry)
    }
  }

  leave(): void {
    for (const { answer } of this.parts.registry.all()) answer.dismiss(shuttingDown())
  }
}

/** Whether it failed and the database knows: another process may have taken it up since. */
export function isLeft({ answer }: Entry): boolean {
  return answer.phase === 'failed' && answer.isSettled
}
