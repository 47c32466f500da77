import { MemoryStore } from '../../server/test/support/memory-store'
import type { SimulatedTime } from './clock'
import { Execution } from './execution'
import type { Wire, WireEnd } from './network'
import { reachedStore } from './reached-store'
import type { Schedule } from './schedule'
import { ServerProcess, type ServerRecord } from './server-process'

/** The machine on which the real answer service runs, dies and is started again; its database outlives it. */
export class ServerHost {
  readonly record: ServerRecord = {
    store: new MemoryStore(),
    modelCalls: [],
    violations: [],
    restarts: 0,
    mayOwe: false,
  }
  /** By how much the date of its machine is ahead of the time, milliseconds. */
  dateAhead = 0
  private process: ServerProcess | undefined

  constructor(
    private readonly time: SimulatedTime,
    private readonly schedule: Schedule,
  ) {
    this.start()
  }

  /** The server's end of a new wire; nobody where no server runs. */
  accept(wire: Wire): WireEnd | undefined {
    return this.process?.accept(wire)
  }

  /** `POST …/stop`; false where nobody answers or the answer is that it cannot serve. */
  async stop(requestId: string): Promise<boolean> {
    return (await this.process?.stopAnswer(requestId)) ?? false
  }

  /** As `kill -9`: nothing of the process happens any more, the machine closes its sockets. */
  kill(downtime: number): void {
    const { process } = this
    if (process === undefined) return
    this.end(process)
    this.time.after(downtime, () => this.start())
  }

  refuseSaves(times: number): void {
    this.record.store.failing.save += times
  }

  /** As SIGTERM: it may finish, then it ends by itself. */
  terminate(patience: number, downtime: number): void {
    const { process } = this
    if (process === undefined || process.ending) return
    process.ending = true
    const over = () => {
      if (this.process !== process) return
      this.end(process)
      this.time.after(downtime, () => this.start())
    }
    process.service.drain(patience).then(over, over)
  }

  private start(): void {
    if (this.process !== undefined) return
    const { record, schedule } = this
    const execution = new Execution(this.time)
    const way = { execution, savingTime: schedule.savingTime, slowness: 1, outages: [] }
    const process = new ServerProcess({
      schedule,
      record,
      execution,
      store: reachedStore(record.store, way),
      calls: record.modelCalls,
    })
    this.process = process
    process.service.recover().catch((error: unknown) => record.violations.push(`recover: ${String(error)}`))
  }

  private end(process: ServerProcess): void {
    process.die()
    for (const call of this.record.modelCalls) call.abandoned = true
    this.record.store.restart()
    this.record.restarts += 1
    this.process = undefined
  }
}
