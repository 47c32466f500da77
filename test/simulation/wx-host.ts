import type { Network, Wire } from './network'
import { requestIdIn } from './request-id-in'

type Listener = (value: never) => void
type Callbacks = {
  [name in CallbackName]?: Listener
}
type CallbackName = 'open' | 'message' | 'error' | 'close' | 'success' | 'fail' | 'headers' | 'chunk'

/** The events of `wx` that the client listens to, by their own names here. */
const EVENTS = {
  hide: ['onAppHide', 'offAppHide'],
  show: ['onAppShow', 'offAppShow'],
  network: ['onNetworkStatusChange', 'offNetworkStatusChange'],
} as const

/** WeChat's `wx` over the simulated network, with its unreliable ways of telling that a socket failed. */
export class WxHost {
  /** What the client finds as `wx`. */
  readonly wx: object
  private listeners = { hide: new Set<Listener>(), show: new Set<Listener>(), network: new Set<Listener>() }
  private sockets = new Set<HostLink>()
  private generation = 0

  constructor(
    private readonly network: Network,
    /** Runs now, or when the phone wakes up. */
    private readonly whenAwake: (act: () => void) => void,
    /** Told of every message that reaches the program, and of the request id of which its link is. */
    private readonly heard: (text: string, requestId: string) => void,
  ) {
    const events = Object.entries(EVENTS).flatMap(([name, [on, off]]) => [
      [on, (listener: Listener) => this.listeners[eventName(name)].add(listener)],
      [off, (listener: Listener) => this.listeners[eventName(name)].delete(listener)],
    ])
    this.wx = {
      ...Object.fromEntries(events),
      connectSocket: ({ timeout }: { timeout: number }) => this.connectSocket(timeout),
      request: (options: RequestOptions) => this.request(options),
      canIUse: () => true,
    }
  }

  /** Listeners that are still there. */
  get listening(): number {
    const { hide, show, network } = this.listeners
    return hide.size + show.size + network.size
  }

  /** Links that the program holds: open ones, and those being opened. */
  get links(): number {
    return [...this.sockets].filter(({ wire }) => wire.phoneHolds).length
  }

  /** Those of them that are sockets; requests have a limit of their own. */
  get heldSockets(): number {
    return [...this.sockets].filter(({ wire, kind }) => wire.phoneHolds && kind === 'socket').length
  }

  /** Whether one answer has several open links. */
  get hasTwoOpen(): boolean {
    const open = [...this.sockets].filter(({ wire }) => wire.phoneHolds && wire.greeted)
    return new Set(open.map(({ requestId }) => requestId)).size < open.length
  }

  tell(event: keyof typeof EVENTS, value: object = {}): void {
    for (const listener of [...this.listeners[event]]) listener(value as never)
  }

  /** The background took them; the program hears of it when it wakes up, or never. */
  dropSockets(silently: boolean): void {
    for (const { wire, tellClosed } of [...this.sockets]) {
      wire.dropByHost()
      if (!silently) tellClosed(0)
    }
    this.sockets.clear()
  }

  /** The program is gone, and everything that it held. */
  reset(): void {
    this.generation += 1
    for (const { wire } of this.sockets) wire.dropByHost()
    this.sockets.clear()
    for (const set of Object.values(this.listeners)) set.clear()
  }

  private connectSocket(timeout: number): object {
    const on: Callbacks = {}
    const call = this.caller(on)
    const tellClosed = (variant: number) => {
      for (const name of CLOSINGS[variant % CLOSINGS.length] ?? [])
        call(name, { code: 1006, errMsg: 'closed' })
    }
    const wire = this.network.open('socket', timeout, {
      opened: () => call('open', {}),
      message: (data) => {
        this.heard(data, link.requestId)
        call('message', { data })
      },
      closed: tellClosed,
    })
    const link: HostLink = { kind: 'socket', wire, tellClosed, requestId: '' }
    this.sockets.add(link)
    const register = (name: CallbackName) => (listener: Listener) => {
      on[name] = listener
    }
    return {
      send: ({ data, fail }: { data: string; fail?: (reason: object) => void }) => {
        link.requestId = requestIdIn(data) ?? link.requestId
        if (wire.state === 'open' || wire.state === 'half_open') wire.toServer(data)
        else fail?.({ errMsg: 'sendSocketMessage:fail' })
      },
      close: () => wire.closeByPhone(),
      onOpen: register('open'),
      onMessage: register('message'),
      onError: register('error'),
      onClose: register('close'),
    }
  }

  private request(options: RequestOptions): object {
    const on: Callbacks = { success: options.success, fail: options.fail }
    const call = this.caller(on)
    let status = 200
    const wire = this.network.open('request', options.timeout, {
      opened: () => {
        const lastEventId = options.header['Last-Event-ID']
        wire.toServer(`POST ${JSON.stringify({ body: JSON.parse(options.data), lastEventId })}`)
      },
      message: (text) => {
        this.heard(text, link.requestId)
        const refusal = text.startsWith('STATUS ')
        if (refusal) status = 503
        else call('headers', {})
        this.cutIntoChunks(refusal ? text.slice(7) : text, (data) => call('chunk', { data }))
      },
      closed: (variant) => {
        if (variant === 0) call('success', { statusCode: status, data: '' })
        else call('fail', { errMsg: 'request:fail' })
      },
    })
    const link: HostLink = {
      kind: 'request',
      wire,
      tellClosed: () => call('fail', { errMsg: 'request:fail interrupted' }),
      requestId: requestIdIn(options.data) ?? options.header['x-request-id'] ?? '',
    }
    this.sockets.add(link)
    return {
      abort: () => wire.abortByPhone(),
      onChunkReceived: (listener: Listener) => {
        on.chunk = listener
      },
      onHeadersReceived: (listener: Listener) => {
        on.headers = listener
      },
    }
  }

  /** Anywhere, also inside a character. */
  private cutIntoChunks(text: string, deliver: (chunk: ArrayBuffer) => void): void {
    const bytes = new TextEncoder().encode(text)
    const middle = Math.floor(bytes.length / 3)
    for (const piece of [bytes.slice(0, middle), bytes.slice(middle)]) {
      if (piece.length > 0) deliver(piece.buffer)
    }
  }

  /** Calls back into the program, if it is still the same, when the phone is awake. */
  private caller(on: Callbacks): (name: CallbackName, value: object) => void {
    const { generation } = this
    return (name, value) =>
      this.whenAwake(() => {
        if (generation === this.generation) on[name]?.(value as never)
      })
  }
}

interface HostLink {
  kind: 'socket' | 'request'
  wire: Wire
  tellClosed(variant: number): void
  /** Of the answer that it carries, once the program said which. */
  requestId: string
}

interface RequestOptions {
  timeout: number
  data: string
  header: Record<string, string>
  success: Listener
  fail: Listener
}

/** One failure as devices tell it: an error and a close, in either order, one of them only, or twice. */
const CLOSINGS: readonly (readonly CallbackName[])[] = [
  ['close'],
  ['error'],
  ['close', 'error'],
  ['error', 'close'],
  ['close', 'close'],
  ['error', 'error'],
]

function eventName(name: string): keyof typeof EVENTS {
  return name === 'hide' || name === 'show' ? name : 'network'
}
