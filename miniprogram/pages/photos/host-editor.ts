import { HostFailure, HostLacks } from '../../platform/ports'
import { answered, failureText } from '../../platform/wx-host'
import { wxLogger } from '../../platform/wx-logger'

/**
 * Hands a photo to the host's own editor: `undefined` where the student changed their mind, `no editor` where the host has none (a base
 * library before 2.22.0, a PC) and where it would not take this photo: a frame of the program's own cuts it as well.
 * https://developers.weixin.qq.com/miniprogram/dev/api/media/image/wx.editImage.html
 */
export async function editPhoto(src: string): Promise<{ path: string } | undefined | 'no editor'> {
  try {
    return await edited(src)
  } catch (error) {
    if (!(error instanceof HostLacks)) wxLogger.warn('[photos] the editor of the host refused', error)
    return 'no editor'
  }
}

function edited(src: string): Promise<{ path: string } | undefined> {
  return answered((wx, resolve, fail) => {
    if (wx.editImage === undefined) return fail(new HostLacks('editImage'))
    wx.editImage({
      src,
      // The typings know of no result; the host hands over the path of the new picture.
      success: (result: object) => {
        const path = 'tempFilePath' in result ? result.tempFilePath : undefined
        if (typeof path === 'string' && path !== '') resolve({ path })
        else fail(new HostFailure('editImage gave no picture'))
      },
      fail: (reason) => {
        if (/cancel/i.test(failureText(reason))) resolve(undefined)
        else fail(reason)
      },
    })
  })
}
