import type { Frame } from '../frame'

/** A frame that a client was told. */
export interface Told {
  readonly frame: Frame
  readonly at: number
  /** The client is known to have it. */
  arrived: boolean
}

/** One link that a client opened, or tried to, and all that went over it. Times are milliseconds of one clock. */
export interface LinkRecord {
  readonly over: 'socket' | 'event stream'
  readonly openedAt: number
  readonly refused: boolean
  /** What the client said first. */
  first: Frame | undefined
  /** The number that it says it has; nothing where it asks. */
  after: number | undefined
  /** What it said later. */
  readonly said: Frame[]
  readonly told: Told[]
  /** When the scene closed or cut it. */
  leftAt: number | undefined
  endedAt: number | undefined
}

/** All that was seen of one client in one scene, for one answer. */
export class Run {
  readonly links: LinkRecord[] = []
  /** Request ids of the calls that tell a stop. */
  readonly stopCalls: unknown[] = []
  private lastAt = now()

  open(over: LinkRecord['over'], refused = false): LinkRecord {
    const openedAt = this.happened()
    const link: LinkRecord = {
      over,
      openedAt,
      refused,
      first: undefined,
      after: undefined,
      said: [],
      told: [],
      leftAt: undefined,
      endedAt: refused ? openedAt : undefined,
    }
    this.links.push(link)
    return link
  }

  /** Something was seen; gives its time. */
  happened(): number {
    this.lastAt = now()
    return this.lastAt
  }

  /** For how long nothing was seen, milliseconds. */
  get quietFor(): number {
    return now() - this.lastAt
  }
}

/** Milliseconds of a clock that never jumps. */
export function now(): number {
  return performance.now()
}
