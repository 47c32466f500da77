import { errorCode } from '../../conversation/error-code'
import {
  isDue,
  type KnownMistake,
  type Mistake,
  type MistakeChange,
  type MistakesPort,
  type NewMistake,
} from '../../mistakes/mistake'
import type { Calendar, Cancel, Logger } from '../../platform/ports'
import { tellAll } from '../../platform/tell-all'
import type { UnsentNotes } from './unsent-notes'

const PAGE_SIZE = 100
/** Pages of the list that are loaded at most: more exercises than anybody reviews. */
const MOST_PAGES = 20
/** How often it is begun again where some are removed while it is read: what is missing then comes with the next list. */
const MOST_RESTARTS = 2

/** Where the list stands: read from the phone, on its way, from the server, or not to be had. */
export type BookState = 'kept' | 'loading' | 'loaded' | 'failed'

/** What the phone itself keeps of the book, for a day without a network. */
export interface KeptBook {
  read(): KnownMistake[] | undefined
  write(mistakes: readonly KnownMistake[]): void
}

interface MistakeBookDeps {
  port: MistakesPort
  kept: KeptBook
  notes: UnsentNotes
  calendar: Calendar
  /** What was rated here and is not due any more, though the server may not know yet. */
  rated(): ReadonlySet<string>
  /** The server told how many are due. */
  due(count: number): void
  logger: Logger
}

/**
 * All of a student's mistakes. The whole book is read, page by page, so that sections, counts and the search need no network
 * once it is there.
 */
export class MistakeBook {
  private list: readonly KnownMistake[]
  private loads = 0
  /** The load that was begun last. */
  private newest: Promise<void> = Promise.resolve()
  /** What was changed here since that load began, which it may not tell; nothing for what was removed. */
  private readonly changes = new Map<string, KnownMistake | undefined>()
  private current: BookState
  /** The note that was sent last: one after the other, for the last that was written stands. */
  private noting: Promise<void> = Promise.resolve()
  private readonly listeners = new Set<() => void>()

  constructor(private readonly deps: MistakeBookDeps) {
    this.list = deps.kept.read() ?? []
    this.current = 'kept'
  }

  /** What is due first, then by the date on which it comes up, what is mastered last. */
  get mistakes(): readonly KnownMistake[] {
    return [...this.list].sort((one, other) => orderOf(one) - orderOf(other))
  }

  get state(): BookState {
    return this.current
  }

  /** Those to be reviewed now, the earliest first. */
  get due(): readonly KnownMistake[] {
    const now = this.deps.calendar.date()
    const rated = this.deps.rated()
    return this.mistakes.filter((each) => isDue(each, now) && !rated.has(each.id))
  }

  find(id: string): KnownMistake | undefined {
    return this.list.find((each) => each.id === id)
  }

