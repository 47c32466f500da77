import { answered } from './wx-host'

/** Asks the student. Rejects with `HostFailure` where the host cannot ask. */
export function confirmed(content: string, confirmText: string, cancelText: string): Promise<boolean> {
  return answered((wx, resolve, fail) => {
    if (wx.showModal === undefined) return resolve(false)
    wx.showModal({ content, confirmText, cancelText, success: ({ confirm }) => resolve(confirm), fail })
  })
}
