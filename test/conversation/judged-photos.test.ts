import type { PhotoFinding } from '../../miniprogram/conversation/photo-quality'
import { createPhotoTray } from '../../miniprogram/conversation/photo-tray'
import { UNCHANGED } from '../../miniprogram/conversation/picture-edit'
import { only, settle } from './fakes'

describe('What speaks against a photo', () => {
  test('is told of the picture that it was seen on, and not of one in its place', async () => {
    const judged = new Map<string, (finding: PhotoFinding | undefined) => void>()
    const uploads = {
      start: () => undefined,
      cancel: () => undefined,
      comeBack: () => undefined,
      finish: async () => [],
    }
    const judge = (path: string) =>
      new Promise<PhotoFinding | undefined>((resolve) => void judged.set(path, resolve))
    const tray = createPhotoTray(uploads, judge, () => undefined)
    tray.add(['dark.jpg'])
    await settle()
    const { id } = only(tray.photos)
    tray.change(id, { source: 'light.jpg', base: 'dark.jpg', edit: UNCHANGED })
    judged.get('dark.jpg')?.('dark')
    await settle()
    expect(only(tray.photos).finding).toBeUndefined()
    judged.get('light.jpg')?.('blurred')
    await settle()
    expect(only(tray.photos).finding).toBe('blurred')
  })
})
