import { HostFailure } from './ports'
import { failureText, host } from './wx-host'

/** `wx.chooseMedia` takes at most so many at a time on every base library. */
const CHOICE_LIMIT = 9

/**
 * Lets the student take or choose up to `count` photos (9 at a time). Resolves with their paths, with none where the student
 * changed their mind; rejects with {@link HostFailure} where the host cannot or may not.
 */
export function choosePhotos(count: number, source: Array<'album' | 'camera'>): Promise<string[]> {
  return new Promise((resolve, reject) => {
    const { chooseMedia } = host()
    if (chooseMedia === undefined) return reject(new HostFailure('the host has no chooseMedia'))
    chooseMedia({
      count: Math.min(count, CHOICE_LIMIT),
      mediaType: ['image'],
      sourceType: source,
      sizeType: ['compressed'],
      success: ({ tempFiles }) => resolve(tempFiles.map((file) => file.tempFilePath)),
      fail: (reason) => {
        const text = failureText(reason)
        if (/cancel/i.test(text)) resolve([])
        else reject(new HostFailure(text))
      },
    })
  })
}

/** Shows photos over the whole screen, beginning with `current`. */
export function previewPhotos(urls: string[], current: string): void {
  void host().previewImage?.({ urls, current })
}
