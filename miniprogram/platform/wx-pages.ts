import { HostLacks } from './ports'
import { answered, ignored, optional } from './wx-host'

/** Opens a page of the program above the present one. Rejects with `HostFailure` where the host does not. */
export function openPage(url: string): Promise<void> {
  return answered((wx, resolve, fail) => {
    if (wx.navigateTo === undefined) return fail(new HostLacks('navigateTo'))
    wx.navigateTo({ url, success: () => resolve(), fail })
  })
}

/** Goes back to the page below; where there is none, nothing happens. */
export function closePage(): void {
  optional((wx) => wx.navigateBack?.({ delta: 1, fail: ignored }))
}
