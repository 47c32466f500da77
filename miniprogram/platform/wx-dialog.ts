import { answered, failureText } from './wx-host'

/** Asks the student. Rejects with `HostFailure` where the host cannot ask. */
export function confirmed(content: string, confirmText: string, cancelText: string): Promise<boolean> {
  return answered((wx, resolve, fail) => {
    if (wx.showModal === undefined) return fail('the host has no showModal')
    wx.showModal({ content, confirmText, cancelText, success: ({ confirm }) => resolve(confirm), fail })
  })
}

/**
 * Lets the student choose one of several things: its place among them, or undefined where none was chosen. Where the host
 * cannot ask it is the first.
 */
export function chosen(itemList: string[]): Promise<number | undefined> {
  return answered((wx, resolve) => {
    if (wx.showActionSheet === undefined) return resolve(0)
    wx.showActionSheet({
      itemList,
      success: ({ tapIndex }) => resolve(tapIndex),
      fail: (reason) => resolve(/cancel/.test(failureText(reason)) ? undefined : 0),
    })
  })
}
