import type { Size } from './ports'
import { optional } from './wx-host'
import { windowInfo } from './wx-system'

/** Where the host draws over the page's top, in pixels. */
export type TopArea = {
  /** Height of the status bar. */
  statusBar: number
  /** Height of the row that the host's capsule stands in, below the status bar. */
  bar: number
  /** Width at the right that the capsule takes. */
  capsule: number
}

/** A phone's usual one: until it is measured, and where the host does not tell. */
export const USUAL_TOP: TopArea = { statusBar: 20, bar: 44, capsule: 96 }

/** What of the screen the program has; a phone's where the host does not tell. */
export function windowSize(): Size {
  const window = windowInfo()
  return { width: window?.windowWidth ?? 390, height: window?.windowHeight ?? 844 }
}

/** Pixels of the screen's height that the program has; `undefined` where the host does not tell. */
export function windowHeight(): number | undefined {
  return windowInfo()?.windowHeight
}

/** What the host tells, or the usual measures where it tells nothing. */
export function topArea(): TopArea {
  const window = windowInfo()
  const capsule = optional((wx) => wx.getMenuButtonBoundingClientRect?.())
  const statusBar = window?.statusBarHeight ?? USUAL_TOP.statusBar
  if (!window || !capsule || !(capsule.height > 0))
    return { statusBar, bar: USUAL_TOP.bar, capsule: USUAL_TOP.capsule }
  return {
    statusBar,
    bar: Math.max(USUAL_TOP.bar, (capsule.top - statusBar) * 2 + capsule.height),
    capsule: Math.max(0, window.windowWidth - capsule.left),
  }
}
