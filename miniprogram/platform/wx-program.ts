import { ignored, optional } from './wx-host'

/**
 * Begins the program anew, as if it had just been opened (base library 3.0.1), or at least closes it (2.17.3). Only from a tap.
 * False where the host can do neither.
 */
export function restartProgram(path: string): boolean {
  const isRestarting = optional((wx) => {
    if (typeof wx.restartMiniProgram !== 'function') return false
    wx.restartMiniProgram({ path, fail: ignored })
    return true
  })
  if (isRestarting === true) return true
  return (
    optional((wx) => {
      if (typeof wx.exitMiniProgram !== 'function') return false
      wx.exitMiniProgram({ fail: ignored })
      return true
    }) === true
  )
}
