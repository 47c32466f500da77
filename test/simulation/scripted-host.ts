import type { SimulatedTime } from './clock'
import type { Wire, WireEnd } from './network'
import type { Schedule } from './schedule'
import type { Machine } from './strike'

/** What a server of somebody else's did, as the invariants look at it. */
export interface ScriptedRecord {
  /** How often each question was begun to be answered, by its words. */
  readonly begun: Map<string, number>
  /** Request ids that it was told to stop. */
  readonly stops: Set<string>
  /** Request ids of answers that are over. */
  readonly over: Set<string>
  /** What should never be seen while it runs, in words. */
  readonly violations: string[]
  restarts: number
}

/** A phone's link, as such a server speaks on it. */
export interface Line {
  /** `heard` is called when the program has it. */
  send(text: string, heard?: () => void): void
  /** After what was sent. */
  close(): void
  /** An HTTP status of 500 or more, and a close. */
  refuse(): void
  /** Called when the link is over. */
  onClosed(callback: () => void): void
}

/** How such a server answers. */
export interface Service {
  /** The first message of a link came. */
  asked(message: string, line: Line): void
  /** Its machine was killed, or ended. */
  died(): void
  /** It is told to stop an answer. */
  stopped(requestId: string): void
}

/** What a service works with. */
export interface ServiceParts {
  readonly time: SimulatedTime
  readonly schedule: Schedule
  readonly record: ScriptedRecord
}

/** The machine of somebody else's server; what that keeps outlives a death of the machine only where the service says so. */
export class ScriptedHost implements Machine {
  dateAhead = 0
  readonly record: ScriptedRecord = {
    begun: new Map(),
    stops: new Set(),
    over: new Set(),
    violations: [],
    restarts: 0,
  }
  private readonly service: Service
  private readonly wires = new Set<Wire>()
  private isUp = true

  constructor(
    private readonly time: SimulatedTime,
    schedule: Schedule,
    serve: (parts: ServiceParts) => Service,
  ) {
    this.service = serve({ time, schedule, record: this.record })
  }

  accept(wire: Wire): WireEnd | undefined {
    if (!this.isUp) return undefined
    this.wires.add(wire)
    const closings: (() => void)[] = []
    let isAsked = false
    const line: Line = {
      send: (text, heard) =>
        wire.toPhone(text, () => {
          if (wire.phoneHolds) heard?.()
        }),
      close: () => wire.closeByServer(),
      refuse: () => {
        wire.toPhone('STATUS {}', () => undefined)
        wire.closeByServer()
      },
      onClosed: (callback) => void closings.push(callback),
    }
    return {
      opened: () => undefined,
      message: (text) => {
        if (isAsked) return
        isAsked = true
        this.service.asked(text, line)
      },
      closed: () => {
        this.wires.delete(wire)
        for (const callback of closings) callback()
      },
    }
  }

  async stop(requestId: string): Promise<boolean> {
    if (!this.isUp) return false
    this.record.stops.add(requestId)
    this.service.stopped(requestId)
    return true
  }

  kill(downtime: number): void {
    if (!this.isUp) return
    this.isUp = false
    this.record.restarts += 1
    this.service.died()
    for (const wire of [...this.wires]) wire.cut(0)
    this.time.after(downtime, () => {
      this.isUp = true
    })
  }

  terminate(patience: number, downtime: number): void {
    this.time.after(patience, () => this.kill(downtime))
  }

  /** It has no database that a fault could reach. */
  refuseSaves(): void {}
}

/** Counts that an answer is begun. */
export function begin({ begun }: ScriptedRecord, words: string): void {
  begun.set(words, (begun.get(words) ?? 0) + 1)
}
