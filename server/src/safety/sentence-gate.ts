import type { ModelEvent } from '../model/model'
import type { Verdict } from './content-safety'

type Words = Extract<ModelEvent, { type: 'content' | 'reasoning' }>

/** Where a sentence ends; a line is one, and an English full stop stands before a blank. */
const END = /[。！？；!?;\n]|\.(?=\s)/g
/** Characters after which no end is waited for. */
const LONGEST = 200

/** Lets words through a sentence at a time, in their order, each once its own check has passed. One that has not shuts it. */
export class SentenceGate {
  private held = ''
  private kind: Words['type'] = 'content'
  private tokens: number | undefined
  private shutBy: Exclude<Verdict, 'pass'> | undefined
  /** What was let through or waits to be. */
  private passed: Promise<void> = Promise.resolve()

  /** `rejected` is called once, when a sentence did not pass: nothing more is wanted. */
  constructor(
    private readonly check: (text: string) => Promise<Verdict>,
    private readonly pass: (words: Words) => void,
    private readonly rejected: () => void,
  ) {}

  /** What was said of the sentence that did not pass. */
  get verdict(): Exclude<Verdict, 'pass'> | undefined {
    return this.shutBy
  }

  get isShut(): boolean {
    return this.shutBy !== undefined
  }

  take(words: Words): void {
    if (words.type !== this.kind) this.let(this.held.length)
    this.kind = words.type
    this.held += words.delta
    if (words.type === 'content') this.tokens = words.tokens ?? this.tokens
    const ends = [...this.held.matchAll(END)]
    const last = ends.at(-1)
    if (last !== undefined) this.let(last.index + 1)
    else if (this.held.length >= LONGEST) this.let(this.held.length)
  }

  /** Resolves when all that was taken is through, or it is shut. */
  async end(): Promise<void> {
    this.let(this.held.length)
    await this.passed
  }

  private let(length: number): void {
    const [delta, kind, tokens] = [this.held.slice(0, length), this.kind, this.tokens]
    this.held = this.held.slice(length)
    if (delta === '' || this.isShut) return
    const verdict = this.check(delta)
    this.passed = this.passed.then(async () => {
      if (this.isShut) return
      const found = await verdict
      if (found !== 'pass') {
        this.shutBy = found
        this.rejected()
      } else if (kind === 'reasoning') this.pass({ type: 'reasoning', delta })
      else this.pass({ type: 'content', delta, ...(tokens === undefined ? {} : { tokens }) })
    })
  }
}
