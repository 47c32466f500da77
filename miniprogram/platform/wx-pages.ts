import { HostLacks } from './ports'
import { wxClock } from './wx-clock'
import { answered, ignored, optional } from './wx-host'

/** Milliseconds after which a host that has not answered is asked again; a sub-package may have to be brought before. */
const PATIENCE = 10_000
/** The page that is being opened, and since when. */
let opening: { url: string; at: number; done: Promise<void> } | undefined

/** Opens a page of the program above the present one, once for a double tap. Rejects with `HostFailure` where the host does not. */
export function openPage(url: string): Promise<void> {
  const at = wxClock.now()
  if (opening?.url === url && at - opening.at < PATIENCE) return opening.done
  const done = navigated(url)
  const begun = { url, at, done }
  const over = () => {
    if (opening === begun) opening = undefined
  }
  opening = begun
  done.then(over, over)
  return done
}

function navigated(url: string): Promise<void> {
  return answered((wx, resolve, fail) => {
    if (wx.navigateTo === undefined) return fail(new HostLacks('navigateTo'))
    wx.navigateTo({ url, success: () => resolve(), fail })
  })
}

/** Goes back to the page below; where there is none, nothing happens. */
export function closePage(): void {
  optional((wx) => wx.navigateBack?.({ delta: 1, fail: ignored }))
}

/** Opens a page as the only one: what was open is gone. */
export function restartPage(url: string): void {
  optional((wx) => wx.reLaunch?.({ url, fail: ignored }))
}

/** Goes back to the page at `path`, which may lie some pages below; opens it as the only one where it is not there. */
export function returnTo(path: string): void {
  const pages = optional(() => getCurrentPages()) ?? []
  const at = pages.findIndex(({ route }) => `/${route}` === path)
  if (at < 0) restartPage(path)
  else optional((wx) => wx.navigateBack?.({ delta: pages.length - 1 - at, fail: ignored }))
}

/** Shows pages large, by their addresses. Rejects with `HostFailure` where the host does not. */
export function previewPages(urls: string[]): Promise<void> {
  return answered((wx, resolve, fail) => {
    if (wx.previewImage === undefined) return fail(new HostLacks('previewImage'))
    wx.previewImage({ urls, success: () => resolve(), fail })
  })
}
