import { imageSize } from 'image-size'
import type { ModelImage } from '../model/model'

/** What the first bytes of an image tell; sizes in pixels as the image is shown. */
export interface ImageHeader {
  mime: ModelImage['mime']
  width: number
  height: number
}

const mimeByType: Partial<Record<string, ModelImage['mime']>> = {
  jpg: 'image/jpeg',
  png: 'image/png',
  webp: 'image/webp',
}

/** Reads the beginning of a file; `undefined` unless it is a JPEG, PNG or WebP, whatever its name says. */
export function readImageHeader(beginning: Buffer): ImageHeader | undefined {
  if (!hasMagic(beginning)) return undefined
  const size = measure(beginning)
  const mime = mimeByType[size?.type ?? '']
  if (size === undefined || mime === undefined || !(size.width > 0 && size.height > 0)) return undefined
  // EXIF orientations from 5 on lie on their side.
  const turned = (size.orientation ?? 1) >= 5
  return turned
    ? { mime, width: size.height, height: size.width }
    : { mime, width: size.width, height: size.height }
}

function hasMagic(bytes: Buffer): boolean {
  const text = bytes.toString('latin1', 0, 12)
  return (
    text.startsWith('\xff\xd8\xff') || text.startsWith('\x89PNG\r\n\x1a\n') || /^RIFF.{4}WEBP/s.test(text)
  )
}

/** The library throws on a header that is cut or makes no sense. */
function measure(beginning: Buffer) {
  try {
    return imageSize(beginning)
  } catch {
    return undefined
  }
}
