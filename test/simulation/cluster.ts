import type { AnswerStore } from '../../server/src/answer/answer-store'
import { SharedLife } from '../../server/src/operate/shared-life'
import { CallsDesk } from '../../server/src/redis/calls-desk'
import { RedisAnswers } from '../../server/src/redis/redis-answers'
import type { SimulatedTime } from './clock'
import { Execution } from './execution'
import { FrameExchange, type FrameLink } from './frame-exchange'
import { type InstanceFault, isStoreAway } from './instance-faults'
import { LeasedStore, SharedDatabase } from './leased-store'
import type { ModelCall } from './model'
import type { Wire, WireEnd } from './network'
import { type Outage, Outages } from './outages'
import { reach, reachedStore, type Way } from './reached-store'
import type { Schedule } from './schedule'
import { ServerProcess, type ServerRecord, silentLogger } from './server-process'
import type { Machine } from './strike'

const KEEPALIVE = 5000
/** Frames by which the numbers of an answer leap when another server takes it up, as parts.ts has it. */
const TAKE_UP_LEAP = 1000
/** Milliseconds after which a server that could not begin is started again. */
const AGAIN = 1000
/** Milliseconds in which a server that slept for too long has let go of its answers, once it goes on. */
const LETTING_GO = 1000

/** By how much a server's calls to the database and Redis take longer than quick ones: what crosses on its way does so more often then. */
const SLOWNESS = [1, 1, 5, 25]

/** Several servers that share a database and a Redis, behind a balancer that leads each link to any of them. */
export class Cluster implements Machine {
  dateAhead = 0
  readonly record: ServerRecord
  private readonly database: SharedDatabase
  private readonly exchange: FrameExchange
  private readonly instances: Instance[]
  private readonly storeAway: Outages

  constructor(
    private readonly time: SimulatedTime,
    private readonly schedule: Schedule,
    private readonly random: () => number,
  ) {
    const { servers = 1, instanceFaults = [] } = schedule
    this.database = new SharedDatabase(() => time.now())
    this.storeAway = new Outages(() => time.now())
    const { main: store, violations } = this.database
    this.exchange = new FrameExchange(time, violations)
    const mayOwe = instanceFaults.some(isStoreAway)
    this.record = { store, modelCalls: [], violations, restarts: 0, mayOwe }
    this.instances = Array.from({ length: servers }, (_, number) => new Instance(this, number))
    for (const instance of this.instances) instance.start()
    for (const fault of instanceFaults) time.after(fault.at, () => this.suffer(fault))
  }

  /** Any of those that are there; one that is stopped never opens it. */
  accept(wire: Wire): WireEnd | 'never' | undefined {
    const there = this.instances.filter(({ accepts }) => accepts)
    return there[Math.floor(this.random() * there.length)]?.accept(wire)
  }

  async stop(requestId: string): Promise<boolean> {
    const there = this.instances.filter(({ accepts }) => accepts)
    const instance = there[Math.floor(this.random() * there.length)]
    return (await instance?.stopAnswer(requestId)) ?? false
  }

  kill(downtime: number): void {
    this.any().kill(downtime)
  }

  terminate(patience: number, downtime: number): void {
    this.any().terminate(patience, downtime)
  }

  refuseSaves(times: number): void {
    this.record.store.failing.save += times
  }

  /** What an instance is made of. */
  get world() {
    const { time, schedule, record, database, exchange, storeAway } = this
    return { time, schedule, record, database, exchange, storeAway }
  }

  /** Its model is called: no other that could still write may have one at work on the same question. */
  called(call: ModelCall, execution: Execution): void {
    this.record.restarts = this.database.takenUp
    const rivals = this.instances.flatMap((instance) => instance.callsFor(call.question))
    const isRival = (rival: { execution: Execution; call: ModelCall }) =>
      rival.call !== call &&
      !rival.call.ended &&
      !rival.call.abandoned &&
      !rival.execution.isStopped &&
      this.time.now() - rival.execution.wokenAt > LETTING_GO
    if (rivals.some(isRival) && !execution.isStopped) {
      this.record.violations.push('the model wrote one answer for two at the same time')
    }
    this.record.modelCalls.push(call)
  }

  private any(): Instance {
    const instance = this.instances[Math.floor(this.random() * this.instances.length)]
    if (instance === undefined) throw new Error('there is no server')
    return instance
  }

  private suffer(fault: InstanceFault): void {
    const instance = this.instances['server' in fault ? fault.server % this.instances.length : 0]
    switch (fault.kind) {
      case 'stopped':
        instance?.sleep(fault.duration)
        break
      case 'killed':
        instance?.kill(fault.duration)
        break
      case 'ended':
        instance?.terminate(fault.patience, fault.duration)
        break
      case 'cut_off':
        instance?.cutOff(fault.from, fault)
        this.time.after(fault.duration, () => this.exchange.changed())
        this.exchange.changed()
        break
      case 'store_away':
        this.storeAway.begin(fault)
        break
      case 'frames_away':
        this.exchange.leave(fault, fault.forgets)
        break
    }
  }
}

/** One of them, over all of its runs. */
class Instance {
  private run: Run | undefined
  private runs = 0
  /** When it does not reach them, though they are there. */
  private readonly cutOffs: Record<'store' | 'frames', Outages>

  constructor(
    private readonly cluster: Cluster,
    private readonly number: number,
  ) {
    const now = () => cluster.world.time.now()
    this.cutOffs = { store: new Outages(now), frames: new Outages(now) }
  }

  get accepts(): boolean {
    return this.run?.isListening ?? false
  }

