import { HostFailure, HostLacks } from './ports'
import type { Canvas } from './wx-canvas'
import { wxClock } from './wx-clock'
import { answered, optional } from './wx-host'
import { wxLogger } from './wx-logger'

/** JPEG quality of a picture that is drawn anew, 0–1: small print stays sharp. */
const QUALITY = 0.88
/** Milliseconds for a picture to be written: a page of 50 megapixels takes a cheap phone five seconds. */
const BOUND = 20_000
/** Pixels of the largest picture that the program draws; as text one has about 2 MB, all at once in memory. */
const MOST_PIXELS = 4_000_000
/** Files that stay of those that the program wrote as text: the host clears none of them away, and gives 200 MB in all. */
const MOST_FILES = 60
const DRAWN = /^drawn-(\d+)\./

/** The number of the newest file. */
let newest = 0

/**
 * What is drawn on it, as a file of the canvas's own pixels; gives its path. Documents promise the first way for a canvas on a page only,
 * and there are hosts that refuse one off the screen: what it would have written is then written as text.
 */
export function savedFile(canvas: Canvas): Promise<string> {
  return fileByHost(canvas).catch((error: unknown) => {
    wxLogger.info('[canvas] is written as text', error)
    return fileByText(canvas)
  })
}

/**
 * By the host's own call. Without a size it makes the picture larger by as many pixels as the screen has to a point:
 * https://developers.weixin.qq.com/miniprogram/dev/api/canvas/wx.canvasToTempFilePath.html
 */
export function fileByHost(canvas: Canvas): Promise<string> {
  const { width, height } = canvas
  return answered((wx, resolve, fail) => {
    if (wx.canvasToTempFilePath === undefined) return fail(new HostLacks('canvasToTempFilePath'))
    wx.canvasToTempFilePath({
      canvas,
      x: 0,
      y: 0,
      width,
      height,
      destWidth: width,
      destHeight: height,
      fileType: 'jpg',
      quality: QUALITY,
      success: ({ tempFilePath }) => resolve(tempFilePath),
      fail,
    })
  }, BOUND)
}

/** As text, into the program's own folder: https://developers.weixin.qq.com/miniprogram/dev/api/canvas/Canvas.toDataURL.html */
export function fileByText(canvas: Canvas): Promise<string> {
  return answered((wx, resolve, fail) => {
    const folder = wx.env?.USER_DATA_PATH
    const files = wx.getFileSystemManager?.()
    if (folder === undefined || files?.writeFile === undefined) return fail(new HostLacks('writeFile'))
    if (canvas.width * canvas.height > MOST_PIXELS) return fail(new HostFailure('too large to be text'))
    const [head = '', data = ''] = canvas.toDataURL?.('image/jpeg', QUALITY).split(',') ?? []
    // A host may write PNG whatever it is asked for, and writes `data:,` where it cannot.
    const type = /^data:image\/(png|jpeg);base64$/.exec(head)?.[1]
    if (type === undefined || data === '') return fail(new HostLacks('toDataURL'))
    const filePath = `${folder}/drawn-${nextNumber(files, folder)}.${type}`
    files.writeFile({ filePath, data, encoding: 'base64', success: () => resolve(filePath), fail })
  }, BOUND)
}

/** Of the next file, greater than of every other whatever the date does; the oldest make room for it. */
function nextNumber(files: WechatMiniprogram.FileSystemManager, folder: string): number {
  const names = (optional(() => files.readdirSync(folder)) ?? []).filter((name) => DRAWN.test(name))
  const numberOf = (name: string): number => Number(DRAWN.exec(name)?.[1])
  names.sort((one, other) => numberOf(one) - numberOf(other))
  for (const name of names.splice(0, names.length - MOST_FILES + 1))
    optional(() => files.unlinkSync(`${folder}/${name}`))
  newest = Math.max(wxClock.date(), 1 + newest, ...names.map((name) => 1 + numberOf(name)))
  return newest
}
