import type {
  Mistake,
  MistakeChange,
  MistakePage,
  MistakeQuery,
  MistakesPort,
  NewMistake,
  ReviewRating,
} from '../../miniprogram/mistakes/mistake'
import type { Cancel, Lifecycle, NetworkChange } from '../../miniprogram/platform/ports'
import { LearningError } from '../../miniprogram/stream/learning-error'

/** The date of these tests: noon, in the phone's own calendar. */
export const NOW = new Date(2026, 10, 28, 12, 0).getTime()
export const MINUTE = 60_000
export const DAY = 24 * 60 * MINUTE

export const iso = (time: number): string => new Date(time).toISOString()

/** An exercise that is due since yesterday, but for what is given. */
export function mistake(id: string, given: Partial<Mistake> = {}): Mistake {
  return {
    id,
    subject: 'math',
    text: `第 ${id} 题`,
    student_answer: null,
    correct_answer: null,
    reason: null,
    points: [],
    note: null,
    page_url: null,
    box: null,
    question_id: null,
    no: null,
    created_at: iso(NOW - 3 * DAY),
    due_at: iso(NOW - DAY),
    reviews: 0,
    mastered: false,
    next: {
      again: iso(NOW + 10 * MINUTE),
      hard: iso(NOW + DAY),
      good: iso(NOW + 4 * DAY),
      easy: iso(NOW + 12 * DAY),
    },
    ...given,
  }
}

export const noNetwork = (): LearningError =>
  new LearningError('NETWORK_ERROR', { message: undefined, retryable: true, retryAfterMs: undefined })

/** A server whose mistake book a test reads and breaks. */
export class FakeMistakes implements MistakesPort {
  readonly reviews: [id: string, rating: ReviewRating][] = []
  readonly lists: MistakeQuery[] = []
  /** What the next calls do instead: `lost` is done, and its answer lost. */
  failures: ('unreachable' | 'lost' | LearningError)[] = []
  /** It knows no list of one exercise of a correction. */
  isOlder = false

  constructor(public mistakes: Mistake[] = []) {}

  async list(query: MistakeQuery): Promise<MistakePage> {
    this.lists.push(query)
    return this.after(() => {
      const { page = 1, size = 20, search = '' } = query
      const due = this.mistakes.filter(({ due_at }) => due_at !== null && Date.parse(due_at) <= NOW)
      const { question_id = null, no = null } = query
      const found = (query.due === true ? due : this.mistakes)
        .filter(({ text }) => text.includes(search))
        .filter((each) => question_id === null || this.isOlder || isFrom(each, question_id, no))
      const items = found.slice((page - 1) * size, page * size)
      return { items, total: found.length, due: due.length, page, size }
    })
  }

  async add({ text, subject = null }: NewMistake): Promise<{ mistake: Mistake; isNew: boolean }> {
    return this.after(() => {
      const there = this.mistakes.find((each) => each.text === text)
      const added = there ?? mistake(`added-${this.mistakes.length}`, { text, subject })
      if (there === undefined) this.mistakes = [added, ...this.mistakes]
      return { mistake: added, isNew: there === undefined }
    })
  }

  async take(question_id: string, no: string): Promise<{ mistake: Mistake; isNew: boolean }> {
    return this.after(() => {
      const there = this.mistakes.find((each) => isFrom(each, question_id, no))
      const taken = there ?? mistake(`taken-${no}`, { question_id, no })
      if (there === undefined) this.mistakes = [taken, ...this.mistakes]
      return { mistake: taken, isNew: there === undefined }
    })
  }

  async change(id: string, change: MistakeChange): Promise<Mistake> {
    return this.after(() => this.replace(id, change))
  }

  async remove(id: string): Promise<void> {
    return this.after(() => {
      this.mistakes = this.mistakes.filter((each) => each.id !== id)
    })
  }

  async review(id: string, rating: ReviewRating): Promise<Mistake> {
    return this.after(() => {
      const before = this.mistakes.find((each) => each.id === id)
      const due_at = before?.next[rating] ?? null
      const rated = this.replace(id, { reviews: (before?.reviews ?? 0) + 1, due_at })
      this.reviews.push([id, rating])
      return rated
    })
  }

  async sheet(): Promise<string> {
    return 'sheet'
  }

  address(url: string): string {
    return `server:${url}`
  }

  private replace(id: string, change: Partial<Mistake>): Mistake {
    const found = this.mistakes.find((each) => each.id === id)
    if (found === undefined)
      throw new LearningError('NOT_FOUND', { message: undefined, retryable: false, retryAfterMs: undefined })
    const changed = { ...found, ...change }
    this.mistakes = this.mistakes.map((each) => (each.id === id ? changed : each))
    return changed
  }

  private after<Value>(act: () => Value): Value {
    const failure = this.failures.shift()
    if (failure === undefined) return act()
    if (failure === 'lost') act()
    throw failure === 'lost' || failure === 'unreachable' ? noNetwork() : failure
  }
}

const isFrom = (each: Mistake, questionId: string, no: string | null): boolean =>
  each.question_id === questionId && each.no === no

/** A phone whose network comes and goes as a test says. */
export class FakeLifecycle implements Lifecycle {
  private readonly network = new Set<(change: NetworkChange) => void>()
  private readonly shows = new Set<() => void>()

  onHide(): Cancel {
    return () => undefined
  }
  onShow(listener: () => void): Cancel {
    this.shows.add(listener)
    return () => void this.shows.delete(listener)
  }
  onNetworkChange(listener: (change: NetworkChange) => void): Cancel {
    this.network.add(listener)
    return () => void this.network.delete(listener)
  }

  networkIs(change: NetworkChange): void {
    for (const listener of [...this.network]) listener(change)
  }
  show(): void {
    for (const listener of [...this.shows]) listener()
  }
  get listeners(): number {
    return this.network.size + this.shows.size
  }
}
