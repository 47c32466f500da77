import { element, isRecord } from '../browser'
import { asynchronous, number, type Options, requiredText, text, texts, WxFailure } from './call'
import { writing } from './documents'
import { forgetTemporaryFile, keepTemporaryFile, readTemporaryFile } from './files'
import { openImagePreview } from './image-preview'

const DEFAULT_COUNT = 9
/** One choice gives no more, whatever is asked for (9 before base library 2.25.0). */
const MOST = 20
const DEFAULT_QUALITY = 80

/** The browser's file dialog stands for the album and the camera. Rejects with WeChat's `cancel`. */
function chooseFiles(accept: string, count: number): Promise<File[]> {
  return new Promise((resolve, reject) => {
    const input = document.createElement('input')
    input.type = 'file'
    input.accept = accept
    input.multiple = count > 1
    input.id = 'wx-file-input'
    input.hidden = true
    document.body.append(input)
    input.onchange = () => {
      input.remove()
      resolve([...(input.files ?? [])].slice(0, count))
    }
    input.addEventListener('cancel', () => {
      input.remove()
      reject(new WxFailure('cancel'))
    })
    input.click()
  })
}

interface Size {
  width: number
  height: number
}

function imageSize(path: string): Promise<Size> {
  return new Promise((resolve, reject) => {
    const image = new Image()
    image.onload = () => resolve({ width: image.naturalWidth, height: image.naturalHeight })
    image.onerror = () => reject(new WxFailure(`image error: ${path}`))
    image.src = path
  })
}

const NO_SIZE: Size = { width: 0, height: 0 }

async function describeFile(file: File): Promise<Options> {
  const tempFilePath = keepTemporaryFile(file)
  // a file that is no image is handed on all the same: the program must find out
  const size = await imageSize(tempFilePath).catch(() => NO_SIZE)
  return { tempFilePath, size: file.size, fileType: 'image', ...size }
}

const chooseMedia = asynchronous('chooseMedia', async (options) => {
  const kinds = texts(options, 'mediaType')
  const accept = kinds.length === 0 || kinds.includes('mix') ? ['image', 'video'] : kinds
  const files = await chooseFiles(
    accept.map((kind) => `${kind}/*`).join(','),
    Math.min(number(options, 'count') ?? DEFAULT_COUNT, MOST),
  )
  return { type: 'image', tempFiles: await Promise.all(files.map(describeFile)) }
})

const chooseImage = asynchronous('chooseImage', async (options) => {
  const files = await chooseFiles('image/*', number(options, 'count') ?? DEFAULT_COUNT)
  const tempFiles = files.map((file) => ({ path: keepTemporaryFile(file), size: file.size }))
  return { tempFiles, tempFilePaths: tempFiles.map((file) => file.path) }
})

function drawScaled(image: ImageBitmap, options: Options): HTMLCanvasElement {
  const givenWidth = number(options, 'compressedWidth')
  const givenHeight = number(options, 'compressedHeight')
  const ratio = image.height / image.width
  const width = givenWidth ?? (givenHeight === undefined ? image.width : givenHeight / ratio)
  const canvas = document.createElement('canvas')
  canvas.width = Math.round(width)
  canvas.height = Math.round(givenHeight ?? width * ratio)
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height)
  return canvas
}

/** `quality` works for JPEG only, as on a phone; another type is only scaled. */
const compressImage = asynchronous('compressImage', async (options) => {
  const source = await readTemporaryFile(requiredText(options, 'src'))
  const image = await createImageBitmap(source).catch(() => {
    throw new WxFailure('image decode fail')
  })
  const canvas = drawScaled(image, options)
  image.close()
  const quality = (number(options, 'quality') ?? DEFAULT_QUALITY) / 100
  const result = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, source.type, quality))
  if (result === null) throw new WxFailure('image encode fail')
  return { tempFilePath: keepTemporaryFile(result) }
})

const getImageInfo = asynchronous('getImageInfo', async (options) => {
  const path = requiredText(options, 'src')
  const file = await readTemporaryFile(path)
  return { ...(await imageSize(path)), path, type: file.type.replace('image/', ''), orientation: 'up' }
})

const previewImage = asynchronous('previewImage', (options) => {
  const urls = texts(options, 'urls')
  openImagePreview(urls, Math.max(0, urls.indexOf(text(options, 'current') ?? '')))
})

const previewMedia = asynchronous('previewMedia', (options) => {
  const sources = Array.isArray(options.sources) ? options.sources.filter(isRecord) : []
  openImagePreview(
    sources.map((source) => requiredText(source, 'url')),
    number(options, 'current') ?? 0,
  )
})

const saveImageToPhotosAlbum = asynchronous('saveImageToPhotosAlbum', (options) => {
  const link = element('a', { attributes: { href: requiredText(options, 'filePath'), download: '' } })
  link.click()
})

const fileSystem = {
  readFile: asynchronous('readFile', async (options) => {
    const file = await readTemporaryFile(requiredText(options, 'filePath'))
    return { data: options.encoding === undefined ? await file.arrayBuffer() : await file.text() }
  }),
  getFileInfo: asynchronous('getFileInfo', async (options) => {
    const file = await readTemporaryFile(requiredText(options, 'filePath'))
    return { size: file.size }
  }),
  unlink: asynchronous('unlink', (options) => forgetTemporaryFile(requiredText(options, 'filePath'))),
  ...writing,
}

/** wx.choose…, compressImage, previewImage and the file system. */
export const mediaApi = {
  chooseMedia,
  chooseImage,
  compressImage,
  getImageInfo,
  previewImage,
  previewMedia,
  saveImageToPhotosAlbum,
  getFileSystemManager: () => fileSystem,
}
