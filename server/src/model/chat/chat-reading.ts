import { closesUnopened } from '../../../../packages/answer-stream/src/thoughts/tags'
import { ThoughtTags } from '../../../../packages/answer-stream/src/thoughts/thought-tags'
import type { Usage } from '../../../../typings/protocol'
import { ModelError, type ModelEvent } from '../model'
import { AlikeChunks } from './alike-chunks'
import { type ChatChunk, readChunk } from './chat-chunk'
import { parseJson } from './lenient-json'
import { isOverload, isRejection, toModelError } from './refusals'
import { missing, ToldThoughts } from './told-thoughts'
import type { VendorFailure } from './vendor-failure'

/** The reason of a text of which a piece came in a form that nobody can read. */
const INCOMPLETE = 'incomplete'

/** What a reading knows of the call that it reads. */
export interface ReadingOptions {
  /** The question had pages. */
  images: boolean
  /** A text is there already: what comes goes on from it, and may be nothing more. */
  goesOn: boolean
  /** The text begins inside of the thoughts. */
  thinksFirst?: boolean | undefined
  /** The text is meant to be JSON. */
  isData?: boolean | undefined
  /** Told where a tag in a text that nobody knew to begin with thoughts closes thoughts that none opened. */
  closedUnopened?: (() => void) | undefined
  /** Hears what the model says, in order. */
  tell: (event: ModelEvent) => void
}

/**
 * Reads one answer from its chunks. Its text is whole when the stream says so and nothing more comes: a `finish_reason` may stand
 * on every chunk, come early, or be missing before `[DONE]`.
 */
export class ChatReading {
  /** Text or thoughts have come. */
  begun = false
  /** `[DONE]` has come. */
  done = false
  /** How many chunks were taken. */
  chunks = 0
  private readonly alike = new AlikeChunks()
  private readonly tags: ThoughtTags
  private readonly thoughts = new ToldThoughts()
  /** All text so far, to know it again where a vendor repeats it as a whole. */
  private text = ''
  private reason: string | undefined
  /** Text came after the reason: it stands until that is said again. */
  private outdated = false
  private contradicted = false
  private reasonAlone = false
  private usage: Usage | undefined
  private failure: VendorFailure | undefined
  private notUnderstood = 0
  private answered: boolean
  private torn = false
  private closed = false

  constructor(private readonly options: ReadingOptions) {
    this.answered = options.goesOn
    this.tags = new ThoughtTags(options)
  }

  /** Takes the data of an event; `false` where it is none yet, and may become it with its next line. */
  data(data: string, event: string): boolean {
    const text = unwrapped(data.trim())
    if (text === '[DONE]') {
      this.done = true
      return true
    }
    if (text === '' || (text.startsWith('{') && !text.endsWith('}'))) return false
    // The name of an event may change what its chunk means.
    const known = event === '' ? this.alike.read(text) : undefined
    if (known === undefined) return this.parse(text, event)
    this.take(known)
    return true
  }

  private parse(text: string, event: string): boolean {
    const value = parseJson(text)
    if (value === undefined) return false
    const chunk = readChunk(value, event)
    if (event === '') this.alike.learn(text, chunk)
    this.take(chunk)
    return true
  }

  /** Data that is none is counted, and its text is gone where it had one. */
  skipped(data: string): void {
    this.notUnderstood += 1
    this.torn ||= /"(?:content|text|delta|message)"/.test(data)
  }

  take(chunk: ChatChunk): void {
    if (!chunk.understood) this.notUnderstood += 1
    const before = this.length
    this.usage = counting(chunk.usage) ?? this.usage ?? chunk.usage
    this.think(this.thoughts.take(chunk.reasoning))
    this.write(chunk.content)
    this.think(this.thoughts.missing(chunk.whole.thought))
    this.write(missing(this.text, chunk.whole.text))
    const grew = this.length > before
    if (grew) this.grew()
    else if (chunk.failure && !this.isWhole) this.failure = chunk.failure
    if (chunk.finishReason !== undefined && !this.failure) {
      this.reason = chunk.finishReason
      this.outdated = false
      this.reasonAlone = !grew
    }
    this.chunks += 1
  }

