import { HostFailure, type PictureEdit, type Pictures } from './ports'
import { type Canvas, offscreenCanvas, type Picture } from './wx-canvas'
import { failureText, withinBound } from './wx-host'

type CanvasFile = typeof import('./wx-canvas-file')

/** Milliseconds for a picture to be read: a page of 50 megapixels takes a cheap phone five seconds. */
const BOUND = 20_000

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
    // Only a page that is drawn anew needs it: it is not run before the first frame.
    const { savedFile }: CanvasFile = require('./wx-canvas-file')
    return savedFile(canvas)
  },
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
