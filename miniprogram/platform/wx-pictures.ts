import { HostFailure, HostLacks, type PictureEdit, type Pictures } from './ports'
import { answered, failureText, optional, withinBound } from './wx-host'

/** JPEG quality of a picture that is drawn anew, 0–1: small print stays sharp. */
const QUALITY = 0.88
/** Milliseconds for a picture to be read or written: a page of 50 megapixels takes a cheap phone five seconds. */
const BOUND = 20_000

/** What a canvas of WeChat's offers of the web's. */
export interface Canvas {
  width: number
  height: number
  getContext(kind: '2d'): Context
  createImage(): Picture
}
export interface Context {
  translate(x: number, y: number): void
  rotate(radians: number): void
  drawImage(picture: Picture, x: number, y: number, width: number, height: number): void
  font: string
  fillStyle: string
  fillRect(x: number, y: number, width: number, height: number): void
  fillText(text: string, x: number, y: number): void
  measureText(text: string): { width: number }
  getImageData(x: number, y: number, width: number, height: number): { data: Uint8ClampedArray }
}
interface Picture {
  readonly width: number
  readonly height: number
  src: string
  onload: () => void
  onerror: (reason: unknown) => void
}

/** Pictures on an off-screen canvas (base library 2.16.1). */
export const wxPictures: Pictures = {
  async sample(path, side) {
    const canvas = offscreenCanvas()
    const picture = await loaded(canvas, path)
    const scale = Math.min(1, side / Math.max(picture.width, picture.height))
    const columns = Math.max(1, Math.round(picture.width * scale))
    const rows = Math.max(1, Math.round(picture.height * scale))
    canvas.width = columns
    canvas.height = rows
    const context = canvas.getContext('2d')
    context.drawImage(picture, 0, 0, columns, rows)
    const luma = brightness(context.getImageData(0, 0, columns, rows).data)
    return { width: picture.width, height: picture.height, columns, rows, luma }
  },

  async draw(path, edit, side) {
    const canvas = offscreenCanvas()
    drawEdited(canvas, await loaded(canvas, path), edit, side)
    return savedFile(canvas)
  },
}

/** Throws {@link HostLacks} where there is none. */
export function offscreenCanvas(): Canvas {
  const canvas: unknown = optional((wx) => wx.createOffscreenCanvas?.({ type: '2d', width: 1, height: 1 }))
  if (!isCanvas(canvas)) throw new HostLacks('canvas of type 2d')
  return canvas
}

/** Before 2.16.1 the host gives a canvas that draws WebGL only and makes no images of this kind. */
function isCanvas(value: unknown): value is Canvas {
  return typeof value === 'object' && value !== null && 'createImage' in value && 'getContext' in value
}

function loaded(canvas: Canvas, path: string): Promise<Picture> {
  const picture = canvas.createImage()
  const whole = new Promise<Picture>((resolve, reject) => {
    picture.onload = () =>
      picture.width > 0 && picture.height > 0 ? resolve(picture) : reject(new HostFailure('an empty picture'))
    picture.onerror = (reason) => reject(new HostFailure(failureText(reason)))
    picture.src = path
  })
  return withinBound(whole, BOUND)
}

/** The weights of Rec. 601, in parts of 256. */
function brightness(rgba: Uint8ClampedArray): Uint8Array {
  const luma = new Uint8Array(rgba.length / 4)
  for (let at = 0; at < luma.length; at++) {
    const red = rgba[at * 4] ?? 0
    const green = rgba[at * 4 + 1] ?? 0
    const blue = rgba[at * 4 + 2] ?? 0
    luma[at] = (red * 77 + green * 150 + blue * 29) >> 8
  }
  return luma
}

/** The canvas becomes as large as what is kept; the whole picture is laid under it, turned and moved. */
function drawEdited(canvas: Canvas, picture: Picture, { turns, crop }: PictureEdit, side: number): void {
  const lies = turns % 2 === 1
  const box = crop ?? { x: 0, y: 0, width: 1, height: 1 }
  const wholeWidth = lies ? picture.height : picture.width
  const wholeHeight = lies ? picture.width : picture.height
  const scale = Math.min(1, side / Math.max(wholeWidth * box.width, wholeHeight * box.height))
  const width = wholeWidth * scale
  const height = wholeHeight * scale
  canvas.width = Math.max(1, Math.round(width * box.width))
  canvas.height = Math.max(1, Math.round(height * box.height))
  const context = canvas.getContext('2d')
  context.translate(width / 2 - width * box.x, height / 2 - height * box.y)
  context.rotate((turns * Math.PI) / 2)
  const drawnWidth = picture.width * scale
  const drawnHeight = picture.height * scale
  context.drawImage(picture, -drawnWidth / 2, -drawnHeight / 2, drawnWidth, drawnHeight)
}

/**
 * What is drawn on it, as a file of the canvas's own pixels; gives its path. Without a size the host makes it larger by as many pixels as
 * the screen has to a point: https://developers.weixin.qq.com/miniprogram/dev/api/canvas/wx.canvasToTempFilePath.html
 */
export function savedFile(canvas: Canvas): Promise<string> {
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
