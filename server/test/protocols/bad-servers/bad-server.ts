import type { Frame } from '../../../../packages/answer-conformance/src/frame'
import type { SpoiledLink, Spoiling } from '../spoiling-proxy'

/** A server that breaks one promise. */
export interface BadServer extends Spoiling {
  /** What it does, in words. */
  does: string
  /** The promise of the suite that has to notice. */
  promise: string
  /** What is asked, where it matters. */
  question?: string
}

/** Answered slower than everything else: in its midst is a long silence. */
export const SLOW = '慢慢数到三十。'

/** Answered without a silence: no keepalive is due. */
export const STEADY = '快数到三十。'

export const isFirst = (type: string): boolean => type === 'ask' || type === 'resume' || type === ''

/** Each link counts as another client's. */
export function stranger(): string {
  return `stranger-${Math.random()}`
}

export const GOOD_PARAMS = { content: '一加一等于几？', include_history: false }

/** Says that it cannot be asked, whatever was said. */
export function refuse(link: SpoiledLink): undefined {
  link.tellClient({ type: 'error', code: 'BAD_REQUEST', message: '?', retryable: false })
  link.close()
}

/** Refuses a first message of which that holds. */
export function refusing(isRefused: (message: Frame) => boolean): NonNullable<BadServer['hears']> {
  return (message, link) => (isFirst(message.type) && isRefused(message) ? refuse(link) : message)
}

/** Always says that to a call. */
export function instead(path: string, status: number, body: string): NonNullable<BadServer['answers']> {
  return async (call, pass) =>
    call.path.endsWith(path) ? { status, type: 'application/json', body } : pass(call)
}

export const contentOf = ({ params }: Frame): string => String(Object(params).content)

/** Whoever asked first is everybody. */
export function firstTokenForAll(): NonNullable<BadServer['hears']> {
  let token: unknown
  return (message) => {
    token ??= message.token
    return isFirst(message.type) ? { ...message, token } : message
  }
}

/** Hears nothing but a first message as long as it has not accepted. */
export function deafUntilAccepted(): Pick<BadServer, 'hears' | 'says'> {
  const accepted = new WeakSet<SpoiledLink>()
  return {
    hears: (message, link) => (isFirst(message.type) || accepted.has(link) ? message : undefined),
    says: (frame, link) => {
      accepted.add(link)
      return [frame]
    },
  }
}

/** Takes what cannot be asked for something else that can. */
export function unquestioning(promise: string): BadServer {
  return {
    does: `answers it: ${promise}`,
    promise,
    hears: ({ type, token }) =>
      isFirst(type) ? { type: 'ask', token, request_id: stranger(), params: GOOD_PARAMS } : undefined,
  }
}
