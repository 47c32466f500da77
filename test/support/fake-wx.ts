/** A phone for tests: the parts of `wx` that a test gives it, told what to do and asked what was done. */

type Listener = (...values: never[]) => void

/** One socket that the program opened; the test plays the network. */
export class FakeSocket {
  readonly sent: unknown[] = []
  /** How often the program closed it. */
  closed = 0
  state: 'connecting' | 'open' | 'over' = 'connecting'
  sendFails = false
  private readonly listeners: Record<string, ((value: never) => void) | undefined> = {}

  constructor(readonly options: { url: string; timeout?: number; fail?: (reason: object) => void }) {}

  readonly task = {
    send: ({ data, fail }: { data: string; fail?: (reason: object) => void }) => {
      if (this.state !== 'open') throw new Error('send on a socket that is not open')
      if (this.sendFails) fail?.({ errMsg: 'sendSocketMessage:fail' })
      else this.sent.push(JSON.parse(data))
    },
    close: () => {
      if (this.state === 'connecting') throw new Error('close has no effect before open')
      this.closed += 1
      this.state = 'over'
    },
    onOpen: (listener: () => void) => this.on('open', listener),
    onMessage: (listener: Listener) => this.on('message', listener),
    onError: (listener: Listener) => this.on('error', listener),
    onClose: (listener: Listener) => this.on('close', listener),
  }

  open(): void {
    this.state = 'open'
    this.tell('open', {})
  }

  /** A frame of the server; a string goes as it is. Also a socket that was given up still calls back. */
  frame(frame: object | string): void {
    this.tell('message', { data: typeof frame === 'string' ? frame : JSON.stringify(frame) })
  }

  /** The link breaks. */
  drop(code = 1006): void {
    this.state = 'over'
    this.tell('close', { code, reason: '' })
  }

  error(reason: object = { errMsg: 'connectSocket:fail' }): void {
    this.tell('error', reason)
  }

  /** The host does not even try to open it. */
  refuse(reason: object): void {
    this.state = 'over'
    this.options.fail?.(reason)
  }

  private on(name: string, listener: (value: never) => void): void {
    this.listeners[name] = listener
  }

  private tell(name: string, value: object): void {
    this.listeners[name]?.(value as never)
  }
}

/** One `wx.request`, chunked or plain. */
export class FakeRequest {
  aborted = false
  private chunk: ((result: { data: unknown }) => void) | undefined
  private headers: ((head: { statusCode?: number; header: Record<string, string> }) => void) | undefined

  constructor(
    readonly options: {
      url: string
      method?: string
      header: Record<string, string>
      data?: string
      timeout?: number
      enableChunked?: boolean
      success(result: { statusCode: number; data: unknown; header?: Record<string, string> }): void
      fail(reason: object): void
    },
  ) {}

  readonly task = {
    abort: () => {
      this.aborted = true
    },
    onChunkReceived: (listener: (result: { data: unknown }) => void) => {
      this.chunk = listener
    },
    onHeadersReceived: (
      listener: (head: { statusCode?: number; header: Record<string, string> }) => void,
    ) => {
      this.headers = listener
    },
  }

  get body(): unknown {
    return this.options.data === undefined ? undefined : JSON.parse(this.options.data)
  }

  /** The head of the answer; `statusCode` as a phone tells it, and DevTools not. */
  head(statusCode?: number, header: Record<string, string> = {}): void {
    this.headers?.(statusCode === undefined ? { header } : { statusCode, header })
  }

  bytes(bytes: Uint8Array): void {
    this.piece(new Uint8Array(bytes).buffer)
  }

  /** More of the answer, in whichever form the host gives it. */
  piece(data: unknown): void {
    this.chunk?.({ data })
  }

  frame(frame: object): void {
    this.bytes(new TextEncoder().encode(`data: ${JSON.stringify(frame)}\n\n`))
  }

  answer(statusCode: number, data: unknown = '', header: Record<string, string> = {}): void {
    this.options.success({ statusCode, data, header })
  }

  fail(reason: object = { errMsg: 'request:fail' }): void {
    this.options.fail(reason)
  }
}

/** Everything that a host may have beside `connectSocket`. */
export class FakeWx {
  readonly sockets: FakeSocket[] = []
  readonly requests: FakeRequest[] = []
  readonly storage = new Map<string, unknown>()
  private readonly listeners = new Map<string, Set<(value: never) => void>>()

  /** The bare host: sockets and nothing else. */
  bare() {
    return {
      connectSocket: (options: { url: string }) => {
        const socket = new FakeSocket(options)
        this.sockets.push(socket)
        return socket.task
      },
    }
  }

  /** A whole phone. */
  whole() {
    return {
      ...this.bare(),
      request: (options: ConstructorParameters<typeof FakeRequest>[0]) => {
        const request = new FakeRequest(options)
        this.requests.push(request)
        return request.task
      },
      getStorageSync: (key: string) => this.storage.get(key) ?? '',
      // As a phone does: it keeps a copy.
      setStorageSync: (key: string, value: unknown) =>
        this.storage.set(key, JSON.parse(JSON.stringify(value))),
      removeStorageSync: (key: string) => this.storage.delete(key),
      ...this.event('AppHide'),
      ...this.event('AppShow'),
      ...this.event('NetworkStatusChange'),
      ...this.event('NetworkWeakChange'),
    }
  }

  /** The socket opened last. */
  get socket(): FakeSocket {
    const last = this.sockets[this.sockets.length - 1]
    if (last === undefined) throw new Error('no socket was opened')
    return last
  }

  get request(): FakeRequest {
    const last = this.requests[this.requests.length - 1]
    if (last === undefined) throw new Error('no request was sent')
    return last
  }

  /** What a program keeps, but for the name of the installation, which stays for ever. */
  get kept(): string[] {
    return [...this.storage.keys()].filter((key) => key !== 'installation')
  }

  /** Sockets that are open now. */
  get openSockets(): number {
    return this.sockets.filter(({ state }) => state === 'open').length
  }

  /** Listeners that the program has on `wx` now. */
  get listening(): number {
    return [...this.listeners.values()].reduce((sum, listeners) => sum + listeners.size, 0)
  }

  hide(): void {
    this.tell('AppHide', {})
  }

  show(): void {
    this.tell('AppShow', {})
  }

  network(isConnected: boolean): void {
    this.tell('NetworkStatusChange', { isConnected, networkType: isConnected ? '4g' : 'none' })
  }

  weak(weakNet: boolean): void {
    this.tell('NetworkWeakChange', { weakNet })
  }

  private event(name: string) {
    const listeners = new Set<(value: never) => void>()
    this.listeners.set(name, listeners)
    return {
      [`on${name}`]: (listener: (value: never) => void) => listeners.add(listener),
      [`off${name}`]: (listener: (value: never) => void) => listeners.delete(listener),
    }
  }

  private tell(name: string, value: object): void {
    for (const listener of [...(this.listeners.get(name) ?? [])]) listener(value as never)
  }
}

/** Puts a `wx` where the program looks for it; `undefined` takes it away. */
export function installWx(wx: object | undefined): void {
  Object.assign(globalThis, { wx })
}
