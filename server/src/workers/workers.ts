import cluster, { type Worker } from 'node:cluster'
import * as v from 'valibot'
import { END_TIMES } from '../settings/end-times'
import { followFormerRuns } from '../store/former-runs'
import { every, systemClock } from '../time/clock'
import type { Logger } from '../tracing/logger'
import { BackOff } from './back-off'
import { type FromParent, type FromWorker, fromWorkerSchema } from './channel'
import { type Counted, Counts } from './counts'

/** A worker that serves. */
interface Serving {
  worker: Worker
  /** As what it keeps its answers. */
  owner: string
}

interface WorkersOptions {
  /** How many there are to be. */
  count: number
  dataDirectory: string
  logger: Logger
}

/** Milliseconds from one look at what the workers have counted to the next: what a worker that dies has counted since is not known. */
const COUNTED_EVERY = 5_000

/** The first worker did not start; it has said why. */
export class WorkerDidNotStart extends Error {
  override readonly name = 'WorkerDidNotStart'
}

/**
 * The processes of one machine behind one port (`node:cluster`), and what they say to each other. One that dies is started
 * again, and its siblings are told at once whose answers to take up.
 */
export class Workers {
  private readonly serving = new Map<number, Serving>()
  private readonly alive = new Set<Worker>()
  private readonly counts = new Counts(systemClock)
  private readonly restarts = new Set<NodeJS.Timeout>()
  private stopCounting = (): void => undefined
  /** Why all of them are to end, once they are. */
  private ending: string | undefined
  private address = ''
  private former: readonly string[] = []
  private note: (owners: readonly string[]) => Promise<void> = async () => undefined
  private unlock: () => void = () => undefined

  constructor(private readonly options: WorkersOptions) {}

  /**
   * Resolves with the address when all serve; where they are to end before, it stays open. Rejects with {@link WorkerDidNotStart} where the
   * first does not serve.
   */
  async start(): Promise<string> {
    const { count, dataDirectory } = this.options
    const runs = await followFormerRuns(dataDirectory)
    this.unlock = runs.unlock
    this.note = runs.note
    this.former = runs.former
    // One by itself: it brings the database up to date, and what keeps it from starting is told once.
    await this.startOne(new BackOff(), true)
    const others = Array.from({ length: count - 1 }, () => this.startOne(new BackOff(), false))
    this.stopCounting = every(systemClock, COUNTED_EVERY, () => this.lookAtCounts())
    await Promise.all(others)
    return this.address
  }

  /**
   * Has all of them end, with `patience` milliseconds for their answers, whatever they are doing: one that starts just now as well. Resolves
   * when they have.
   */
  async end(reason: string, patience: number): Promise<void> {
    this.ending = reason
    this.stopCounting()
    for (const timer of this.restarts) clearTimeout(timer)
    const all = [...this.alive]
    const ended = all.map((worker) => new Promise<void>((resolve) => worker.once('exit', () => resolve())))
    for (const worker of all) tell(worker, { type: 'end', reason })
    const force = setTimeout(() => {
      for (const worker of this.alive) worker.process.kill('SIGKILL')
    }, patience + END_TIMES.killed)
    await Promise.all(ended)
    clearTimeout(force)
    this.unlock()
  }

  /** Resolves when it serves; a later one that does not is tried again, and is not waited for for ever. */
  private startOne(backOff: BackOff, isFirst: boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.ending !== undefined) return
      const worker = cluster.fork()
      const begun = performance.now()
      this.alive.add(worker)
      worker.on('message', (message: unknown) => {
        const parsed = v.safeParse(fromWorkerSchema, message)
        if (!parsed.success) return
        this.receive(worker, parsed.output)
        if (parsed.output.type === 'ready') resolve()
      })
      worker.on('error', (error) => this.options.logger.warn({ err: error, worker: worker.id }, 'worker'))
      worker.once('exit', (code: number | null, signal: string | null) => {
        const served = this.serving.has(worker.id)
        this.gone(worker)
        if (this.ending !== undefined) return
        if (isFirst && !served) reject(new WorkerDidNotStart())
        else this.startAgain(backOff, performance.now() - begun, { code, signal }, resolve)
      })
    })
  }

  private startAgain(backOff: BackOff, age: number, how: object, resolve: () => void): void {
    const delay = backOff.next(age)
    this.options.logger.error({ ...how, retry_in: delay }, 'a worker ended, it is started again')
    const timer = setTimeout(() => {
      this.restarts.delete(timer)
      this.startOne(backOff, false).then(resolve, undefined)
    }, delay)
    this.restarts.add(timer)
  }

  private receive(worker: Worker, message: FromWorker): void {
    if (message.type === 'to-sibling') {
      const to = this.serving.get(message.to)
      if (to) tell(to.worker, { type: 'from-sibling', from: worker.id, body: message.body })
    } else if (message.type === 'ask-counts') this.tellCounts(worker, message.call)
    else if (message.type === 'counted') this.counts.take(worker.id, message.round, message.metrics)
    else this.serves(worker, message)
  }

  private serves(worker: Worker, { address, owner }: Extract<FromWorker, { type: 'ready' }>): void {
    // It may have begun to listen before it could hear that it is to end.
    if (this.ending !== undefined) tell(worker, { type: 'end', reason: this.ending })
    this.address = address
    this.serving.set(worker.id, { worker, owner })
    this.listSiblings()
    this.over(this.former)
    this.former = []
  }

  private tellCounts(asking: Worker, call: number): void {
    // It may be asked before it has said that it serves.
    this.askCounts([asking], (all) => {
      tell(asking, { type: 'counts', call, all: all.map((metrics) => [...metrics]) })
    })
  }

  /** For nobody but the day on which one of them dies. */
  private lookAtCounts(): void {
    this.askCounts([], () => undefined)
  }

  private askCounts(also: readonly Worker[], take: (all: (readonly Counted[])[]) => void): void {
    const workers = [...[...this.serving.values()].map(({ worker }) => worker), ...also]
    const asked = new Map(workers.map((worker) => [worker.id, worker]))
    const ask = (id: number, round: number) => {
      const worker = asked.get(id)
      if (worker) tell(worker, { type: 'count', round })
    }
    this.counts
      .ask([...asked.keys()], ask)
      .then(take, (error: unknown) =>
        this.options.logger.error({ err: error }, 'what the workers count could not be asked for'),
      )
  }

  private gone(worker: Worker): void {
    this.alive.delete(worker)
    this.counts.gone(worker.id)
    const served = this.serving.get(worker.id)
    this.serving.delete(worker.id)
    this.listSiblings()
    if (served) this.over([served.owner])
  }

  /** Somebody takes up what these have left; without anybody the next one that serves does. */
  private over(owners: readonly string[]): void {
    const [any] = this.serving.values()
    if (owners.length === 0) return
    if (any) tell(any.worker, { type: 'over', owners: [...owners] })
    else this.former = [...this.former, ...owners]
  }

  private listSiblings(): void {
    const all = [...this.serving.keys()]
    for (const { worker } of this.serving.values()) tell(worker, { type: 'siblings', all })
    const owners = [...this.serving.values()].map(({ owner }) => owner)
    this.note([...owners, ...this.former]).catch((error: unknown) => {
      this.options.logger.warn({ err: error }, 'the runs on this data folder could not be noted')
    })
  }
}

/** One that is just dying hears nothing, and its end is told by itself. */
function tell(worker: Worker, message: FromParent): void {
  if (worker.isConnected()) worker.send(message, () => undefined)
}
