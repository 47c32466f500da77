/** What of the screen a device takes for itself, in pixels. */
export interface Device {
  /** Height of the status bar; the page's safe area begins below it. */
  statusBar: number
  /** Height of the home indicator's strip. */
  bottom: number
  /** Width of the notch's strip, left and right, of a phone on its side. */
  side: number
}

/** A phone that is held on its side. */
export const liesOnItsSide = (width: number, height: number): boolean => height < 500 && width > height

/** The device that has a screen of this size: an iPhone with a notch, upright or on its side, one with a button, or an iPad. */
export function deviceOf(width: number, height: number): Device {
  if (liesOnItsSide(width, height)) return { statusBar: 0, bottom: 21, side: 47 }
  if (width >= 600) return { statusBar: 24, bottom: 20, side: 0 }
  if (height < 700) return { statusBar: 20, bottom: 0, side: 0 }
  return { statusBar: 47, bottom: 34, side: 0 }
}

export const currentDevice = (): Device => deviceOf(window.innerWidth, window.innerHeight)

/** Height of the native navigation bar, below the status bar. */
export const NAVIGATION_BAR_HEIGHT = 44

/** The capsule at the top right, where WeChat's own menu sits, as `wx.getMenuButtonBoundingClientRect` tells it. */
export function capsuleOf({ statusBar, side }: Device): Record<string, number> {
  const [width, height, top] = [87, 32, statusBar + 4]
  const right = window.innerWidth - side - 7
  return { width, height, top, bottom: top + height, left: right - width, right }
}

/** Keeps the styles' safe area in step with the window. */
export function watchDevice(): void {
  const tell = (): void => {
    const { statusBar, bottom, side } = currentDevice()
    const { style } = document.documentElement
    const measures = { top: statusBar, bottom, left: side, right: side }
    for (const [edge, pixels] of Object.entries(measures))
      style.setProperty(`--wx-safe-${edge}`, `${pixels}px`)
  }
  window.addEventListener('resize', tell)
  tell()
}
