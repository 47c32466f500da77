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
  private shut = false
  /** What was let through or waits to be. */
  private passed: Promise<void> = Promise.resolve()

  /** `rejected` is called once, when a sentence did not pass: nothing more is wanted. */
  constructor(
    private readonly check: (text: string) => Promise<Verdict>,
    private readonly pass: (words: Words) => void,
    private readonly rejected: () => void,
  ) {}

  get isShut(): boolean {
    return this.shut
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
    if (delta === '' || this.shut) return
    const verdict = this.check(delta)
    this.passed = this.passed.then(async () => {
      if (this.shut) return
      if ((await verdict) === 'risky') {
        this.shut = true
        this.rejected()
      } else if (kind === 'reasoning') this.pass({ type: 'reasoning', delta })
      else this.pass({ type: 'content', delta, ...(tokens === undefined ? {} : { tokens }) })
    })
  }
}
