import { callOf } from './call'
import { type Frame, shapeFault } from './frame'
import { Link, LONGEST, PATIENCE } from './link'
import { isSecret } from './secrets'
import type { Target } from './target'
import { Unreachable } from './unreachable'

/** One sentence of the protocol, and how it is tried. Rejects where it does not hold, with {@link NotTried} where that cannot be seen. */
export type Promised = [sentence: string, attempt: (session: Session) => Promise<void>]

/** The server gave no occasion. */
export class NotTried extends Error {
  override readonly name = 'NotTried'
}

/** Rejects, with what was seen, where it does not hold. */
export function hold(what: string, holds: boolean, ...seen: [seen?: unknown]): void {
  if (holds) return
  // What is undefined was seen, too: nothing came.
  throw new Error(
    seen.length === 0 ? what : `${what}, but ${JSON.stringify(seen[0], hideTokens) ?? 'nothing'}`,
  )
}

/** Whose token it is cannot be told from a report. */
function hideTokens(name: string, value: unknown): unknown {
  return isSecret(name, value) ? '…' : value
}

/** What all attempts against one server share. */
export class Session {
  /** All that were opened. */
  readonly links: Link[] = []
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

  open(...first: unknown[]): Link {
    const link = new Link(this.target.socket, this.target.patience ?? PATIENCE, ...first)
    this.links.push(link)
    return link
  }

  /** Something was once heard of the server. */
  get isReached(): boolean {
    return this.links.some(({ heard }) => heard.length > 0)
  }

  /** A question was once taken. */
  get hasAccepted(): boolean {
    return this.links.some((link) => link.first('accepted') !== undefined)
  }

  /** An answer that was read to its end; the same one each time. */
  whole(): Promise<Link> {
    this.finished ??= this.readWhole(this.newRequestId())
    return this.finished
  }

  /** Rejects where it is not answered in time. */
  call(path: string, body: object, headers: Record<string, string> = {}): Promise<Response> {
    return callOf(this.target, path, body, { authorization: `Bearer ${this.target.token}`, ...headers })
  }

  /** A call whose response takes as long as an answer. */
  stream(path: string, body: object, headers: Record<string, string> = {}): Promise<Response> {
    const { token, patience = PATIENCE } = this.target
    const target = { ...this.target, patience: LONGEST * patience }
    return callOf(target, path, body, { authorization: `Bearer ${token}`, ...headers })
  }

  private async readWhole(requestId: string): Promise<Link> {
    const link = this.open(this.ask(requestId))
    await link.ended()
    const [first] = link.frames
    if (first?.type === 'error')
      throw new Unreachable('REFUSED', `the question is refused: ${first.code}: ${first.message}`)
    if (link.first('accepted') === undefined)
      throw new Error(`the question is not accepted: ${link.firstWord}`)
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
  await link.ended()
  holdShapes(link.frames)
  const [only, ...others] = link.frames
  hold('a refusal is one error frame before the close', only?.type === 'error' && others.length === 0, only)
  return only ?? { type: '' }
}