  subscribe(listener: () => void): Cancel {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  /**
   * Reads all of it anew; what is there stays until then, and what is changed meanwhile holds against what is read. Where it is
   * begun again meanwhile, it ends as the newest one does. Rejects with the server's or the network's error.
   */
  refresh(): Promise<void> {
    this.loads += 1
    this.changes.clear()
    const load = this.load(this.loads)
    this.newest = load
    this.is('loading')
    return load
  }

  private async load(load: number): Promise<void> {
    try {
      const read = new Map<string, KnownMistake>()
      let most = 0
      let restarts = 0
      for (let page = 1; page <= MOST_PAGES; page += 1) {
        const { items, total, due } = await this.deps.port.list({ page, size: PAGE_SIZE })
        if (load !== this.loads) return this.newest
        // One was removed between two pages: another moved up into the one before, unread.
        if (total < most && restarts < MOST_RESTARTS) {
          restarts += 1
          read.clear()
          most = page = 0
          continue
        }
        most = total
        // One that moved between two pages comes only once.
        for (const item of items) read.set(item.id, this.known(item))
        if (page === 1) this.deps.due(due)
        if (items.length < PAGE_SIZE || read.size >= total) break
      }
      this.set(this.withChanges(read))
      this.is('loaded')
      this.deliverNotes()
    } catch (error) {
      if (load !== this.loads) return this.newest
      this.is('failed')
      throw error
    }
  }

  private withChanges(read: Map<string, KnownMistake>): KnownMistake[] {
    for (const [id, changed] of this.changes) {
      if (changed === undefined) read.delete(id)
      else read.set(id, changed)
    }
    return [...read.values()]
  }

  /** `there`: the same exercise was in the book already. */
  async add(mistake: NewMistake): Promise<'added' | 'there'> {
    const { mistake: added, isNew } = await this.deps.port.add(mistake)
    this.put(added)
    return isNew ? 'added' : 'there'
  }

  /** Takes an exercise of a question's correction; the same one is taken once. */
  async take(questionId: string, no: string): Promise<KnownMistake> {
    const { mistake } = await this.deps.port.take(questionId, no)
    this.put(mistake)
    return this.known(mistake)
  }

  /**
   * What the server has of an exercise of a question's correction: null where it is not in the book, undefined where the server cannot
   * tell. Rejects with the server's or the network's error.
   */
  async taken(questionId: string, no: string): Promise<Mistake | null | undefined> {
    const { items, total } = await this.deps.port.list({ question_id: questionId, no, size: PAGE_SIZE })
    const found = items.find((each) => each.question_id === questionId && each.no === no)
    // An older server lists the whole book: that it is not there is only said by all of it.
    return found ?? (total <= items.length ? null : undefined)
  }

  async change(id: string, change: MistakeChange): Promise<void> {
    this.put(await this.deps.port.change(id, change))
  }

  /**
   * Writes a student's note. It stands in the book at once; where the server has it not, it goes out when the book is read again,
   * also by a later run of the program. Rejects with why it did not go out now.
   */
  async note(id: string, note: string): Promise<void> {
    const found = this.find(id)
    if (found === undefined || (found.note ?? '') === note) return
    this.deps.notes.keep(id, note)
    this.replace({ ...found, note })
    await this.deliverNote(id, note)
  }

  private deliverNotes(): void {
    // What does not go out now stays where it is, and is tried with the next list.
    for (const [id, note] of this.deps.notes.waiting) this.deliverNote(id, note).catch(() => undefined)
  }

  private deliverNote(id: string, note: string): Promise<void> {
    const sent = this.noting.then(() => this.sendNote(id, note))
    this.noting = sent.catch(() => undefined)
    return sent
  }

  private async sendNote(id: string, note: string): Promise<void> {
    const { notes, port } = this.deps
    // Another was written while it waited.
    if (notes.of(id) !== note) return
    try {
      const changed = await port.change(id, { note })
      notes.done(id, note)
      this.put(changed)
    } catch (error) {
      if (errorCode(error) === 'NOT_FOUND') notes.done(id, note)
      throw error
    }
  }

  async remove(id: string): Promise<void> {
    await this.deps.port.remove(id)
    this.changes.set(id, undefined)
    this.set(this.list.filter((each) => each.id !== id))
    this.changed()
  }

  /** An exercise is another now: it was changed here, or rated. */
  put(mistake: Mistake): void {
    this.replace(this.known(mistake))
  }

  private replace(known: KnownMistake): void {
    this.changes.set(known.id, known)
    this.set([...this.list.filter(({ id }) => id !== known.id), known])
    this.changed()
  }

  private known(mistake: Mistake): KnownMistake {
    const { notes, calendar } = this.deps
    return { ...mistake, note: notes.of(mistake.id) ?? mistake.note, known_at: calendar.date() }
  }

  private set(list: readonly KnownMistake[]): void {
    this.list = list
    this.deps.kept.write(this.mistakes)
  }

  private is(state: BookState): void {
    this.current = state
    this.changed()
  }

  private changed(): void {
    tellAll(this.listeners, this.deps.logger)
  }
}

/** What has no date comes up no more. */
function orderOf({ mastered, due_at }: Mistake): number {
  return mastered || due_at === null ? Number.MAX_SAFE_INTEGER : Date.parse(due_at)
}
