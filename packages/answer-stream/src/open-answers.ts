import type { KeyValueStore } from '../../../miniprogram/platform/ports'
import type { AnswerKeeper } from '../../../miniprogram/stream/answer-deps'
import type { AnswerJournal } from '../../../miniprogram/stream/answer-journal'

/** What this run of the program has open, by the storage that it is kept in: several clients may ask the same server. */
const openIn = new WeakMap<KeyValueStore, Set<string>>()

/** Of all answers that a storage has under one key those that this run of the program follows, whichever client does. */
export class OpenAnswers {
  private readonly open: Set<string>

  constructor(
    storage: KeyValueStore,
    private readonly key: string,
  ) {
    this.open = openIn.get(storage) ?? new Set()
    openIn.set(storage, this.open)
  }

  has(requestId: string): boolean {
    return this.open.has(this.named(requestId))
  }

  /** Keeps answers by this journal. One that failed for want of a link stays there, for this run of the program or the next. */
  keeper(journal: AnswerJournal): AnswerKeeper {
    const closed = (requestId: string) => this.open.delete(this.named(requestId))
    return {
      begin: (requestId, input) => {
        this.open.add(this.named(requestId))
        journal.begin(requestId, input)
      },
      note: (requestId, after, text) => journal.note(requestId, after, text),
      flush: () => journal.flush(),
      end: (requestId) => {
        closed(requestId)
        journal.end(requestId)
      },
      lose: (requestId) => {
        closed(requestId)
        journal.leave(requestId)
      },
    }
  }

  private named(requestId: string): string {
    return `${this.key} ${requestId}`
  }
}
