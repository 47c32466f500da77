import { ignored, optional } from './wx-host'

/** A short line over the page, from a part of it that has no place of its own for one. */
export function showToast(title: string): void {
  optional((wx) => wx.showToast?.({ title, icon: 'none', fail: ignored }))
}