  /** The text is told to be whole: what comes now is lost, and the answer is to be marked. */
  close(): void {
    this.piece(this.tags.end(true))
    this.closed = true
  }

  /** The vendor said that it failed, and nothing before it said that the text is whole. */
  get failed(): boolean {
    return this.failure !== undefined
  }

  /** Whether a text that the vendor calls whole can be believed to be so without a word more: its reason came alone, once. */
  get settled(): 'no' | 'perhaps' | 'surely' {
    if (!this.isWhole || this.contradicted) return 'no'
    const hasWords = this.answered || this.tags.mayAnswer
    return this.reasonAlone && hasWords ? 'surely' : 'perhaps'
  }

  /** How the text is whole, as far as it is. */
  get finishReason(): string {
    return this.torn ? INCOMPLETE : (this.reason ?? 'stop')
  }

  /** No more comes. Throws {@link ModelError} where that is no end of an answer. */
  end(): void {
    this.piece(this.tags.end(this.isWhole && !this.failed))
    if (this.options.thinksFirst === undefined && closesUnopened(this.text)) this.options.closedUnopened?.()
    this.tellNotUnderstood()
    if (this.failure || !this.isWhole) throw this.broken()
    const { usage, finishReason } = this
    if (!this.answered) throw this.empty()
    this.options.tell(usage ? { type: 'finish', finishReason, usage } : { type: 'finish', finishReason })
  }

  private get length(): number {
    return this.text.length + this.thoughts.length
  }

  private get isWhole(): boolean {
    return this.done || (this.reason !== undefined && !this.outdated)
  }

  /** Text came: whatever was said to be the end was none. */
  private grew(): void {
    this.failure = undefined
    this.torn ||= this.closed
    if (this.reason === undefined) return
    this.outdated = true
    this.contradicted = true
  }

  private think(delta: string): void {
    if (delta === '') return
    this.tags.thoughtsApart()
    this.begun = true
    this.options.tell({ type: 'reasoning', delta })
  }

  private write(delta: string): void {
    if (delta === '') return
    this.text += delta
    this.begun = true
    this.piece(this.tags.take(delta))
  }

  private piece({ content, reasoning }: { content: string; reasoning: string }): void {
    if (reasoning !== '') this.options.tell({ type: 'reasoning', delta: reasoning })
    if (content === '') return
    this.answered ||= content.trim() !== ''
    const tokens = this.usage?.completion_tokens
    this.options.tell(
      tokens === undefined || tokens === 0
        ? { type: 'content', delta: content }
        : { type: 'content', delta: content, tokens },
    )
  }

  private broken(): ModelError {
    const { begun, failure } = this
    if (failure) return toModelError(failure, { begun, images: this.options.images })
    return begun
      ? new ModelError('GENERATION_INTERRUPTED', 'the stream ended before its answer was whole', true)
      : new ModelError('MODEL_UNAVAILABLE', 'the model answered with nothing', true)
  }

  private empty(): ModelError {
    const reason = this.finishReason
    if (isRejection(reason)) return new ModelError('CONTENT_REJECTED', `refused to answer: ${reason}`, false)
    const code = isOverload(reason) ? 'OVERLOADED' : 'MODEL_UNAVAILABLE'
    return new ModelError(code, `an answer without a word: ${reason}`, true)
  }

  private tellNotUnderstood(): void {
    const { notUnderstood: chunks, torn } = this
    if (chunks === 0) return
    const loss = torn ? 'text may be missing' : 'no text is missing'
    this.options.tell({
      type: 'notice',
      message: `the model sent ${chunks} chunks that were not understood; ${loss}`,
    })
  }
}

/** Some servers name the field themselves and have a library name it again: `data: data: {…}`. */
function unwrapped(data: string): string {
  return data.startsWith('data:') ? data.replace(/^(?:data:\s*)+/, '') : data
}

/** A usage that counts something: gateways that know none say that all of it is 0. */
function counting(usage: Usage | undefined): Usage | undefined {
  return usage !== undefined && usage.total_tokens > 0 ? usage : undefined
}
