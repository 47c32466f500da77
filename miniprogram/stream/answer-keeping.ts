import type { AnswerKeeper } from './answer-deps'
import type { AnswerRecord } from './answer-record'
import type { AskInput } from './backend'

/** What of one answer stands in storage: it stands there exactly while a later run of the program could go on with it. */
export class AnswerKeeping {
  private isKept = false
  private readonly keeper: AnswerKeeper
  private readonly record: AnswerRecord
  private readonly input: AskInput

  constructor(keeper: AnswerKeeper, record: AnswerRecord, input: AskInput) {
    this.keeper = keeper
    this.record = record
    this.input = input
  }

  /** Whether a later run could go on with it as things are now. */
  keep(isRepeatable: boolean): void {
    if (isRepeatable === this.isKept) return
    this.isKept = isRepeatable
    if (isRepeatable) this.keeper.begin(this.record.requestId, this.input)
    else this.keeper.end(this.record.requestId)
  }

  /** As {@link keep}, with what was received. Text is held at a position: what came before the first one is told anew to whoever goes on. */
  note(isRepeatable: boolean): void {
    this.keep(isRepeatable)
    const { requestId, after, text } = this.record
    if (after !== '') this.keeper.note(requestId, after, text)
  }

  /** The program may not come back. */
  flush(): void {
    this.keeper.flush()
  }

  /** This run is done with it. Another stream may follow the same answer: what this one does not keep is not its own to end. */
  leave(how: 'end' | 'lose'): void {
    if (this.isKept) this.keeper[how](this.record.requestId)
    this.isKept = false
  }
}
