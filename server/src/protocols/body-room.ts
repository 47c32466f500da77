import { HttpError } from '../errors/http-error'

/** Bytes of one body: clients of open protocols send every earlier picture again. */
export const LARGEST_BODY = 150 * 1024 * 1024
/** Bytes of bodies that are read at once; each is in memory twice while it is parsed. */
const MOST_AT_ONCE = 2 * LARGEST_BODY
/** Bytes of a body that needs no room of its own. */
export const SMALL = 1024 * 1024
/** Bytes of such bodies of one user: they may come slowly, and are no less in memory for that. */
const MOST_SMALL_OF_ONE = 32 * SMALL

/** Of one user: one body of the largest, and the piece by which another is seen to be too much. */
const MOST_OF_ONE = LARGEST_BODY + SMALL

interface Share {
  small: number
  large: number
  places: Set<BodyPlace>
}

/**
 * The memory for large bodies, taken by what has arrived of each, whatever it announces. While there is enough of it a user has as much as the
 * largest body needs. Where there is not, whoever holds most gives way to who would still hold less, as long as its body is arriving: so a
 * few users never hold all of it while others wait, and to shut out who sends some megabytes takes as many accounts as such bodies fill
 * the room. Addresses are not looked at: a school has one for all of its students, and accounts are what is not had for nothing.
 */
export class BodyRoom {
  private taken = 0
  private readonly shares = new Map<string, Share>()

  /** `mostAtOnce`: bytes of all. */
  constructor(private readonly mostAtOnce = MOST_AT_ONCE) {}

  /** Throws where so many bytes would not fit now, whoever gave way. */
  check(userId: string, bytes: number): void {
    const wanted = this.wanted(userId, bytes)
    const others = [...this.shares].filter(([user, { large }]) => user !== userId && large > wanted)
    const givenUp = others.reduce((sum, [, share]) => sum + arrivingBytes(share), 0)
    if (this.taken - givenUp + bytes > this.mostAtOnce) throw overloaded()
  }

  /** A body of this user begins. `giveWay`: it is refused, since others need its room. */
  enter(userId: string, giveWay: (refusal: HttpError) => void = () => undefined): BodyPlace {
    const place = new BodyPlace({
      grow: (bytes) => this.grow(userId, place, bytes),
      leave: () => this.leave(userId, place),
      giveWay: () => giveWay(overloaded()),
    })
    this.shareOf(userId).places.add(place)
    return place
  }

  private grow(userId: string, place: BodyPlace, bytes: number): void {
    const share = this.shareOf(userId)
    if (place.held + bytes <= SMALL) {
      if (share.small + bytes > MOST_SMALL_OF_ONE) throw tooMuch()
      share.small += bytes
      return
    }
    const before = place.isLarge ? 0 : place.held
    this.makeRoom(userId, before + bytes)
    share.small -= before
    share.large += before + bytes
    this.taken += before + bytes
  }

  private makeRoom(userId: string, bytes: number): void {
    const wanted = this.wanted(userId, bytes)
    while (this.taken + bytes > this.mostAtOnce) {
      const greediest = this.greediest(userId, wanted)
      if (greediest === undefined) throw overloaded()
      greediest.giveWay()
    }
  }

  /** What this user would hold then. Throws where that is more than one user may. */
  private wanted(userId: string, bytes: number): number {
    const wanted = (this.shares.get(userId)?.large ?? 0) + bytes
    if (wanted > MOST_OF_ONE) throw tooMuch()
    return wanted
  }

  /** The largest body that still arrives, of the other user who holds most and more than this. */
  private greediest(userId: string, than: number): BodyPlace | undefined {
    let found: { large: number; place: BodyPlace } | undefined
    for (const [user, { large, places }] of this.shares) {
      if (user === userId || large <= (found?.large ?? than)) continue
      const [place] = [...places].filter(({ mayGiveWay }) => mayGiveWay).sort((a, b) => b.held - a.held)
      if (place !== undefined) found = { large, place }
    }
    return found?.place
  }

  private leave(userId: string, place: BodyPlace): void {
    const share = this.shareOf(userId)
    share.places.delete(place)
    if (place.isLarge) {
      share.large -= place.held
      this.taken -= place.held
    } else share.small -= place.held
    if (share.places.size === 0) this.shares.delete(userId)
  }

  private shareOf(userId: string): Share {
    const known = this.shares.get(userId)
    if (known !== undefined) return known
    const share = { small: 0, large: 0, places: new Set<BodyPlace>() }
    this.shares.set(userId, share)
    return share
  }
}

function arrivingBytes({ places }: Share): number {
  return [...places].reduce((sum, { mayGiveWay, held }) => sum + (mayGiveWay ? held : 0), 0)
}

function overloaded(): HttpError {
  return new HttpError(503, 'OVERLOADED')
}

function tooMuch(): HttpError {
  return new HttpError(429, 'RATE_LIMITED')
}

interface RoomOfPlace {
  /** So many bytes more. It throws where there is no room for them. */
  grow(bytes: number): void
  leave(): void
  giveWay(): void
}

/** One body's part of the room. */
export class BodyPlace {
  private bytes = 0
  private left = false
  private whole = false

  constructor(private readonly room: RoomOfPlace) {}

  /** Bytes that have arrived. */
  get arrived(): number {
    return this.bytes
  }

  /** Bytes that are kept of it. */
  get held(): number {
    return this.left ? 0 : this.bytes
  }

  /** Whether it has room of its own. */
  get isLarge(): boolean {
    return this.bytes > SMALL
  }

  /** Whether it may be refused for others' sake: what has arrived whole is about to be let go of. */
  get mayGiveWay(): boolean {
    return this.isLarge && !this.whole && !this.left
  }

  /** So many more have arrived. Throws where there is no room for them. */
  take(bytes: number): void {
    if (!this.left) this.room.grow(bytes)
    this.bytes += bytes
  }

  /** All of it has arrived. */
  complete(): void {
    this.whole = true
  }

  /** Its room is needed by others. */
  giveWay(): void {
    this.leave()
    this.room.giveWay()
  }

  /** The body is let go of; may be called again. */
  leave(): void {
    if (this.left) return
    this.room.leave()
    this.left = true
  }
}
