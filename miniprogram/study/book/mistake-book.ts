import {
  isDue,
  type Mistake,
  type MistakeChange,
  type MistakesPort,
  type NewMistake,
} from '../../mistakes/mistake'
import type { Calendar, Cancel } from '../../platform/ports'

const PAGE_SIZE = 100
/** Pages of the list that are loaded at most: more exercises than anybody reviews. */
const MOST_PAGES = 20

/** Where the list stands: read from the phone, on its way, from the server, or not to be had. */
export type BookState = 'kept' | 'loading' | 'loaded' | 'failed'

/** What the phone itself keeps of the book, for a day without a network. */
export interface KeptBook {
  read(): Mistake[] | undefined
  write(mistakes: readonly Mistake[]): void
}

export interface MistakeBookDeps {
  port: MistakesPort
  kept: KeptBook
  calendar: Calendar
  /** The server told how many are due. */
  due(count: number): void
}

/**
 * All of a student's mistakes. The whole book is read, page by page, so that sections, counts and the search need no network
 * once it is there.
 */
export class MistakeBook {
  private list: readonly Mistake[]
  private loads = 0
  /** The load that was begun last. */
  private newest: Promise<void> = Promise.resolve()
  /** What was changed here since that load began, which it may not tell; nothing for what was removed. */
  private readonly changes = new Map<string, Mistake | undefined>()
  private current: BookState
  private readonly listeners = new Set<() => void>()

  constructor(private readonly deps: MistakeBookDeps) {
    this.list = deps.kept.read() ?? []
    this.current = 'kept'
  }

  /** What is due first, then by the date on which it comes up, what is mastered last. */
  get mistakes(): readonly Mistake[] {
    return [...this.list].sort((one, other) => orderOf(one) - orderOf(other))
  }

  get state(): BookState {
    return this.current
  }

  /** Those to be reviewed now, the earliest first. */
  get due(): readonly Mistake[] {
    const now = this.deps.calendar.date()
    return this.mistakes.filter((each) => isDue(each, now))
  }

  find(id: string): Mistake | undefined {
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
      const read = new Map<string, Mistake>()
      for (let page = 1; page <= MOST_PAGES; page += 1) {
        const { items, total, due } = await this.deps.port.list({ page, size: PAGE_SIZE })
        if (load !== this.loads) return this.newest
        // One that moved between two pages comes only once.
        for (const item of items) read.set(item.id, item)
        if (page === 1) this.deps.due(due)
        if (items.length < PAGE_SIZE || read.size >= total) break
      }
      this.set(this.withChanges(read))
      this.is('loaded')
    } catch (error) {
      if (load !== this.loads) return this.newest
      this.is('failed')
      throw error
    }
  }

  private withChanges(read: Map<string, Mistake>): Mistake[] {
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

  async change(id: string, change: MistakeChange): Promise<void> {
    this.put(await this.deps.port.change(id, change))
  }

  async remove(id: string): Promise<void> {
    await this.deps.port.remove(id)
    this.changes.set(id, undefined)
    this.set(this.list.filter((each) => each.id !== id))
    this.changed()
  }

  /** An exercise is another now: it was changed here, or rated. */
  put(mistake: Mistake): void {
    this.changes.set(mistake.id, mistake)
    this.set([...this.list.filter(({ id }) => id !== mistake.id), mistake])
    this.changed()
  }

  private set(list: readonly Mistake[]): void {
    this.list = list
    this.deps.kept.write(this.mistakes)
  }

  private is(state: BookState): void {
    this.current = state
    this.changed()
  }

  private changed(): void {
    for (const listener of [...this.listeners]) listener()
  }
}

/** What has no date comes up no more. */
function orderOf({ mastered, due_at }: Mistake): number {
  return mastered || due_at === null ? Number.MAX_SAFE_INTEGER : Date.parse(due_at)
}
