import type { AnswerKeeper } from '../../../miniprogram/stream/answer-deps'
import type { AnswerJournal } from '../../../miniprogram/stream/answer-journal'

/**
 * How many streams of this run of the program follow each answer, by the key that it is kept under and its request id: several clients may ask
 * the same server, each with a storage that it wrapped for itself.
 */
export type Followers = Map<string, number>

/** Of all answers that are kept under one key those that this run of the program follows, whichever client does. */
export class OpenAnswers {
  /** `followers` is one for all clients of a run of the program. */
  constructor(
    private readonly followers: Followers,
    private readonly key: string,
  ) {}

  has(requestId: string): boolean {
    return this.followers.has(this.named(requestId))
  }

  /** Keeps answers by this journal. One that failed for want of a link stays there, for this run of the program or the next. */
  keeper(journal: AnswerJournal): AnswerKeeper {
    return {
      begin: (requestId, input) => {
        this.count(requestId, 1)
        journal.begin(requestId, input)
      },
      note: (requestId, after, text) => journal.note(requestId, after, text),
      flush: () => journal.flush(),
      end: (requestId) => {
        if (this.count(requestId, -1) > 0) journal.drop(requestId)
        else journal.end(requestId)
      },
      lose: (requestId) => {
        if (this.count(requestId, -1) > 0) journal.drop(requestId)
        else journal.leave(requestId)
      },
    }
  }

  /** One follower more or less; how many there are then. */
  private count(requestId: string, change: 1 | -1): number {
    const name = this.named(requestId)
    const count = (this.followers.get(name) ?? 0) + change
    if (count > 0) this.followers.set(name, count)
    else this.followers.delete(name)
    return count
  }

  private named(requestId: string): string {
    return `${this.key} ${requestId}`
  }
}
