/**
 * `wx` as it may really be: any API can be missing (an older base library, the PC client, a test), so every one is optional.
 * Looked up at each call, never kept.
 */
export function host(): Partial<WechatMiniprogram.Wx> {
  return typeof wx === 'undefined' ? {} : wx
}

/** The host's own words for a failure (`errMsg`), or what was thrown. */
export function failureText(reason: unknown): string {
  if (typeof reason === 'object' && reason !== null && 'errMsg' in reason) return String(reason.errMsg)
  return reason instanceof Error ? reason.message : String(reason)
}
