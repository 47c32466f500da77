import type { Cancel, ChunkedRequestOptions, ChunkedRequests } from '../platform/ports'
import type { Link, LinkHandlers, LossReason } from './link'
import { EventReader } from './server-sent-events'
import { Utf8Decoder } from './utf8'

/** A refusal in plain JSON is short; this much of an answer without events is kept to read it. */
const LONGEST_REFUSAL = 4096

/** A link over a chunked HTTP answer, for networks that block WebSocket: the same frames as server-sent events. */
export class ChunkedLink implements Link {
  private stage: 'opening' | 'open' | 'over' = 'opening'
  private abort: Cancel = () => undefined
  private readonly decoder = new Utf8Decoder()
  private readonly events = new EventReader()
  /** What came before the first event: nothing, or a refusal. */
  private head: string | undefined = ''
  private readonly requests: ChunkedRequests
  private readonly options: ChunkedRequestOptions
  private readonly handlers: LinkHandlers

  constructor(requests: ChunkedRequests, options: ChunkedRequestOptions, handlers: LinkHandlers) {
    this.requests = requests
    this.options = options
    this.handlers = handlers
  }

  begin(): void {
    const abort = this.requests.post(this.options, {
      opened: () => this.open(),
      chunk: (bytes) => this.read(bytes),
      ended: (status) => this.ended(status),
      failed: (detail) => this.lost({ kind: 'closed', detail }),
      unsupported: () =>
        this.lost({ kind: 'unsupported', detail: 'the host cannot read an answer in chunks' }),
    })
    this.abort = abort
  }

  /** Nothing can be sent up a running request. */
  sendStop(): boolean {
    return false
  }

  giveUp(): void {
    if (this.stage === 'over') return
    this.stage = 'over'
    this.abort()
  }

  private open(): void {
    if (this.stage !== 'opening') return
    this.stage = 'open'
    this.handlers.opened()
  }

  private read(bytes: ArrayBuffer): void {
    this.open()
    const text = this.decoder.decode(new Uint8Array(bytes))
    const frames = this.events.read(text)
    if (frames.length > 0) this.head = undefined
    else if (this.head !== undefined && this.head.length < LONGEST_REFUSAL) this.head += text
    for (const frame of frames) {
      if (this.stage !== 'open') return
      this.handlers.message(frame)
    }
  }

  private ended(status: number): void {
    if (this.stage === 'over') return
    const refusal = status >= 400 ? refusalFrame(status, this.head ?? '') : undefined
    if (refusal === undefined) {
      this.lost({ kind: 'closed', detail: `the answer ended with HTTP ${status}` })
      return
    }
    this.open()
    this.handlers.message(refusal)
  }

  private lost(reason: LossReason): void {
    if (this.stage === 'over') return
    this.stage = 'over'
    this.handlers.lost(reason)
  }
}

/** The plain `{code, message}` of an HTTP refusal, as the error frame that it stands for. */
function refusalFrame(status: number, text: string): string | undefined {
  try {
    const body: unknown = JSON.parse(text)
    if (typeof body !== 'object' || body === null || !('code' in body)) return undefined
    return JSON.stringify({ retryable: status === 429 || status >= 500, ...body, type: 'error' })
  } catch {
    return undefined
  }
}