  accept(wire: Wire): WireEnd | 'never' | undefined {
    return this.run?.accept(wire)
  }

  async stopAnswer(requestId: string): Promise<boolean> {
    return (await this.run?.stopAnswer(requestId)) ?? false
  }

  callsFor(question: string) {
    return this.run?.callsFor(question) ?? []
  }

  sleep(duration: number): void {
    this.run?.execution.stop(duration)
  }

  cutOff(from: 'store' | 'frames' | 'both', outage: Outage): void {
    if (from !== 'frames') this.cutOffs.store.begin(outage)
    if (from !== 'store') this.cutOffs.frames.begin(outage)
  }

  start(): void {
    if (this.run !== undefined) return
    this.runs += 1
    const { schedule } = this.cluster.world
    const slowness = SLOWNESS[(schedule.seed + this.number) % SLOWNESS.length] ?? 1
    const run = new Run(this.cluster, `server ${this.number} run ${this.runs}`, slowness, this.cutOffs)
    this.run = run
    run.begin().catch(() => {
      if (this.run === run) this.end(run, AGAIN)
    })
  }

  kill(downtime: number): void {
    if (this.run !== undefined) this.end(this.run, downtime)
  }

  terminate(patience: number, downtime: number): void {
    const { run } = this
    if (run === undefined || run.ending) return
    run.ending = true
    const over = () => {
      if (this.run === run) this.end(run, downtime)
    }
    run.leave(patience).then(over, over)
  }

  private end(run: Run, downtime: number): void {
    run.die()
    this.run = undefined
    this.cluster.world.time.after(downtime, () => this.start())
  }
}

/** One run of one server: the real service, the real way to the others, the real signs of life. */
class Run {
  readonly execution: Execution
  ending = false
  private isReady = false
  private owner: string
  private readonly process: ServerProcess
  private readonly others: RedisAnswers
  private readonly life: SharedLife
  private readonly lease: ConstructorParameters<typeof SharedLife>[0]['lease']
  private readonly link: FrameLink
  private readonly calls: ModelCall[] = []

  constructor(
    private readonly cluster: Cluster,
    name: string,
    slowness: number,
    cutOffs: Record<'store' | 'frames', Outages>,
  ) {
    const { time, schedule, record, database, exchange, storeAway } = cluster.world
    const execution = new Execution(time)
    this.execution = execution
    this.owner = name
    const way: Way = {
      execution,
      savingTime: schedule.savingTime,
      slowness,
      outages: [storeAway, cutOffs.store],
    }
    const store = this.watched(reachedStore(new LeasedStore(database, () => this.owner, this), way))
    this.link = exchange.connect(execution, slowness, cutOffs.frames)
    const { clock } = execution
    const parts = { link: this.link, server: name.replaceAll(' ', '-'), clock, logger: silentLogger }
    this.others = new RedisAnswers({
      ...parts,
      keepaliveInterval: KEEPALIVE,
      find: (userId, requestId) => store.find(userId, requestId),
      overtaken: ({ questionId }) => this.process.service.overtaken(questionId),
    })
    this.process = new ServerProcess({
      schedule,
      record,
      execution,
      store,
      calls: {
        push: (call) => {
          this.calls.push(call)
          cluster.called(call, execution)
        },
      },
      elsewhere: this.others,
      limits: { takeUpLeap: TAKE_UP_LEAP },
    })
    new CallsDesk({ ...parts, held: this.process.service.held })
    this.lease = {
      begin: (owner) => reach(way, 4 * slowness, async () => database.begin(owner)),
      renew: (owner) => reach(way, 4 * slowness, async () => database.renew(owner)),
      end: (owner) => reach(way, 4 * slowness, async () => database.end(owner)),
    }
    const self = this
    this.life = new SharedLife({
      answers: {
        get owner() {
          return self.owner
        },
        beginAnew: () => {
          this.owner += ' anew'
        },
      },
      answerService: this.process.service,
      lease: this.lease,
      clock,
      logger: silentLogger,
      follow: () => undefined,
    })
  }

  get isListening(): boolean {
    return this.isReady
  }

  /** Whoever asks for an answer of its own must live by the database's own word then. */
  private watched(store: AnswerStore): AnswerStore {
    const { database, record } = this.cluster.world
    const look = (): void => {
      if (!database.isLiving(this.owner)) record.violations.push('a server took an answer without its lease')
    }
    return {
      ...store,
      begin: (input) => {
        look()
        return store.begin(input)
      },
      reopen: (answer, anew) => {
        look()
        return store.reopen(answer, anew)
      },
    }
  }

  async begin(): Promise<void> {
    await this.life.begin()
    this.isReady = true
    // What cannot be taken up now is looked for again with each sign of life.
    await this.process.service.recover().catch(() => undefined)
  }

  accept(wire: Wire): WireEnd | 'never' {
    return this.execution.isStopped ? 'never' : this.process.accept(wire)
  }

  async stopAnswer(requestId: string): Promise<boolean> {
    return !this.execution.isStopped && this.process.stopAnswer(requestId)
  }

  callsFor(question: string): { execution: Execution; call: ModelCall }[] {
    const { execution } = this
    return this.calls.filter((call) => call.question === question).map((call) => ({ execution, call }))
  }

  /** As SIGTERM: answers may end, then it leaves. */
  async leave(patience: number): Promise<void> {
    await this.process.service.drain(patience)
    await this.life.end()
    await this.lease.end(this.owner)
    await this.others.close()
  }

  die(): void {
    this.process.die()
    for (const call of this.calls) call.abandoned = true
    this.cluster.world.exchange.disconnect(this.link)
  }
}
