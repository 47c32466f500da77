import type { SimulatedTime } from './clock'

/** One end of a wire, as the phone or the server is told of it. */
export interface WireEnd {
  opened(): void
  message(text: string): void
  /** The other side closed it, or it broke. */
  closed(variant: number): void
}

/** How long a half-open link holds the server's end before the machine gives it up, milliseconds. */
const DEAD_PEER = 60_000

/** Everything between a phone and a server; faults act on it. */
export class Network {
  readonly wires = new Set<Wire>()
  phoneConnected = true
  websocketBlocked = false
  refusals = 0
  stalledUntil = 0
  /** Until then each message to the phone comes twice. */
  doubledUntil = 0
  /** Until then one in three messages to the phone is lost, and its link stays. */
  swallowedUntil = 0
  /** Until then a link dies as soon as the first message came over it. */
  shortLivedUntil = 0
  connectsStalledUntil = 0
  private latency = 20

  constructor(
    readonly time: SimulatedTime,
    private readonly random: () => number,
    /** The server's door: its end of a new wire, or nobody; `never`: it is there, and says nothing. */
    private readonly accept: (wire: Wire) => WireEnd | 'never' | undefined,
  ) {}

  slowDown(latency: number): void {
    this.latency = latency
  }

  /** Milliseconds that something takes from one side to the other, now. */
  delay(): number {
    return this.latency * (0.5 + this.random()) + Math.max(0, this.stalledUntil - this.time.now())
  }

  /** The phone opens a link. What comes of it is told to `phone`; the host gives up after `timeout` milliseconds. */
  open(kind: 'socket' | 'request', timeout: number, phone: WireEnd): Wire {
    const wire = new Wire(this, phone, kind)
    this.wires.add(wire)
    this.time.after(this.delay(), () => this.arrive(wire))
    this.time.after(timeout, () => wire.giveUpOpening())
    return wire
  }

  get now(): number {
    return this.time.now()
  }

  /** Never the `accepted` before everything else: it is what tells this server from an older one. */
  swallows(text: string): boolean {
    return this.now < this.swallowedUntil && !text.includes('"accepted"') && this.random() < 1 / 3
  }

  /** Whether a short call gets through now. */
  reachable(): boolean {
    return this.phoneConnected && this.time.now() >= this.connectsStalledUntil
  }

  cut(variant: number): void {
    for (const wire of this.wires) wire.cut(variant)
  }

  /** Nobody is told; both ends go on believing in it. */
  goHalfOpen(): void {
    for (const wire of this.wires) wire.goHalfOpen()
  }

  private arrive(wire: Wire): void {
    if (wire.state !== 'opening') return
    const stalled = this.connectsStalledUntil - this.time.now()
    if (stalled > 0) {
      this.time.after(stalled, () => this.arrive(wire))
      return
    }
    const blocked = wire.kind === 'socket' && this.websocketBlocked
    const refused = this.refusals > 0
    if (refused) this.refusals -= 1
    const server = this.phoneConnected && !blocked && !refused ? this.accept(wire) : undefined
    if (server === 'never') return
    if (server === undefined) wire.refuse(Math.floor(this.random() * 6))
    else wire.establish(server)
  }

  /** Until a dead peer is noticed. */
  noticed(callback: () => void): void {
    this.time.after(DEAD_PEER, callback)
  }
}

/** One link. Messages keep their order; those of a broken link are lost. */
export class Wire {
  state: 'opening' | 'open' | 'half_open' | 'over' = 'opening'
  /** Whether the phone's end still counts among its sockets. */
  phoneHolds = true
  /** The phone has heard that it is open. */
  greeted = false
  private server: WireEnd | undefined
  private toPhoneAt = 0
  private toServerAt = 0

  constructor(
    private readonly network: Network,
    private readonly phone: WireEnd,
    readonly kind: 'socket' | 'request',
  ) {}

  establish(server: WireEnd): void {
    this.server = server
    this.state = 'open'
    this.deliver('phone', () => {
      this.greeted = true
      this.phone.opened()
    })
  }

  refuse(variant: number): void {
    this.state = 'over'
    this.phoneHolds = false
    this.forget()
    this.phone.closed(variant)
  }

  /** The phone's host waited long enough for it to open. */
  giveUpOpening(): void {
    if (this.greeted || !this.phoneHolds) return
    this.phoneHolds = false
    this.end(() => this.server?.closed(0))
    this.phone.closed(1)
  }

  /** Something for the phone; `arrived` is called when it is there, never where the link is dead. */
  toPhone(text: string, arrived: () => void): void {
    this.deliver('phone', () => {
      arrived()
      if (!this.phoneHolds || this.network.swallows(text)) return
      this.phone.message(text)
      if (this.network.now < this.network.doubledUntil && this.phoneHolds) this.phone.message(text)
      if (this.network.now < this.network.shortLivedUntil) this.goHalfOpen()
    })
  }

  toServer(text: string): void {
    this.deliver('server', () => this.server?.message(text))
  }

  /** Has no effect on one that is not open yet. */
  closeByPhone(): void {
    if (this.state === 'opening') return
    this.phoneHolds = false
    if (this.state === 'half_open') return
    this.deliver('server', () => this.end(() => this.server?.closed(0)))
  }

  /** Takes effect at any time, as the abort of a request does. */
  abortByPhone(): void {
    if (this.state === 'opening') this.dropByHost()
    else this.closeByPhone()
  }

  /** The server closes it: what was sent before still arrives. */
  closeByServer(): void {
    this.deliver('phone', () =>
      this.end(() => {
        if (!this.phoneHolds) return
        this.phoneHolds = false
        this.phone.closed(0)
      }),
    )
  }

  /** Both ends hear of it at once. */
  cut(variant: number): void {
    const { state } = this
    this.end(() => {
      if (state !== 'opening') this.server?.closed(variant)
      if (!this.phoneHolds) return
      this.phoneHolds = false
      this.phone.closed(variant)
    })
  }

  /** The phone's host drops it without a word to the program. */
  dropByHost(): void {
    this.phoneHolds = false
    this.end(() => this.server?.closed(0))
  }

  goHalfOpen(): void {
    if (this.state !== 'open') return
    this.state = 'half_open'
    this.network.noticed(() => this.end(() => this.server?.closed(0)))
  }

  private end(tell: () => void): void {
    if (this.state === 'over') return
    this.state = 'over'
    this.forget()
    tell()
  }

  private forget(): void {
    this.network.wires.delete(this)
  }

  private deliver(to: 'phone' | 'server', arrive: () => void): void {
    const { time } = this.network
    const last = to === 'phone' ? this.toPhoneAt : this.toServerAt
    const at = Math.max(last, time.now() + this.network.delay())
    if (to === 'phone') this.toPhoneAt = at
    else this.toServerAt = at
    time.after(at - time.now(), () => {
      if (this.state === 'open') arrive()
    })
  }
}
