import type { Cancel } from './ports'
import { ignored, optional } from './wx-host'
import { appBaseInfo } from './wx-system'

/** As the phone is set; light where the host does not tell. */
export function systemTheme(): 'light' | 'dark' {
  return appBaseInfo()?.theme === 'dark' ? 'dark' : 'light'
}

/** The phone is set another way. */
export function onSystemTheme(listener: () => void): Cancel {
  const told = () => listener()
  optional((wx) => wx.onThemeChange?.(told))
  return () => optional((wx) => wx.offThemeChange?.(told))
}

/** What the host draws around a page: the paper behind it, and the status bar's writing. The colours are `theme.json`'s. */
export function paintAround(theme: 'light' | 'dark'): void {
  const paper = theme === 'dark' ? '#14181c' : '#f6f4ee'
  const writing = theme === 'dark' ? '#ffffff' : '#000000'
  optional((wx) =>
    wx.setBackgroundColor?.({
      backgroundColor: paper,
      backgroundColorTop: paper,
      backgroundColorBottom: paper,
      fail: ignored,
    }),
  )
  optional((wx) => wx.setNavigationBarColor?.({ frontColor: writing, backgroundColor: paper, fail: ignored }))
}
