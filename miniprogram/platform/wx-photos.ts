import { HostLacks } from './ports'
import { answered, failureText, ignored, optional } from './wx-host'
import { appBaseInfo } from './wx-system'

/** Code that runs when a choice has failed. */
type Leave = typeof import('./wx-leave')

/** `wx.chooseMedia` takes at most so many at a time, from this base library on. */
const MANY_FROM = '2.25.0'
const MANY = 20
const FEW = 9

/** How many photos one choice can give on this host, whatever is asked for. */
export function choiceLimit(): number {
  const version = appBaseInfo()?.SDKVersion ?? '0'
  return isAtLeast(version, MANY_FROM) ? MANY : FEW
}

/** Where photos come from. */
export type PhotoSource = 'album' | 'camera'

/**
 * Lets the student take or choose up to `count` photos, {@link choiceLimit} at a time. Resolves with their paths, with none
 * where the student changed their mind; rejects with {@link HostFailure} where the host cannot or may not.
 */
export function choosePhotos(count: number, sources: PhotoSource[]): Promise<string[]> {
  return answered((wx, resolve, fail) => {
    if (wx.chooseMedia === undefined) return fail(new HostLacks('chooseMedia'))
    wx.chooseMedia({
      count: Math.min(count, choiceLimit()),
      mediaType: ['image'],
      sourceType: sources,
      sizeType: ['compressed'],
      success: ({ tempFiles }) => resolve(tempFiles.map((file) => file.tempFilePath)),
      fail: (reason) => {
        if (/cancel/i.test(failureText(reason))) return resolve([])
        const { failureUnder }: Leave = require('./wx-leave')
        fail(failureUnder(reason, 'cameraAuthorized', 'albumAuthorized'))
      },
    })
  })
}

/** Shows photos over the whole screen, beginning with `current`. */
export function previewPhotos(urls: string[], current: string): void {
  optional((wx) => wx.previewImage?.({ urls, current, fail: ignored }))
}

/** Versions are numbers between dots. */
function isAtLeast(version: string, least: string): boolean {
  const own = version.split('.').map(Number)
  const needed = least.split('.').map(Number)
  for (let place = 0; place < needed.length; place++) {
    const difference = (own[place] ?? 0) - (needed[place] ?? 0)
    if (difference !== 0) return difference > 0
  }
  return true
}
