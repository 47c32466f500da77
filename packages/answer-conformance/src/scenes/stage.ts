import type { Frame } from '../frame'
import { sleep } from '../link'
import { DONE, FAILED, KEEPALIVE, KEEPALIVE_INTERVAL, STORED } from './answer'
import type { LinkRecord, Run } from './record'
import { now } from './record'
import type { Wire } from './wire'

/** Milliseconds between two frames of an answer that is being written. */
const STEP = 10

/** One link of a client, as a scene plays on it. What is told to a client that is gone is not told. */
export class Stage {
  /** Resolves when the client said stop on this link, or by a call. */
  readonly stopped: Promise<void>
  private tellStop: () => void = () => undefined

  constructor(
    /** Which link of its answer it is, from 0; refused ones count. */
    readonly number: number,
    private readonly link: LinkRecord,
    private readonly run: Run,
    private readonly wire: Wire,
    /** Resolves when the link is over. */
    readonly gone: Promise<void>,
  ) {
    this.stopped = new Promise((resolve) => {
      this.tellStop = resolve
    })
  }

  /** The number after which the client wants the rest; nothing where it asks. */
  get after(): number | undefined {
    return this.link.after
  }

  /** The client said something more. */
  heard(frame: Frame): void {
    this.run.happened()
    this.link.said.push(frame)
    if (frame.type === 'stop') this.tellStop()
  }

  accept(): void {
    this.tell({
      type: 'accepted',
      request_id: this.link.first?.request_id ?? 'request-1',
      session_id: 'session-1',
      question_id: 'question-1',
      resumed: this.link.after !== undefined,
      keepalive_interval: KEEPALIVE_INTERVAL,
    })
  }

  tell(...frames: readonly Frame[]): void {
    for (const frame of frames) {
      if (this.link.endedAt !== undefined) return
      this.link.told.push({ frame, at: now(), arrived: false })
      this.run.happened()
      this.wire.send(frame)
    }
  }

  /** Frames of the stored answer, as they are written: those after what the client has, up to number `to`. */
  async write(to: number): Promise<void> {
    for (const frame of STORED.slice(this.link.after ?? 0, to)) await this.writeOne(frame)
  }

  async writeOne(...frames: readonly Frame[]): Promise<void> {
    for (const frame of frames) {
      await sleep(STEP)
      this.tell(frame)
    }
  }

  /** Silence of so many keepalive intervals, filled as it has to be. */
  async silence(intervals: number): Promise<void> {
    for (let count = 0; count < intervals; count += 1) {
      await sleep(KEEPALIVE_INTERVAL)
      this.tell(KEEPALIVE)
    }
  }

  /** The answer from where the client is to its end. */
  async writeRest(): Promise<void> {
    await this.write(DONE)
    await this.close()
  }

  /** The answer fails where it is. */
  async fail(): Promise<void> {
    this.tell(FAILED)
    await this.close()
  }

  /** As after `done`. */
  async close(): Promise<void> {
    await this.arrived()
    this.link.leftAt = this.run.happened()
    this.wire.close()
  }

  /** Lets the client in, and the link is lost after this number. */
  async loseAfter(seq: number): Promise<void> {
    this.accept()
    await this.write(seq)
    await this.cut()
  }

  async cut(): Promise<void> {
    await this.arrived()
    this.link.leftAt = this.run.happened()
    this.wire.cut()
  }

  /** It goes on looking open, and nothing comes any more. */
  async fallSilent(): Promise<void> {
    await this.arrived()
    await this.gone
  }

  private async arrived(): Promise<void> {
    const told = [...this.link.told]
    await this.wire.arrived()
    for (const each of told) each.arrived = true
  }
}
