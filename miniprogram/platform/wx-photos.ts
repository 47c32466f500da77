import { HostLacks } from './ports'
import { answered, failureText, ignored, optional } from './wx-host'

/** `wx.chooseMedia` takes at most so many at a time on every base library. */
const CHOICE_LIMIT = 9

/**
 * Lets the student take or choose up to `count` photos (9 at a time). Resolves with their paths, with none where the student
 * changed their mind; rejects with `HostFailure` where the host cannot or may not.
 */
export function choosePhotos(count: number, source: Array<'album' | 'camera'>): Promise<string[]> {
  return answered((wx, resolve, fail) => {
    if (wx.chooseMedia === undefined) return fail(new HostLacks('chooseMedia'))
    wx.chooseMedia({
      count: Math.min(count, CHOICE_LIMIT),
      mediaType: ['image'],
      sourceType: source,
      sizeType: ['compressed'],
      success: ({ tempFiles }) => resolve(tempFiles.map((file) => file.tempFilePath)),
      fail: (reason) => {
        if (/cancel/i.test(failureText(reason))) resolve([])
        else fail(reason)
      },
    })
  })
}

/** Shows photos over the whole screen, beginning with `current`. */
export function previewPhotos(urls: string[], current: string): void {
  optional((wx) => wx.previewImage?.({ urls, current, fail: ignored }))
}
