import type { Cancel, Lifecycle, Logger } from './ports'
import { type Host, optional } from './wx-host'

/** Foreground, background and network as `wx` tells them; each `on…` is taken back by its `off…`. What throws is told to `told`. */
export function lifecycleOfWx(told?: Pick<Logger, 'warn'>): Lifecycle {
  const tried = (call: (wx: Host) => void) => optional(call, told)
  return {
    onHide(listener) {
      const heard = () => listener()
      tried((wx) => wx.onAppHide?.(heard))
      return () => tried((wx) => wx.offAppHide?.(heard))
    },
    onShow(listener) {
      const heard = () => listener()
      tried((wx) => wx.onAppShow?.(heard))
      return () => tried((wx) => wx.offAppShow?.(heard))
    },
    onNetworkChange(listener) {
      const stopStatus = onStatus(tried, (connected) => listener(connected ? 'returned' : 'lost'))
      const stopWeak = onWeak(tried, (weak) => {
        if (!weak) listener('recovered')
      })
      return () => {
        stopStatus()
        stopWeak()
      }
    },
  }
}

/** The program's own: what throws is told to the console. */
export const wxLifecycle = lifecycleOfWx()

type Tried = (call: (wx: Host) => void) => void

function onStatus(tried: Tried, listener: (connected: boolean) => void): Cancel {
  // `off…` is typed for a listener of another shape, hence the guard instead of a type.
  const heard = (status: object) => listener('isConnected' in status && status.isConnected === true)
  tried((wx) => wx.onNetworkStatusChange?.(heard))
  return () => tried((wx) => wx.offNetworkStatusChange?.(heard))
}

function onWeak(tried: Tried, listener: (weak: boolean) => void): Cancel {
  const heard = (status: { weakNet: boolean }) => listener(status.weakNet)
  tried((wx) => wx.onNetworkWeakChange?.(heard))
  return () => tried((wx) => wx.offNetworkWeakChange?.(heard))
}
