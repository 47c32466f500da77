import type { Cancel, ChunkedRequestOptions, ChunkedRequests, ResponseHead } from '../platform/ports'
import type { Link, LossReason } from './link'
import { EventReader, type ServerEvent } from './server-sent-events'
import { Utf8Decoder } from './utf8'

/**
 * Characters of an answer without events that are kept to read it: a refusal in plain JSON, or an answer in one piece. 4 Mi are 700,000
 * Chinese ones that are written as `\uXXXX`.
 */
export const LONGEST_PLAIN = 4 * 1024 * 1024

/** How an HTTP answer ended. */
export interface ResponseEnd extends ResponseHead {
  /** What came where no event did, without comments: a refusal, or a whole answer in JSON; '' where events came. */
  text: string
  /** It was longer than {@link LONGEST_PLAIN}: `text` is only its beginning. */
  isCut: boolean
}

/** What an event link tells. After `ended` or `lost`, or once it was given up, nothing more. */
export interface EventLinkHandlers {
  /** The head of the answer has come. */
  opened(): void
  /** `head`: of the answer that it came in, where the host has told it by then. */
  event(event: ServerEvent, head: ResponseHead | undefined): void
  /** The answer is over, by the server's will. */
  ended(end: ResponseEnd): void
  lost(reason: LossReason): void
}

/** A link over one HTTP answer that is read as server-sent events while it comes. Nothing can be sent up it. */
export class EventLink implements Link {
  private stage: 'opening' | 'open' | 'over' = 'opening'
  private abort: Cancel = () => undefined
  private readonly decoder = new Utf8Decoder()
  private readonly events = new EventReader()
  /** What came before the first event: nothing, a refusal, or an answer in one piece. */
  private head: string | undefined = ''
  private isCut = false
  private responseHead: ResponseHead | undefined
  private readonly requests: ChunkedRequests
  private readonly options: ChunkedRequestOptions
  private readonly handlers: EventLinkHandlers

  constructor(requests: ChunkedRequests, options: ChunkedRequestOptions, handlers: EventLinkHandlers) {
    this.requests = requests
    this.options = options
    this.handlers = handlers
  }

  begin(): void {
    const abort = this.requests.post(this.options, {
      opened: (head) => {
        this.responseHead = head
        this.open()
      },
      chunk: (piece) => this.read(piece),
      ended: (status, headers) => this.ended(status, headers),
      failed: (detail) => this.lost({ kind: 'closed', detail }),
      full: (detail) => this.lost({ kind: 'full', detail }),
      unsupported: () =>
        this.lost({ kind: 'unsupported', detail: 'the host cannot read an answer in chunks' }),
    })
    this.abort = abort
  }

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

  private read(piece: ArrayBuffer | string): void {
    this.open()
    const text = typeof piece === 'string' ? piece : this.decoder.decode(new Uint8Array(piece))
    const events = this.events.read(text)
    // A comment may stand before an answer in one piece: it kept a proxy awake.
    if (events.some(({ data }) => data !== undefined)) this.head = undefined
    else if (this.head !== undefined) {
      this.isCut ||= this.head.length + text.length > LONGEST_PLAIN
      if (!this.isCut) this.head += text
    }
    this.tell(events)
  }

  private tell(events: readonly ServerEvent[]): void {
    for (const event of events) {
      if (this.stage !== 'open') return
      this.handlers.event(event, this.responseHead)
    }
  }

  private ended(status: number, headers: Readonly<Record<string, string>>): void {
    if (this.stage === 'over') return
    this.open()
    const last = this.events.end()
    if (last.length > 0) this.head = undefined
    this.tell(last)
    if (this.stage !== 'open') return
    this.stage = 'over'
    this.handlers.ended({ status, headers, text: withoutComments(this.head ?? ''), isCut: this.isCut })
  }

  private lost(reason: LossReason): void {
    if (this.stage === 'over') return
    this.stage = 'over'
    this.handlers.lost(reason)
  }
}

function withoutComments(text: string): string {
  return text.replace(/^:.*$/gm, '').trim()
}
