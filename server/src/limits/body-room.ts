import { HttpError } from '../errors/http-error'

/** Bytes of one body: clients of open protocols send every earlier picture again. */
export const LARGEST_BODY = 150 * 1024 * 1024
/** Bytes of a body that is small: what students send but for pages and recordings is far below. */
export const SMALL = 1024 * 1024
/** Milliseconds after which who was refused may come again: bodies come and go. */
const RETRY_AFTER = 1000

/** Bytes of bodies of one kind. */
interface Bound {
  ofOne: number
  inAll: number
}

/** How much is held at once. The two kinds take no room from each other: a question needs none of what pages fill. */
export interface RoomSizes {
  small: Bound
  large: Bound
}

/** Of bodies in memory, where each is twice while it is parsed. Of one user: the largest body, and the piece by which another is seen to be too much. */
const IN_MEMORY: RoomSizes = {
  small: { ofOne: 32 * SMALL, inAll: 128 * SMALL },
  large: { ofOne: LARGEST_BODY + SMALL, inAll: 2 * LARGEST_BODY },
}

/** Of bodies of who has not logged in, by address, none of which may be large (http/arriving-bodies.ts). */
export const OF_STRANGERS: RoomSizes = {
  small: { ofOne: 32 * SMALL, inAll: 64 * SMALL },
  large: { ofOne: 0, inAll: 0 },
}

/** Of pages on the disk that are no pages yet: of one user fifty of the largest, which are five questions full of them. */
export const OF_PAGES: RoomSizes = {
  small: { ofOne: 128 * SMALL, inAll: 2048 * SMALL },
  large: { ofOne: 512 * SMALL, inAll: 8192 * SMALL },
}

type Kind = keyof RoomSizes

interface Share {
  small: number
  large: number
  places: Set<BodyPlace>
}

/**
 * The room for bodies, taken by what has arrived of each, whatever it announces. While there is enough of it a user has as much as one
 * may have. Where there is not, whoever holds most gives way to who would still hold less, as long as its body is arriving: so a
 * few users never hold all of it while others wait, and to shut out who sends some megabytes takes as many accounts as such bodies fill
 * the room. Addresses of users are not looked at: a school has one for all of its students, and accounts are what is not had for nothing.
 */
export class BodyRoom {
  private readonly taken = { small: 0, large: 0 }
  private readonly shares = new Map<string, Share>()

  constructor(private readonly sizes: RoomSizes = IN_MEMORY) {}

  /** Bytes that are held now, of everybody. */
  get held(): number {
    return this.taken.small + this.taken.large
  }

  /** Throws where a body of so many bytes would not fit now, whoever gave way. */
  check(userId: string, bytes: number): void {
    const kind = kindOf(bytes)
    const wanted = this.wanted(userId, kind, bytes)
    const others = [...this.shares].filter(([user, share]) => user !== userId && share[kind] > wanted)
    const givenUp = others.reduce((sum, [, share]) => sum + arrivingBytes(share, kind), 0)
    if (this.taken[kind] - givenUp + bytes > this.sizes[kind].inAll) throw overloaded()
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
    const { held, kind: before } = place
    const kind = kindOf(held + bytes)
    this.makeRoom(userId, kind, kind === before ? bytes : held + bytes)
    this.move(userId, before, -held)
    this.move(userId, kind, held + bytes)
  }

  private makeRoom(userId: string, kind: Kind, bytes: number): void {
    const wanted = this.wanted(userId, kind, bytes)
    while (this.taken[kind] + bytes > this.sizes[kind].inAll) {
      const greediest = this.greediest(userId, kind, wanted)
      if (greediest === undefined) throw overloaded()
      greediest.giveWay()
    }
  }

  /** What this user would hold then. Throws where that is more than one user may. */
  private wanted(userId: string, kind: Kind, bytes: number): number {
    const wanted = (this.shares.get(userId)?.[kind] ?? 0) + bytes
    if (wanted > this.sizes[kind].ofOne) throw tooMuch()
    return wanted
  }

  /** The largest body of this kind that still arrives, of the other user who holds most of it and more than this. */
  private greediest(userId: string, kind: Kind, than: number): BodyPlace | undefined {
    let found: { holds: number; place: BodyPlace } | undefined
    for (const [user, share] of this.shares) {
      const holds = share[kind]
      if (user === userId || holds <= (found?.holds ?? than)) continue
      const [place] = arriving(share, kind).sort((a, b) => b.held - a.held)
      if (place !== undefined) found = { holds, place }
    }
    return found?.place
  }

  private leave(userId: string, place: BodyPlace): void {
    this.move(userId, place.kind, -place.held)
    const share = this.shareOf(userId)
    share.places.delete(place)
    if (share.places.size === 0) this.shares.delete(userId)
  }

  private move(userId: string, kind: Kind, bytes: number): void {
    this.shareOf(userId)[kind] += bytes
    this.taken[kind] += bytes
  }

  private shareOf(userId: string): Share {
    const known = this.shares.get(userId)
    if (known !== undefined) return known
    const share = { small: 0, large: 0, places: new Set<BodyPlace>() }
    this.shares.set(userId, share)
    return share
  }
}

function kindOf(bytes: number): Kind {
  return bytes > SMALL ? 'large' : 'small'
}

function arriving({ places }: Share, of: Kind): BodyPlace[] {
  return [...places].filter(({ kind, mayGiveWay }) => kind === of && mayGiveWay)
}

function arrivingBytes(share: Share, kind: Kind): number {
  return arriving(share, kind).reduce((sum, { held }) => sum + held, 0)
}

function overloaded(): HttpError {
  return new HttpError(503, 'OVERLOADED', undefined, { retryAfterMs: RETRY_AFTER })
}

function tooMuch(): HttpError {
  return new HttpError(429, 'RATE_LIMITED', undefined, { retryAfterMs: RETRY_AFTER })
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

  /** Of which room it is a part. */
  get kind(): Kind {
    return kindOf(this.bytes)
  }

  /** Whether it may be refused for others' sake: what has arrived whole is about to be let go of. */
  get mayGiveWay(): boolean {
    return this.bytes > 0 && !this.whole && !this.left
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
