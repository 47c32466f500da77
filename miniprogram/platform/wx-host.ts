import { HostFailure, HostRefusal, type Logger, type RefusalCode } from './ports'
import { wxClock } from './wx-clock'

/** `wx` as it may really be: any API can be missing (an older base library, the PC client, a test). */
export type Host = Partial<WechatMiniprogram.Wx>

/** Every API is optional. Looked up at each call, never kept. */
export function host(): Host {
  return typeof wx === 'undefined' ? {} : wx
}

/**
 * What an API gives that the program can do without: nothing where the host lacks it, and where it throws, which is told to
 * the console only, or to `told`.
 */
export function optional<Value>(
  call: (wx: Host) => Value,
  told: Pick<Logger, 'warn'> = console,
): Value | undefined {
  try {
    return call(host())
  } catch (error) {
    told.warn('[host] went on without an API that threw', failureText(error))
    return undefined
  }
}

/**
 * An API that answers by its callbacks. Rejects with {@link HostFailure} in whichever way the host refuses, and where it says nothing
 * within `bound` milliseconds: whatever others wait for needs one, for there are hosts that forget a callback. What waits for a person
 * has none.
 */
export function answered<Value>(
  call: (wx: Host, resolve: (value: Value) => void, fail: (reason: unknown) => void) => void,
  bound?: number,
): Promise<Value> {
  const promise = new Promise<Value>((resolve, reject) => {
    const fail = (reason: unknown) => reject(failureOf(reason))
    try {
      call(host(), resolve, fail)
    } catch (error) {
      fail(error)
    }
  })
  return bound === undefined ? promise : withinBound(promise, bound)
}

/** The same, or a {@link HostFailure} after so many milliseconds. */
export function withinBound<Value>(promise: Promise<Value>, bound: number): Promise<Value> {
  return new Promise((resolve, reject) => {
    const cancel = wxClock.setTimer(() => reject(new HostFailure('the host gave no answer')), bound)
    promise.then(resolve, reject).finally(cancel)
  })
}

/** For an API whose failure changes nothing: without a callback some hosts reject a promise that nobody has. */
export const ignored = (): void => undefined

/**
 * How hosts say who refuses. `errMsg` comes first, `errno` after it: 104 is also a question that was closed, and what is not declared (112)
 * no student can allow. https://developers.weixin.qq.com/miniprogram/dev/framework/usability/PublicErrno.html and
 * https://developers.weixin.qq.com/miniprogram/dev/framework/user-privacy/PrivacyAuthorize.html
 */
const REFUSALS: readonly [code: RefusalCode, words: RegExp, errno: number][] = [
  ['PRIVACY_REFUSED', /privacy permission/i, 104],
  ['SYSTEM_REFUSED', /system permission/i, 3],
  ['SCOPE_REFUSED', /\b(?:auth|authorize|user) den(?:y|ied)/i, 103],
]

/** What a host gave as the reason of a failure, as an error of its kind. */
export function failureOf(reason: unknown): HostFailure {
  if (reason instanceof HostFailure) return reason
  const text = failureText(reason)
  const errno =
    typeof reason === 'object' && reason !== null && 'errno' in reason ? Number(reason.errno) : undefined
  const refusal =
    REFUSALS.find(([, words]) => words.test(text)) ?? REFUSALS.find(([, , number]) => number === errno)
  return refusal === undefined ? new HostFailure(text) : new HostRefusal(refusal[0], text)
}

/**
 * Whether a host refused a socket or a request since the program has too many of them. It is 600007 by
 * https://developers.weixin.qq.com/miniprogram/dev/framework/usability/PublicErrno.html, on devices mostly only words: `exceed max task count`,
 * `exceed max cocurrent count`, `reach max websocket connect count`. Too many redirects (600008) are something else.
 */
export function isFull(reason: unknown): boolean {
  const isNamed =
    typeof reason === 'object' && reason !== null && 'errno' in reason && reason.errno === 600007
  return isNamed || /exceed(?:ed|s)? (?:the )?max|max websocket/i.test(failureText(reason))
}

/** The host's own words for a failure (`errMsg`), or what was thrown. */
export function failureText(reason: unknown): string {
  if (typeof reason === 'object' && reason !== null && 'errMsg' in reason) return String(reason.errMsg)
  return reason instanceof Error ? reason.message : String(reason)
}
