import type { ServerResponse } from 'node:http'
import type { FastifyReply } from 'fastify'
import type { ServerFrame } from '../../../typings/protocol'
import type { Attachment } from '../answer/attachment'
import { type DeliveryEnd, type DeliveryParts, deliver, type FrameLink } from './deliver'

/** The frames of one answer as one protocol's server-sent events. */
export interface EventView {
  /** Besides those of every event stream. */
  headers?: Readonly<Record<string, string>>
  /**
   * What is written for the next frame, empty where this protocol says nothing of it. `undefined`: what has been written cannot be
   * gone on with, and the connection is torn.
   */
  text(frame: ServerFrame): string | undefined
  /** Whether the response may end as a whole one does; else its connection is torn. */
  isWhole(end: DeliveryEnd): boolean
}

const HEADERS = {
  'Content-Type': 'text/event-stream; charset=utf-8',
  'Cache-Control': 'no-cache, no-transform',
  // nginx would hold the frames back otherwise.
  'X-Accel-Buffering': 'no',
}

/** Sends an answer as the body of a response. Resolves at its end, or when its reader is gone. */
export async function respond(
  reply: FastifyReply,
  attachment: Attachment,
  view: EventView,
  parts: DeliveryParts,
): Promise<void> {
  reply.hijack()
  const response = reply.raw
  const leave = () => {
    attachment.frames.return?.().catch(() => undefined)
  }
  response.on('close', leave)
  // It may have gone while the answer was being opened.
  if (response.destroyed) leave()
  response.on('error', (error) => parts.logger.debug({ err: error }, 'event stream failed'))
  response.writeHead(200, { ...HEADERS, ...view.headers })
  const end = await deliver(attachment, new EventLink(response, view), parts)
  if (view.isWhole(end)) response.end()
  else response.destroy()
}

class EventLink implements FrameLink {
  constructor(
    private readonly response: ServerResponse,
    private readonly view: EventView,
  ) {}

  get buffered(): number {
    return this.response.writableLength
  }

  send(frame: ServerFrame, written?: () => void): void {
    if (this.response.destroyed) {
      written?.()
      return
    }
    const text = this.view.text(frame)
    if (text === undefined) this.response.destroy()
    if (text === undefined || text === '') written?.()
    else this.response.write(text, () => written?.())
  }
}
