import { MOST_READERS } from '../../src/answer/readers'
import { serverChannel } from '../../src/redis/names'
import { idOf, type Position, positionOf } from '../../src/redis/position'
import type { StreamEntry } from '../../src/redis/redis-link'

interface Stream {
  entries: (Position & { text: string })[]
  expires: number
}

/** Who sits where, until when, and since when there is its link. */
type Seats = Map<string, Seated & { until: number }>
interface Seated {
  seat: string
  opened: number
}

type Argument = string | number

/**
 * What Redis does with its scripts (server/src/redis/scripts.ts), in memory: streams of frames, readers' seats, channels. Held beside the
 * real one by server/test/redis/memory-redis.test.ts.
 */
export class MemoryRedis {
  private readonly streams = new Map<string, Stream>()
  private readonly seats = new Map<string, Seats>()

  constructor(
    /** Milliseconds. */
    private readonly now: () => number,
    /** Tells what is said on a channel; gives how many hear it. */
    private readonly publish: (channel: string, message: string) => number,
  ) {}

  /** It was started again, and has nothing. */
  forget(): void {
    this.streams.clear()
    this.seats.clear()
  }

  run(script: string, key: string, args: readonly Argument[]): string {
    switch (script) {
      case 'append':
        return this.append(key, args)
      case 'seat':
        return this.seat(key, args)
      case 'keep-seat':
        return this.keepSeat(key, args)
      case 'leave-seat':
        return this.leaveSeat(key, args)
      default:
        throw new Error(`there is no script ${script}`)
    }
  }

  entriesAfter(key: string, id: string, most: number): StreamEntry[] {
    const after = positionOf(id)
    const entries = this.stream(key)?.entries ?? []
    return entries
      .filter((entry) => isAfter(entry, after))
      .slice(0, most)
      .map((entry) => ({ id: idOf(entry), text: entry.text }))
  }

  lastEntry(key: string): StreamEntry | undefined {
    const last = this.stream(key)?.entries.at(-1)
    return last && { id: idOf(last), text: last.text }
  }

  remove(keys: readonly string[]): void {
    for (const key of keys) this.streams.delete(key)
  }

  private stream(key: string): Stream | undefined {
    const stream = this.streams.get(key)
    if (stream === undefined || stream.expires > this.now()) return stream
    this.streams.delete(key)
    return undefined
  }

  private append(key: string, [fence, channel, kept, there, ...frames]: readonly Argument[]): string {
    const stream = this.stream(key)
    const top = stream?.entries.at(-1)
    if (Number(there) === 1 && top === undefined) return 'lost'
    const first = frames.length === 0 ? undefined : { fence: Number(fence), place: Number(frames[0]) }
    if (top !== undefined) {
      if (top.fence > Number(fence) || (first !== undefined && !isAfter(first, top))) return idOf(top)
    }
    if (first === undefined) return 'ok'
    const entries = stream?.entries ?? []
    const told: string[] = []
    for (let at = 0; at < frames.length; at += 2) {
      const text = String(frames[at + 1])
      entries.push({ fence: Number(fence), place: Number(frames[at]), text })
      told.push(text)
    }
    this.streams.set(key, { entries, expires: this.now() + Number(kept) })
    this.publish(String(channel), `${fence} [${told.join(',')}]`)
    return 'ok'
  }

  private seated(key: string): Seats {
    const seats: Seats = this.seats.get(key) ?? new Map()
    for (const [who, { until }] of seats) if (until < this.now()) seats.delete(who)
    this.seats.set(key, seats)
    return seats
  }

  private seat(key: string, [who, seat, , held, age, together, told]: readonly Argument[]): string {
    const seats = this.seated(key)
    const { seat: older, opened: since = 0 } = seats.get(String(who)) ?? {}
    if (older === undefined && seats.size >= MOST_READERS) return 'full'
    const opened = this.openedOf(age, told)
    const mine = { seat: String(seat), opened }
    if (older !== undefined && this.isBefore(mine, { seat: older, opened: since }, Number(together)))
      return 'older'
    seats.set(String(who), { seat: String(seat), until: this.now() + Number(held), opened })
    if (older !== undefined && older !== String(seat)) this.supersede(older)
    return 'seated'
  }

  /** `told`: by this clock, where the server knows it. */
  private openedOf(age: Argument | undefined, told: Argument | undefined): number {
    return told === undefined || told === '' ? this.now() - Number(age) : Number(told)
  }

  private isBefore(one: Seated, other: Seated, together: number): boolean {
    const [mine, its] = [linkOf(one.seat), linkOf(other.seat)]
    if (mine !== undefined && its !== undefined && mine.run === its.run) return mine.number < its.number
    return one.opened + together < other.opened && other.opened <= this.now()
  }

  private supersede(seat: string): void {
    const [server = ''] = seat.split(' ')
    this.publish(serverChannel(server), JSON.stringify({ superseded: seat }))
  }

  private keepSeat(key: string, [who, seat, , held, age, together, told]: readonly Argument[]): string {
    const seats = this.seated(key)
    const found = seats.get(String(who))
    const [now, opened] = [this.now(), this.openedOf(age, told)]
    if (found !== undefined && found.seat !== String(seat)) {
      if (!this.isBefore(found, { seat: String(seat), opened }, Number(together))) return 'taken'
      this.supersede(found.seat)
    }
    seats.set(String(who), { seat: String(seat), until: now + Number(held), opened })
    return 'seated'
  }

  private leaveSeat(key: string, [who, seat]: readonly Argument[]): string {
    const seats = this.seated(key)
    if (seats.get(String(who))?.seat === String(seat)) seats.delete(String(who))
    return 'left'
  }
}

/** What names the link of a seat, where that is named. */
function linkOf(seat: string): { run: string | undefined; number: number } | undefined {
  const [, run, number] = /^[^ ]+ \d+ ([^ ]+):(\d+)$/.exec(seat) ?? []
  return number === undefined ? undefined : { run, number: Number(number) }
}

function isAfter(one: Position, other: Position): boolean {
  return one.fence === other.fence ? one.place > other.place : one.fence > other.fence
}
