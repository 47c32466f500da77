import { WebSocket } from 'ws'
import { type Frame, parseFrame, seqOf } from '../../packages/answer-conformance/src/frame'
import type { Shown } from '../../packages/answer-conformance/src/index'
import type { Act } from '../../packages/answer-conformance/src/scenes/scene'

/** What it asks, each time. */
const PARAMS = { content: '数到十二。' }
/** Milliseconds of silence until the text is whole, and from then on. */
const CONTENT_TIER = 90_000
const PROCESSING_TIER = 120_000

/**
 * As little as keeps the protocol (docs/protocol.md), made from that alone and not from our own client: each method is a habit, which a bad
 * client has otherwise. It reads no event stream.
 */
export class SmallClient {
  protected text = ''
  protected seq = 0
  protected isAccepted = false
  protected isOlder = false
  protected isWhole = false
  protected requestId = `request-${Math.random()}`
  protected token = 'token-1'
  /** Links that were lost in a row without a frame that is new. */
  protected failures = 0
  protected socket: WebSocket | undefined
  protected interval = 0
  private watchdog: NodeJS.Timeout | undefined
  private tier: NodeJS.Timeout | undefined
  private isOver = false
  private settle: (shown: Shown) => void = () => undefined

  constructor(
    protected readonly address: string,
    protected readonly act: Act | undefined,
  ) {}

  /** Asks once; resolves with what it shows in the end. */
  ask(): Promise<Shown> {
    return new Promise((resolve) => {
      this.settle = resolve
      this.open()
      this.restartTier()
    })
  }

  protected open(): void {
    const socket = new WebSocket(this.address, { maxPayload: this.largestFrame() })
    this.socket = socket
    socket.on('open', () => socket.send(JSON.stringify(this.first())))
    socket.on('message', (data) => {
      if (socket === this.socket) this.hear(parseFrame(data.toString()))
    })
    socket.on('close', () => {
      if (socket === this.socket) this.lost()
    })
    // The close that follows is what counts.
    socket.on('error', () => undefined)
  }

  protected largestFrame(): number {
    return 10_000_000
  }

  protected first(): object {
    const { requestId: request_id, token } = this
    return this.isAccepted
      ? { type: 'resume', request_id, token, after_seq: this.seq }
      : { type: 'ask', request_id, token, params: PARAMS }
  }

  protected hear(frame: Frame): void {
    if (this.isAccepted) this.watch()
    if (frame.type === 'error') this.fail(frame)
    else if (frame.type === 'accepted') this.accept(frame)
    else if (frame.type === 'keepalive') this.keepAlive()
    else if (!this.isAccepted) this.takeOlder(frame)
    else this.take(frame, seqOf(frame))
  }

  protected accept(frame: Frame): void {
    this.isAccepted = true
    this.interval = Number(frame.keepalive_interval)
    this.watch()
  }

  protected keepAlive(): void {
    this.restartTier()
  }

  protected take(frame: Frame, seq: number | undefined): void {
    if (seq === undefined || seq <= this.seq) return
    if (seq > this.seq + 1 && !this.closesGap(frame)) {
      this.breakOff()
      return
    }
    this.seq = seq
    this.failures = 0
    this.use(frame)
    this.restartTier()
  }

  protected closesGap({ type }: Frame): boolean {
    return type === 'content_finished' || type === 'snapshot'
  }

  /** A frame whose turn it is. */
  protected use(frame: Frame): void {
    if (frame.type === 'content') this.show(String(frame.content))
    if (frame.type === 'content_finished') this.finish(String(frame.full_content), frame)
    if (frame.type === 'snapshot') this.replace(String(frame.full_content), frame)
    if (frame.type === 'done') this.end(String(frame.finish_reason))
  }

  protected show(delta: string): void {
    this.text += delta
    if (this.act === 'stop at the first words') this.stop()
  }

  protected finish(whole: string, _frame: Frame): void {
    this.text = whole
    this.isWhole = true
  }

  protected replace(whole: string, frame: Frame): void {
    this.text = whole
    this.isWhole = frame.phase === 'processing'
  }

  protected takeOlder({ type, full_content: text }: Frame): void {
    this.isOlder = true
    if (type === 'content' || type === 'content_finished') this.text = String(text)
    if (type === 'done') this.end('stop')
  }

  protected fail({ code, retryable, retry_after_ms: wait }: Frame): void {
    if (code === 'SHUTTING_DOWN' && retryable === true) this.comeBack(Number(wait))
    else if (code === 'AUTH_EXPIRED' && this.token === 'token-1') this.renew()
    else this.end(typeof code === 'string' ? code : 'SERVER_ERROR')
  }

  protected renew(): void {
    this.token = 'token-2'
    this.comeBack(0)
  }

  protected stop(): void {
    this.socket?.send(JSON.stringify({ type: 'stop' }))
    this.end('stopped')
  }

  protected lost(): void {
    this.failures += 1
    if (this.act === 'stop when the link is lost') this.stopByCall()
    else if (this.isOlder) this.end('WS_CLOSED')
    else if (!this.isAccepted && this.failures === this.attempts()) this.end('WS_CONNECT_ERROR')
    else this.comeBack(this.backOff())
  }

  protected stopByCall(): void {
    const call = this.address.replace(/^ws/, 'http').replace('/ws/ask', '/stop')
    const body = JSON.stringify({ request_id: this.requestId, token: this.token })
    void fetch(call, { method: 'POST', headers: { 'content-type': 'application/json' }, body }).then(() =>
      this.end('stopped'),
    )
  }

  /** Before the first frame. */
  protected attempts(): number {
    return 4
  }

  /** Milliseconds. */
  protected backOff(): number {
    return Math.min(5000, 300 * 2 ** (this.failures - 1)) * (1 - Math.random() / 4)
  }

  protected comeBack(wait: number): void {
    this.leave()
    setTimeout(() => this.open(), Math.ceil(wait))
  }

  /** Begins a link anew where the present one is of no use. */
  protected breakOff(): void {
    this.leave()
    this.lost()
  }

  protected leave(): void {
    clearTimeout(this.watchdog)
    const { socket } = this
    this.socket = undefined
    socket?.close(1000)
  }

  protected end(reason: string): void {
    this.isOver = true
    this.leave()
    clearTimeout(this.tier)
    this.settle({ text: this.text, ended: reason })
  }

  protected watch(): void {
    clearTimeout(this.watchdog)
    this.watchdog = setTimeout(() => this.breakOff(), this.patience(this.interval))
  }

  /** Milliseconds of silence after which a link counts as dead. */
  protected patience(interval: number): number {
    return 3 * interval
  }

  protected restartTier(): void {
    clearTimeout(this.tier)
    if (this.isOver) return
    const [limit, code] = this.isWhole
      ? ([PROCESSING_TIER, 'WS_PROCESSING_TIMEOUT'] as const)
      : ([CONTENT_TIER, 'WS_MESSAGE_TIMEOUT'] as const)
    this.tier = setTimeout(() => this.end(code), limit)
  }
}
