import type { Answer, AnswerEvent, AnswerStream } from '../../miniprogram/stream/answer-types'
import { SignsOfLife } from './signs-of-life'

/** How one run of the program, or the last of several, saw the answer. */
export interface Seen {
  stream: AnswerStream
  /** The text as a page that only follows the events shows it. */
  shown: string
  outcome: { answer: Answer } | { error: unknown } | undefined
}

/** One question on the phone, over all runs of the program, and what the student saw of its answer. */
export class PhoneAnswer {
  /** What the phone has heard of it since the program was opened or came to the front. */
  readonly signs: SignsOfLife
  readonly violations: string[] = []
  seen: Seen | undefined
  private isAbandoned = false
  stopped = false

  constructor(
    readonly requestId: string,
    /** The words of the question. */
    readonly content: string,
    /** The answer that the model gives when it is let finish. */
    readonly expected: string,
    now: () => number,
  ) {
    this.signs = new SignsOfLife(now)
  }

  get settled(): boolean {
    return this.isAbandoned || this.seen?.outcome !== undefined
  }

  /** The program that asked was killed, and the next one cannot go on with it. */
  get abandoned(): boolean {
    return this.isAbandoned
  }

  abandon(): void {
    if (!this.settled) this.isAbandoned = true
  }

  /** Follows the stream of this run of the program, as long as that is the one that runs. */
  follow(
    text: string,
    create: (listen: (event: AnswerEvent) => void) => AnswerStream,
    runs: () => boolean,
  ): void {
    const page: Omit<Seen, 'stream'> = { shown: text, outcome: undefined }
    const seen: Seen = Object.assign(page, { stream: create((event) => this.listen(page, event)) })
    this.seen = seen
    const settle = (outcome: NonNullable<Seen['outcome']>) => {
      if (!runs()) return
      if (seen.outcome !== undefined) this.violations.push('it settled twice')
      this.signs.settled()
      seen.outcome = outcome
    }
    seen.stream.result.then(
      (answer) => settle({ answer }),
      (error: unknown) => settle({ error }),
    )
  }

  /** The program was killed. */
  forget(): void {
    // A stop that was still on its way is forgotten with the program: the next one finds the answer where it is.
    if (!this.settled) this.stopped = false
    this.signs.forget()
  }

  private listen(page: Omit<Seen, 'stream'>, event: AnswerEvent): void {
    if (page.outcome !== undefined) this.violations.push(`${event.type} after the end`)
    if (event.type === 'replace') page.shown = event.text
    if ('text' in event && !this.expected.startsWith(event.text))
      this.violations.push('the page showed what the model did not write')
    if (event.type !== 'content') return
    page.shown += event.delta
    if (page.shown !== event.text) this.violations.push('the deltas do not add up to the text')
  }
}
