import { asynchronous, number, text, WxFailure } from './call'
import { keepTemporaryFile } from './files'

const DEFAULT_QUALITY = 0.92

/** A canvas that stands nowhere on the page; images for it are its own, as on a phone. */
function createOffscreenCanvas(options: { width?: number; height?: number } = {}): HTMLCanvasElement {
  const canvas = document.createElement('canvas')
  canvas.width = options.width ?? 300
  canvas.height = options.height ?? 150
  return Object.assign(canvas, { createImage: () => new Image() })
}

const canvasToTempFilePath = asynchronous('canvasToTempFilePath', async (options) => {
  const { canvas } = options
  if (!(canvas instanceof HTMLCanvasElement)) throw new WxFailure('canvas is empty')
  // As WeChat has it: without a size of its own the file has the screen's pixels.
  const dots = window.devicePixelRatio
  const width = number(options, 'destWidth') ?? Math.round(canvas.width * dots)
  const height = number(options, 'destHeight') ?? Math.round(canvas.height * dots)
  const type = text(options, 'fileType') === 'jpg' ? 'image/jpeg' : 'image/png'
  const quality = number(options, 'quality') ?? DEFAULT_QUALITY
  const sized = document.createElement('canvas')
  sized.width = width
  sized.height = height
  sized.getContext('2d')?.drawImage(canvas, 0, 0, width, height)
  const blob = await new Promise<Blob | null>((resolve) => sized.toBlob(resolve, type, quality))
  if (blob === null) throw new WxFailure('create bitmap failed')
  return { tempFilePath: keepTemporaryFile(blob) }
})

/** Canvases that are drawn on without being seen. */
export const canvasApi = { createOffscreenCanvas, canvasToTempFilePath }
