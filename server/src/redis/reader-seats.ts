import { AnswerError, shuttingDown } from '../answer/answer-error'
import type { LiveAnswer, LiveRequest } from '../answer/live-answers'
import { MOST_READERS, tooManyReaders } from '../answer/readers'
import { namesOf } from './names'
import type { RedisLink } from './redis-link'
import { KEEP_SEAT, LEAVE_SEAT, type Script, SEAT } from './scripts'
import { SeatedFrames } from './seated-frames'

/** Milliseconds for which the seat of a reader holds whose server says nothing any more, and between two times that it is kept. */
const HELD = 30_000
export const SEAT_RENEWAL = 8000

type Sitting = Pick<LiveRequest, 'userId' | 'requestId' | 'reader'>

/** A reader of this server. */
class ReaderSeat {
  private frames: SeatedFrames | undefined
  private parting: AnswerError | undefined

  constructor(
    readonly key: string,
    /** By whom it is taken from an older link. */
    readonly who: string,
    /** Names it over all servers. */
    readonly name: string,
    private readonly left: (seat: ReaderSeat) => void,
  ) {}

  over(frames: LiveAnswer['frames']): SeatedFrames {
    this.frames = new SeatedFrames(frames, () => this.leave())
    if (this.parting) this.frames.part(this.parting)
    return this.frames
  }

  part(error: AnswerError): void {
    this.parting = error
    this.frames?.part(error)
  }

  leave(): void {
    this.left(this)
  }
}

/** Who reads which answer, over all servers: one link a client, and not too many. Redis has the seats, each server keeps those of its readers. */
export class ReaderSeats {
  private readonly seats = new Map<string, ReaderSeat>()
  private count = 0

  constructor(
    private readonly link: RedisLink,
    private readonly server: string,
  ) {
    link.onBack(() => void this.keepAll())
  }

  /** Rejects with `OVERLOADED`; with `SHUTTING_DOWN` where Redis is away. */
  async take({ reader, ...answer }: Sitting): Promise<ReaderSeat> {
    this.count += 1
    const name = `${this.server} ${this.count}`
    const who = reader.kind === 'client' ? `client ${reader.id}` : `view ${name}`
    const seat = new ReaderSeat(namesOf(answer).readers, who, name, (each) => this.leave(each))
    this.seats.set(name, seat)
    try {
      if ((await this.call(SEAT, seat)) === 'full') throw tooManyReaders()
      return seat
    } catch (error) {
      this.seats.delete(name)
      throw error instanceof AnswerError ? error : shuttingDown(error)
    }
  }

  /** Another link of the same client has taken this seat. */
  superseded(name: string): void {
    this.seats.get(name)?.part(new AnswerError('SUPERSEDED'))
  }

  /** Says that the readers here still sit where they sat. */
  async keepAll(): Promise<void> {
    const seats = [...this.seats.values()]
    const calls = seats.map((seat) => ({ key: seat.key, args: argumentsOf(seat) }))
    if (seats.length === 0 || !this.link.isThere) return
    const results = await this.link.runAll(KEEP_SEAT, calls).catch(() => [])
    seats.forEach((seat, index) => {
      if (results[index] === 'taken') this.superseded(seat.name)
    })
  }

  private leave(seat: ReaderSeat): void {
    if (!this.seats.delete(seat.name)) return
    // Where Redis is away it holds for a while, and is nobody's.
    this.call(LEAVE_SEAT, seat).catch(() => undefined)
  }

  private call(script: Script, seat: ReaderSeat): Promise<unknown> {
    return this.link.run(script, { key: seat.key, args: argumentsOf(seat) })
  }
}

function argumentsOf({ who, name }: ReaderSeat): (string | number)[] {
  return [who, name, MOST_READERS, HELD]
}
