import { HttpError } from '../errors/http-error'

/** Bytes of one body: clients of open protocols send every earlier picture again. */
export const LARGEST_BODY = 150 * 1024 * 1024
/** Bytes of bodies that are read at once; each is in memory twice while it is parsed. */
const MOST_AT_ONCE = 2 * LARGEST_BODY
/** Bytes of a body that needs no room of its own. */
export const SMALL = 1024 * 1024

/** Of one user: one body of the largest, and the piece by which another is seen to be too much. */
const MOST_OF_ONE = LARGEST_BODY + SMALL

/** The memory for large bodies: taken by what has arrived of each, whatever it announces, and by no user alone. */
export class BodyRoom {
  private taken = 0
  private readonly ofUser = new Map<string, number>()

  /** Throws where so many bytes would not fit now. */
  check(userId: string, bytes: number): void {
    if ((this.ofUser.get(userId) ?? 0) + bytes > MOST_OF_ONE) throw new HttpError(429, 'RATE_LIMITED')
    if (this.taken + bytes > MOST_AT_ONCE) throw new HttpError(503, 'OVERLOADED')
  }

  /** A body of this user begins. */
  enter(userId: string): BodyPlace {
    return new BodyPlace((bytes) => {
      if (bytes > 0) this.check(userId, bytes)
      this.taken += bytes
      const taken = (this.ofUser.get(userId) ?? 0) + bytes
      if (taken === 0) this.ofUser.delete(userId)
      else this.ofUser.set(userId, taken)
    })
  }
}

/** One body's part of the room. */
export class BodyPlace {
  private bytes = 0
  private taken = 0
  private left = false

  /** `add`: so many bytes more, or less. It throws where there is no room for them. */
  constructor(private readonly add: (bytes: number) => void) {}

  /** Bytes that have arrived. */
  get arrived(): number {
    return this.bytes
  }

  /** Whether it has room of its own. */
  get isLarge(): boolean {
    return this.taken > 0
  }

  /** So many more have arrived. Throws where there is no room for them. */
  take(bytes: number): void {
    this.bytes += bytes
    if (this.left || this.bytes <= SMALL) return
    const more = this.bytes - this.taken
    this.add(more)
    this.taken += more
  }

  /** The body is let go of; may be called again. */
  leave(): void {
    if (!this.left) this.add(-this.taken)
    this.left = true
  }
}
