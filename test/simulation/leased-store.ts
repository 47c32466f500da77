import type {
  DraftAppend,
  FailedAnswer,
  FinalAnswer,
  StoredAnswer,
} from '../../server/src/answer/answer-store'
import { MemoryStore } from '../../server/test/support/memory-store'

/** Milliseconds for which a server that says nothing counts as alive, as in server/src/store/owner-lease.ts. */
const LEASE = 12_000

/** A database that several servers share: whose each answer is, and who lives. */
export class SharedDatabase {
  readonly main = new MemoryStore()
  readonly violations: string[] = []
  /** How often an answer was taken up again. */
  takenUp = 0
  private readonly seen = new Map<string, number>()
  private readonly owners = new Map<string, string>()
  /** Which process was given an answer under which fence. */
  private readonly holders = new Map<string, object>()

  /** `now`: milliseconds, by its own clock. */
  constructor(private readonly now: () => number) {}

  begin(owner: string): number {
    this.seen.set(owner, this.now())
    return this.now()
  }

  renew(owner: string): number | undefined {
    return this.isLiving(owner) ? this.begin(owner) : undefined
  }

  end(owner: string): void {
    this.seen.delete(owner)
  }

  ownerOf(questionId: string): string | undefined {
    return this.owners.get(questionId)
  }

  give({ questionId, fence }: StoredAnswer, owner: string, process: object): void {
    this.owners.set(questionId, owner)
    this.holders.set(`${questionId} ${fence}`, process)
    if (fence > 0) this.takenUp += 1
  }

  /** Only who was given an answer under its fence may have something taken of it. */
  look({ questionId, fence }: { questionId: string; fence: number }, process: object, what: string): void {
    if (this.main.get(questionId).fence !== fence) this.violations.push(`${what} with an old fence was taken`)
    if (this.holders.get(`${questionId} ${fence}`) !== process) {
      this.violations.push(`${what} was taken of a server that did not own the answer`)
    }
  }

  isLiving(owner: string): boolean {
    const seen = this.seen.get(owner)
    return seen !== undefined && seen > this.now() - LEASE
  }
}

/** The same, as one server's. */
export class LeasedStore extends MemoryStore {
  constructor(
    private readonly database: SharedDatabase,
    /** Which run of the server it is now. */
    private readonly owner: () => string,
    private readonly process: object,
  ) {
    super(database.main.answers)
    this.failing = database.main.failing
  }

  override async appendDrafts(drafts: readonly DraftAppend[]): Promise<readonly string[]> {
    const overtaken = await super.appendDrafts(drafts)
    for (const draft of drafts) {
      if (!overtaken.includes(draft.questionId)) this.database.look(draft, this.process, 'a draft')
    }
    this.appends = []
    return overtaken
  }

  override async save(final: FinalAnswer): Promise<{ answerId: string }> {
    const before = this.statistics
    const saved = await super.save(final)
    this.database.main.statistics += this.statistics - before
    this.database.look(final, this.process, 'an answer')
    return saved
  }

  override async fail(failed: FailedAnswer): Promise<void> {
    await super.fail(failed)
    this.database.look(failed, this.process, 'a failure')
  }

  protected override own(answer: StoredAnswer): void {
    this.database.give(answer, this.owner(), this.process)
  }

  protected override isOwn(questionId: string): boolean {
    return this.database.ownerOf(questionId) === this.owner()
  }

  protected override isOthers(questionId: string): boolean {
    const owner = this.database.ownerOf(questionId)
    return owner !== undefined && owner !== this.owner() && this.database.isLiving(owner)
  }
}
