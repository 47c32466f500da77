import { AnswerError } from '../answer/answer-error'
import { type LiveAnswer, type LiveRequest, orderOf, TOGETHER } from '../answer/live-answers'
import { MOST_READERS, tooManyReaders } from '../answer/readers'
import type { Clock } from '../time/clock'
import { away } from './away'
import { namesOf } from './names'
import type { SharedFrames } from './redis-link'
import { RedisTime } from './redis-time'
import { KEEP_SEAT, LEAVE_SEAT, type Script, SEAT } from './scripts'
import { SeatedFrames } from './seated-frames'

/** Milliseconds for which the seat of a reader holds whose server says nothing any more, and between two times that it is kept. */
const HELD = 30_000
/** Milliseconds after which a seat is taken anew. */
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
    /** Names it over all servers, and its link, where that has a name: `<server> <count> <run>:<number>`. */
    readonly name: string,
    /** When its link was opened, by the clock of this process. */
    readonly openedAt: number,
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
  private readonly time: RedisTime

  constructor(
    private readonly link: SharedFrames,
    private readonly server: string,
    private readonly clock: Pick<Clock, 'now'>,
  ) {
    this.time = new RedisTime(link, clock)
    void this.time.look()
    link.onBack(() => void this.keepAll())
  }

  /** Rejects with `SUPERSEDED` where the client has a newer link, `OVERLOADED` where there are too many; with `SHUTTING_DOWN` where Redis is away. */
  async take({ reader, ...answer }: Sitting): Promise<ReaderSeat> {
    this.count += 1
    const { openedAt = this.clock.now(), name: of } = orderOf(reader)
    const link = of === undefined ? '' : ` ${of.run}:${of.number}`
    const name = `${this.server} ${this.count}${link}`
    const who = reader.kind === 'client' ? `client ${reader.id}` : `view ${name}`
    const seat = new ReaderSeat(namesOf(answer).readers, who, name, openedAt, (each) => this.leave(each))
    this.seats.set(name, seat)
    try {
      const said = await this.call(SEAT, seat).catch(away)
      if (said === 'full') throw tooManyReaders()
      if (said === 'older') throw new AnswerError('SUPERSEDED')
      return seat
    } catch (error) {
      this.seats.delete(name)
      throw error
    }
  }

  /** Another link of the same client has taken this seat. */
  superseded(name: string): void {
    this.seats.get(name)?.part(new AnswerError('SUPERSEDED'))
  }

  /** Says that the readers here still sit where they sat. */
  async keepAll(): Promise<void> {
    await this.time.look()
    const seats = [...this.seats.values()]
    const calls = seats.map((seat) => ({ key: seat.key, args: this.argumentsOf(seat) }))
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
    return this.link.run(script, { key: seat.key, args: this.argumentsOf(seat) })
  }

  private argumentsOf({ who, name, openedAt }: ReaderSeat): (string | number)[] {
    const age = Math.max(0, Math.round(this.clock.now() - openedAt))
    return [who, name, MOST_READERS, HELD, age, TOGETHER, this.time.at(openedAt) ?? '']
  }
}
