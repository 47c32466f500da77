import { optional } from './wx-host'

/**
 * WeChat's realtime log, which operators search in mp.weixin.qq.com; nothing where the host has none. It takes 200 entries
 * between show and hide: key events only.
 */
export const wxRealtimeLog = {
  /** `filter`: by which the entry is found there. */
  info(filter: string, message: string, details: object): void {
    optional((wx) => {
      const manager = wx.getRealtimeLogManager?.()
      manager?.addFilterMsg?.(filter)
      manager?.info(message, JSON.stringify(details))
    })
  },
}
