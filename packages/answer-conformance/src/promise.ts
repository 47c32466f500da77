import { type Frame, shapeFault } from './frame'
import type { Link } from './link'
import { Link as OpenLink } from './link'
import type { Target } from './target'

/** One sentence of the protocol, and how it is tried. Rejects where it does not hold, with {@link NotTried} where that cannot be seen. */
export type Promised = [sentence: string, attempt: (session: Session) => Promise<void>]

/** The server gave no occasion. */
export class NotTried extends Error {
  override readonly name = 'NotTried'
}

/** Rejects, with what was seen, where it does not hold. */
export function hold(what: string, holds: boolean, seen?: unknown): void {
  if (!holds) throw new Error(seen === undefined ? what : `${what}, but ${JSON.stringify(seen)}`)
}

/** What all attempts against one server share. */
export class Session {
  private finished: Promise<Link> | undefined
  private asked = 0

  constructor(readonly target: Target) {}

  newRequestId(): string {
    this.asked += 1
    return `conformance-${Date.now().toString(36)}-${this.asked}`
  }

  /** An ask of the question, with what is put over it. */
  ask(requestId: string, others: object = {}): object {
    const { token, question } = this.target
    return {
      type: 'ask',
      token,
      request_id: requestId,
      params: { content: question, include_history: false },
      ...others,
    }
  }

  resume(requestId: string, after: number, others: object = {}): object {
    return { type: 'resume', token: this.target.token, request_id: requestId, after_seq: after, ...others }
  }

  open(...first: unknown[]): OpenLink {
    return new OpenLink(this.target.socket, ...first)
  }

  /** An answer that was read to its end; the same one each time. */
  whole(): Promise<Link> {
    this.finished ??= this.readWhole(this.newRequestId())
    return this.finished
  }

  call(path: string, body: object, headers: Record<string, string> = {}): Promise<Response> {
    return fetch(`${this.target.calls}${path}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${this.target.token}`,
        'content-type': 'application/json',
        ...headers,
      },
      body: JSON.stringify(body),
    })
  }

  private async readWhole(requestId: string): Promise<Link> {
    const link = this.open(this.ask(requestId))
    await link.closed
    const [first] = link.frames
    if (first?.type !== 'accepted') throw new Error(`the question was not accepted: ${JSON.stringify(first)}`)
    return link
  }
}

/** The request by which a link's answer is known. */
export function requestOf(link: Link): string {
  return String(link.first('accepted')?.request_id)
}

/** Every frame has its form. */
export function holdShapes(frames: readonly Frame[]): void {
  for (const frame of frames) {
    const fault = shapeFault(frame)
    hold(fault ?? '', fault === undefined)
  }
}

/** A link that was refused: one error frame, and a close. */
export async function refusal(link: Link): Promise<Frame> {
  await link.closed
  holdShapes(link.frames)
  const [only, ...others] = link.frames
  hold(
    'a refusal is one error frame before the close',
    only?.type === 'error' && others.length === 0,
    link.frames,
  )
  return only ?? { type: '' }
}
