import type { Cancel, Lifecycle } from './ports'
import { optional } from './wx-host'

/** Foreground, background and network as `wx` tells them; each `on…` is taken back by its `off…`. */
export const wxLifecycle: Lifecycle = {
  onHide(listener) {
    const told = () => listener()
    optional((wx) => wx.onAppHide?.(told))
    return () => optional((wx) => wx.offAppHide?.(told))
  },
  onShow(listener) {
    const told = () => listener()
    optional((wx) => wx.onAppShow?.(told))
    return () => optional((wx) => wx.offAppShow?.(told))
  },
  onNetworkChange(listener) {
    const stopStatus = onStatus((connected) => listener(connected ? 'returned' : 'lost'))
    const stopWeak = onWeak((weak) => {
      if (!weak) listener('recovered')
    })
    return () => {
      stopStatus()
      stopWeak()
    }
  },
}

function onStatus(listener: (connected: boolean) => void): Cancel {
  // `off…` is typed for a listener of another shape, hence the guard instead of a type.
  const told = (status: object) => listener('isConnected' in status && status.isConnected === true)
  optional((wx) => wx.onNetworkStatusChange?.(told))
  return () => optional((wx) => wx.offNetworkStatusChange?.(told))
}

function onWeak(listener: (weak: boolean) => void): Cancel {
  const told = (status: { weakNet: boolean }) => listener(status.weakNet)
  optional((wx) => wx.onNetworkWeakChange?.(told))
  return () => optional((wx) => wx.offNetworkWeakChange?.(told))
}
