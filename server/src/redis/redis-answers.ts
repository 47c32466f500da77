import { shuttingDown } from '../answer/answer-error'
import type { StoredAnswer } from '../answer/answer-store'
import type { LiveAnswer, LiveRequest } from '../answer/live-answers'
import type { OtherProcesses, Seat, ToldAnswer } from '../answer/other-processes'
import { NOTHING_OPEN } from '../answer/standing'
import { type Clock, every } from '../time/clock'
import type { Logger } from '../tracing/logger'
import { away } from './away'
import { Calls } from './calls'
import { FrameReading } from './frame-reading'
import { FrameWriter } from './frame-writer'
import { namesOf } from './names'
import { ReaderSeats, SEAT_RENEWAL } from './reader-seats'
import type { SharedFrames } from './redis-link'
import { standingAt } from './standing-elsewhere'

interface RedisAnswersParts {
  link: SharedFrames
  /** By what other servers know this one. */
  server: string
  clock: Clock
  logger: Logger
  /** Milliseconds. */
  keepaliveInterval: number
  /** How an answer stands in the database. */
  find(userId: string, requestId: string): Promise<StoredAnswer | undefined>
  /** Somebody else has taken up an answer that is told here. */
  overtaken(answer: ToldAnswer): void
}

/** Milliseconds that another server may take to reply: a reader is told `accepted` within a second all the same. */
const PATIENCE = 500
/** A stop waits for the answer's last save. */
const PATIENCE_OF_A_STOP = 2000
/** The end of an answer waits for its last saves. */
const PATIENCE_OF_AN_END = 10_000
/** Milliseconds after which a reader that is told nothing looks for itself: in the stream, and in the database. */
const LOOK = 1000
const LOOK_IN_DATABASE = 5000

/** A reader here of an answer that is written elsewhere. */
interface Reader {
  reading: FrameReading
  userId: string
  requestId: string
  /** When the database was looked into. */
  lookedAt: number
}

/**
 * The answers of all servers that share a database and a Redis. Whichever of them a client comes to reads the frames that the one
 * that writes tells there; what has to be done with an answer, the one that has it is asked to do.
 */
export class RedisAnswers implements OtherProcesses {
  private readonly writer: FrameWriter
  private readonly seats: ReaderSeats
  private readonly calls: Calls
  private readonly readers = new Set<Reader>()
  private readonly timers: readonly (() => void)[]

  constructor(private readonly parts: RedisAnswersParts) {
    const { link, server, clock, logger } = parts
    this.writer = new FrameWriter(link, clock, logger, (answer) => parts.overtaken(answer))
    this.seats = new ReaderSeats(link, server, clock)
    this.calls = new Calls(link, server, clock, (seat) => this.seats.superseded(seat))
    this.timers = [
      every(clock, LOOK, () => this.look()),
      every(clock, SEAT_RENEWAL, () => void this.seats.keepAll()),
    ]
  }

  check(): void {
    if (!this.parts.link.isThere) throw shuttingDown()
  }

  tell(answer: ToldAnswer): void {
    this.writer.tell(answer)
  }

  seat(sitting: Pick<LiveRequest, 'userId' | 'requestId' | 'reader'>): Promise<Seat> {
    return this.seats.take(sitting)
  }

  async attach(request: LiveRequest, stored?: StoredAnswer): Promise<LiveAnswer | undefined> {
    if (stored === undefined) return undefined
    const { userId, requestId, afterSeq, again, reader } = request
    const { link, keepaliveInterval, clock, logger } = this.parts
    const names = namesOf(request)
    // One that nobody has now is taken up soon, and its reader is there already.
    await this.calls.anyDid({ ask: 'attend', userId, requestId, afterSeq, again }, PATIENCE)
    // Only a view opens again what was open.
    const standing =
      reader.kind === 'view' ? await standingAt(link, names.frames, afterSeq).catch(away) : NOTHING_OPEN
    const reading = new FrameReading(
      link,
      names,
      afterSeq,
      () => clock.now(),
      () => this.readers.delete(entry),
    )
    const entry: Reader = { reading, userId, requestId, lookedAt: clock.now() }
    this.readers.add(entry)
    return {
      accepted: {
        type: 'accepted',
        request_id: requestId,
        session_id: stored.sessionId,
        question_id: stored.params.again ?? stored.questionId,
        resumed: true,
        keepalive_interval: keepaliveInterval,
      },
      standing,
      frames: reading,
      stop: () => {
        this.stop(userId, requestId).catch((error: unknown) => {
          logger.warn(
            { err: error, request_id: requestId },
            'an answer of another server could not be stopped',
          )
        })
      },
    }
  }

  stop(userId: string, requestId: string): Promise<boolean> {
    return this.calls.anyDid({ ask: 'stop', userId, requestId }, PATIENCE_OF_A_STOP)
  }

  end(userId: string, requestId: string): Promise<boolean> {
    return this.calls.anyDid({ ask: 'end', userId, requestId }, PATIENCE_OF_AN_END)
  }

  async forget(userId: string, sessionId: string, requestIds: readonly string[]): Promise<void> {
    await this.tellEverybody({ ask: 'forget', userId, sessionId, requestIds: [...requestIds] })
    await this.removeFrames(userId, requestIds)
  }

  async forgetUser(userId: string, requestIds: readonly string[]): Promise<void> {
    await this.tellEverybody({ ask: 'forgetUser', userId, requestIds: [...requestIds] })
    await this.removeFrames(userId, requestIds)
  }

  leave(): void {
    for (const { reading } of this.readers) reading.part(shuttingDown())
  }

  /** Tells what is left to tell, and leaves nothing behind. */
  async close(): Promise<void> {
    for (const cancel of this.timers) cancel()
    await this.writer.flush()
  }

  private async tellEverybody(question: Parameters<Calls['anyDid']>[0]): Promise<void> {
    try {
      await this.calls.anyDid(question, PATIENCE_OF_A_STOP, true)
    } catch (error) {
      this.parts.logger.warn({ err: error }, 'other servers could not be told what is to be forgotten')
    }
  }

  private async removeFrames(userId: string, requestIds: readonly string[]): Promise<void> {
    try {
      await this.parts.link.remove(requestIds.map((requestId) => namesOf({ userId, requestId }).frames))
    } catch (error) {
      this.parts.logger.warn({ err: error }, 'frames of what was deleted stay until they expire')
    }
  }

  private look(): void {
    const now = this.parts.clock.now()
    for (const entry of this.readers) {
      const { reading } = entry
      if (reading.silence >= LOOK) reading.look()
      if (reading.silence < LOOK_IN_DATABASE || now - entry.lookedAt < LOOK_IN_DATABASE) continue
      entry.lookedAt = now
      this.lookInDatabase(entry).catch((error: unknown) => {
        this.parts.logger.debug({ err: error }, 'the database could not be looked into for a silent reader')
      })
    }
  }

  /** What has ended, and was not told, its reader finds there when it comes again. */
  private async lookInDatabase({ reading, userId, requestId }: Reader): Promise<void> {
    const stored = await this.parts.find(userId, requestId)
    if (stored?.status !== 'generating') reading.part(shuttingDown())
  }
}
