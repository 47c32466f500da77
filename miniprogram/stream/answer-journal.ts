import type { Calendar, Clock, KeyValueStore } from '../platform/ports'
import type { AnswerKeeper } from './answer-deps'
import type { AskInput } from './backend'

/** Milliseconds between two writes of an answer that grows. What a lost write held is sent again by the server. */
const WRITE_INTERVAL = 2000
/** Answers that are kept; WeChat runs one page at a time, and a server as many answers as were asked. */
const MOST_ANSWERS = 5
/** Milliseconds after which an answer is only looked for in the history. */
const LONGEST_AGE = 24 * 60 * 60 * 1000
/**
 * Characters that are kept of a question, and of a text: all answers lie under one key, and five times both, three bytes a character, are
 * less than the 1 MB that WeChat takes for one.
 */
const LONGEST = 30_000

/** An answer that was under way when it was last written down. */
export interface Unfinished {
  requestId: string
  input: AskInput
  /** Of `input` the pictures, the history and the end of a long text were not kept: it can be gone on with, and not asked again. */
  shortened?: true
  /** When it was asked, milliseconds since the epoch. */
  startedAt: number
  /** Where it stood: opaque, the backend's own. '': nothing was held. */
  after: string
  /** The text held there. */
  text: string
}

/** One that is open in this run of the program, by so many streams: what one of them leaves the others still need. */
interface Followed {
  answer: Unfinished
  followers: number
}

/**
 * Keeps answers under way in storage, so that a program that was killed finds them at its next start and goes on with them
 * by `requestId`, `after` and `text`.
 */
export class AnswerJournal implements AnswerKeeper {
  private readonly open = new Map<string, Followed>()
  /** They failed in this run for want of a link, and stay written down for the next one. */
  private readonly failed = new Set<string>()
  private written = 0
  private readonly storage: KeyValueStore
  private readonly clock: Clock & Calendar
  private readonly key: string

  /** `key` is where it lies in `storage`. */
  constructor(storage: KeyValueStore, clock: Clock & Calendar, key = 'answers-under-way') {
    this.storage = storage
    this.clock = clock
    this.key = key
  }

  /** The answers that were under way, newest first: what this run has open, and what an earlier one left or saw fail for want of a link. */
  unfinished(): Unfinished[] {
    return this.all().filter(({ requestId }) => !this.failed.has(requestId))
  }

  private all(): Unfinished[] {
    const known = new Map(this.stored().map((answer) => [answer.requestId, answer]))
    for (const { answer } of this.open.values()) known.set(answer.requestId, { ...answer })
    return [...known.values()].sort((one, other) => other.startedAt - one.startedAt)
  }

  begin(requestId: string, input: AskInput): void {
    const followed = this.open.get(requestId)
    if (followed !== undefined) {
      followed.followers += 1
      return
    }
    // What an earlier run held stays written down until this one holds more.
    const left = this.stored().find((answer) => answer.requestId === requestId)
    const fresh = { startedAt: this.clock.date(), after: '', text: '' }
    this.failed.delete(requestId)
    const answer = { ...fresh, ...left, requestId, ...kept(input) }
    this.open.set(requestId, { answer, followers: 1 })
    this.write()
  }

  note(requestId: string, after: string, text: string): void {
    const answer = this.open.get(requestId)?.answer
    // One that has grown too long stands where it was: what came since is sent again by the server.
    if (answer === undefined || text.length > LONGEST) return
    // Some backends can go on from nowhere but a position: the first one is written down at once.
    const isFirst = answer.after === ''
    answer.after = after
    answer.text = text
    if (isFirst || this.clock.now() - this.written >= WRITE_INTERVAL) this.write()
  }

  flush(): void {
    if (this.open.size > 0) this.write()
  }

  end(requestId: string): void {
    if (!this.isLast(requestId)) return
    this.open.delete(requestId)
    this.forget(requestId)
  }

  /** The server may go on writing it: this run has it before its eyes, the next one goes on with it. */
  lose(requestId: string): void {
    if (!this.isLast(requestId)) return
    this.failed.add(requestId)
    this.flush()
    this.open.delete(requestId)
  }

  /** It is no longer followed, and stays written down for whoever goes on with it. */
  leave(requestId: string): void {
    if (!this.isLast(requestId)) return
    this.flush()
    this.open.delete(requestId)
  }

  /** It is no longer followed here, and another journal under the same key keeps it on. */
  drop(requestId: string): void {
    if (this.isLast(requestId)) this.open.delete(requestId)
  }

  /** Takes one follower away; whether nobody follows it here any more. */
  private isLast(requestId: string): boolean {
    const followed = this.open.get(requestId)
    if (followed === undefined) return false
    followed.followers -= 1
    return followed.followers === 0
  }

  /** Nobody goes on with it any more. Told of each question of a history: storage is only written where it has it. */
  forget(requestId: string): void {
    const stored = this.stored()
    const others = stored.filter((answer) => answer.requestId !== requestId)
    if (others.length < stored.length) this.store(others)
  }

  private write(): void {
    this.written = this.clock.now()
    this.store(this.all())
  }

  private store(answers: Unfinished[]): void {
    if (answers.length > 0) this.storage.set(this.key, answers.slice(0, MOST_ANSWERS))
    else this.storage.remove(this.key)
  }

  private stored(): Unfinished[] {
    const stored = this.storage.get(this.key)
    const youngest = this.clock.date() - LONGEST_AGE
    return Array.isArray(stored)
      ? stored
          .filter(isUnfinished)
          .filter(({ startedAt }) => startedAt > youngest)
          .map((answer) => ({ ...answer, ...kept(answer.input) }))
      : []
  }
}

/** What is written down of a question: one with pictures in it would keep all answers from being written. */
function kept(input: AskInput): Pick<Unfinished, 'input' | 'shortened'> {
  if (JSON.stringify(input).length <= LONGEST) return { input }
  const { image_urls: _pictures, history: _history, ...rest } = input
  return { input: { ...rest, content: input.content.slice(0, LONGEST) }, shortened: true }
}

/** Whether it is one, whoever wrote it down. */
export function isUnfinished(value: unknown): value is Unfinished {
  if (typeof value !== 'object' || value === null) return false
  const fields: { [name in keyof Unfinished]?: unknown } = value
  return (
    typeof fields.requestId === 'string' &&
    typeof fields.input === 'object' &&
    fields.input !== null &&
    'content' in fields.input &&
    typeof fields.input.content === 'string' &&
    typeof fields.startedAt === 'number' &&
    typeof fields.after === 'string' &&
    typeof fields.text === 'string'
  )
}
