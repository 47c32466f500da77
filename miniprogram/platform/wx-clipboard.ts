import { HostLacks } from './ports'
import { answered } from './wx-host'

/** Copies a text. The host says so by itself on most devices. Rejects with `HostFailure` where it may not. */
export function copyText(data: string): Promise<void> {
  return answered((wx, resolve, fail) => {
    if (wx.setClipboardData === undefined) return fail(new HostLacks('setClipboardData'))
    wx.setClipboardData({ data, success: () => resolve(), fail })
  })
}
