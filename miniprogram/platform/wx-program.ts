import { optional } from './wx-host'

/**
 * Begins the program anew, as if it had just been opened (base library 3.0.1), or at least closes it (2.17.3). Only from a tap.
 * `refused`: the host can do neither, or does not do it now.
 */
export function restartProgram(path: string, refused: () => void): void {
  optional((wx) => {
    if (typeof wx.restartMiniProgram === 'function') wx.restartMiniProgram({ path, fail: refused })
    else if (typeof wx.exitMiniProgram === 'function') wx.exitMiniProgram({ fail: refused })
    else refused()
  })
}
