import type { ErrorFrame, ServerFrame, StoredFrame } from '../../../typings/protocol'
import type { AnswerMetrics } from '../answer/answer-metrics'
import { type Attachment, keepaliveFrame } from '../answer/attachment'
import { KEEPALIVE } from '../answer/keepalive'
import { type Clock, within } from '../time/clock'
import type { Logger } from '../tracing/logger'
import { costOf, type Turns } from './turns'

/** One connection to a client, whatever carries it. */
export interface FrameLink {
  /** Hands a frame over; `written` is called when it has left this process, or never will. To be told costs. */
  send(frame: ServerFrame, written?: () => void): void
  /** Bytes that have not left this process. */
  readonly buffered: number
}

/** What delivering needs. */
export interface DeliveryParts {
  clock: Clock
  logger: Logger
  metrics: AnswerMetrics
  /** Shared by all readers of the server. */
  turns: Turns
  /** Bytes in the send buffer beyond which nothing more is sent until it is empty. Default 256 KB. */
  mostBuffered?: number
  /** Milliseconds that emptying it may take. Default 30 s. */
  slowReaderPatience?: number
}

/** `gone`: the attachment was returned, or the link is too slow and should be cut. */
export type DeliveryEnd = 'done' | 'error' | 'slow' | 'gone'

const MOST_BUFFERED = 256 * 1024
const SLOW_READER_PATIENCE = 30_000

/**
 * Sends `accepted`, then every frame of the attachment, keepalives among them. Nothing is queued for a slow reader
 * beyond one send buffer: it is given up, the answer goes on without it, and it may resume.
 */
export async function deliver(
  { accepted, frames }: Attachment,
  link: FrameLink,
  parts: DeliveryParts,
): Promise<DeliveryEnd> {
  const { metrics, clock } = parts
  metrics.readerAttached(accepted.resumed)
  let longestGap = 0
  let last = clock.now()
  try {
    if (!(await send(accepted, link, parts))) return 'slow'
    for await (const item of frames) {
      const frame = item === KEEPALIVE ? keepalive(accepted.request_id, parts) : item
      const now = clock.now()
      longestGap = Math.max(longestGap, now - last)
      last = now
      if (frame.type === 'error') metrics.errorTold(frame.code)
      const keptUp = send(frame, link, parts)
      if (!(typeof keptUp === 'boolean' ? keptUp : await keptUp)) return 'slow'
      if (frame.type === 'done' || frame.type === 'error') return frame.type
    }
    return 'gone'
  } finally {
    metrics.readerDetached(longestGap)
  }
}

function keepalive(requestId: string, { logger, metrics }: DeliveryParts): typeof keepaliveFrame {
  logger.debug({ request_id: requestId }, '发送 keepalive 心跳')
  metrics.keepaliveSent()
  return keepaliveFrame
}

/** False when the reader does not keep up. Most frames need not be waited for: a promise of each would cost as much as they do. */
function send(
  frame: ServerFrame | StoredFrame | ErrorFrame,
  link: FrameLink,
  parts: DeliveryParts,
): boolean | Promise<boolean> {
  const long = 'full_content' in frame ? frame.full_content.length : 0
  const later = parts.turns.take(costOf(long))
  if (later !== undefined) return later.then(() => hand(frame, long, link, parts))
  return hand(frame, long, link, parts)
}

function hand(
  frame: ServerFrame | StoredFrame | ErrorFrame,
  long: number,
  link: FrameLink,
  parts: DeliveryParts,
): boolean | Promise<boolean> {
  // A short one to a reader who has had all before it needs no watching.
  if (long === 0 && link.buffered === 0) {
    link.send(frame)
    return true
  }
  return handWatched(frame, link, parts)
}

async function handWatched(
  frame: ServerFrame | StoredFrame | ErrorFrame,
  link: FrameLink,
  parts: DeliveryParts,
): Promise<boolean> {
  let left = false
  const written = new Promise<void>((resolve) => {
    link.send(frame, () => {
      left = true
      resolve()
    })
  })
  if (link.buffered <= (parts.mostBuffered ?? MOST_BUFFERED)) return true
  await within(parts.clock, parts.slowReaderPatience ?? SLOW_READER_PATIENCE, written)
  if (!left) parts.metrics.slowReaderDropped()
  return left
}
