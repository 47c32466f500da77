import { optional } from './wx-host'

/**
 * Three calls of base library 2.20.1 took the place of one that is older than any supported host. Where the new one is missing, throws or
 * gives nothing, the old one tells the same fields: https://developers.weixin.qq.com/miniprogram/dev/api/base/system/wx.getSystemInfoSync.html
 */
const older = () => optional((wx) => wx.getSystemInfoSync?.())

/** The window, in pixels; nothing where the host tells nothing. */
export const windowInfo = () => optional((wx) => wx.getWindowInfo?.()) ?? older()

/** The host itself: its base library and its theme. */
export const appBaseInfo = () => optional((wx) => wx.getAppBaseInfo?.()) ?? older()

/** What the program runs on. */
export const deviceInfo = () => optional((wx) => wx.getDeviceInfo?.()) ?? older()
