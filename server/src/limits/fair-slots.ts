/** How one work waits for its slot. */
export interface SlotWish {
  /** Whose work it is: nobody has two slots, and who has waited longest without one is next. */
  of: string
  /** Of these only one is done at a time, so that what is done soon never waits for several of them. Default false. */
  isLong?: boolean
  /** Takes it out of those that wait. Its reason is what is rejected with. */
  signal?: AbortSignal | undefined
}

interface Waiting {
  isLong: boolean
  begin: () => void
}

/** Few slots for works that take seconds, shared by users: whoever brings many waits for his own, and for nobody else's of his. */
export class FairSlots {
  private running = 0
  private runsLong = false
  private readonly served = new Set<string>()
  /** By user, the one whose turn is next first. */
  private readonly waiting = new Map<string, Waiting[]>()

  /** `most`: works at once. */
  constructor(private readonly most: number) {}

  /** Does the work in its turn. Rejects with the reason of `signal` where that comes first. */
  async run<T>(wish: SlotWish, work: () => Promise<T>): Promise<T> {
    const { of, isLong = false } = wish
    await this.turnOf(of, isLong, wish.signal)
    try {
      return await work()
    } finally {
      this.running -= 1
      this.served.delete(of)
      if (isLong) this.runsLong = false
      this.beginNext()
    }
  }

  private turnOf(user: string, isLong: boolean, signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      signal?.throwIfAborted()
      const leave = () => {
        this.takeOut(user, entry)
        reject(signal?.reason)
      }
      const entry: Waiting = {
        isLong,
        begin: () => {
          signal?.removeEventListener('abort', leave)
          resolve()
        },
      }
      signal?.addEventListener('abort', leave, { once: true })
      const those = this.waiting.get(user)
      if (those === undefined) this.waiting.set(user, [entry])
      else those.push(entry)
      this.beginNext()
    })
  }

  private beginNext(): void {
    for (const [user, [first]] of this.waiting) {
      if (this.running >= this.most) return
      if (first === undefined || this.served.has(user) || (first.isLong && this.runsLong)) continue
      this.running += 1
      this.served.add(user)
      if (first.isLong) this.runsLong = true
      this.takeOut(user, first)
      // What else this user has comes after everybody else's.
      const rest = this.waiting.get(user)
      this.waiting.delete(user)
      if (rest !== undefined) this.waiting.set(user, rest)
      first.begin()
    }
  }

  private takeOut(user: string, entry: Waiting): void {
    const left = (this.waiting.get(user) ?? []).filter((other) => other !== entry)
    if (left.length === 0) this.waiting.delete(user)
    else this.waiting.set(user, left)
  }
}
