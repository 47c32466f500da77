import { HostFailure } from './ports'
import { failureText, host } from './wx-host'

/** Copies a text. The host says so by itself on most devices. Rejects with {@link HostFailure} where it may not. */
export function copyText(data: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const { setClipboardData } = host()
    if (setClipboardData === undefined) return reject(new HostFailure('the host has no clipboard'))
    setClipboardData({
      data,
      success: () => resolve(),
      fail: (reason) => reject(new HostFailure(failureText(reason))),
    })
  })
}
