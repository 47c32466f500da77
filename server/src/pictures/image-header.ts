import { imageSize } from 'image-size'
import type { ModelImage } from '../model/model'
import { readJpegHeader } from './jpeg-header'

/** What an image tells before its picture begins; sizes in pixels as the image is shown. */
export interface ImageHeader {
  mime: ModelImage['mime']
  width: number
  height: number
}

/** Reads a file; `undefined` unless it is a JPEG, PNG or WebP, whatever its name says. */
export function readImageHeader(bytes: Buffer): ImageHeader | undefined {
  const header = measure(bytes)
  if (header === undefined || !(header.width > 0 && header.height > 0)) return undefined
  const { mime, width, height, orientation } = header
  // EXIF orientations from 5 on lie on their side.
  return orientation >= 5 ? { mime, width: height, height: width } : { mime, width, height }
}

/** The EXIF orientation, 1–8, which an image that tells none has upright: 1. */
export function imageOrientation(bytes: Buffer): number {
  const orientation = measure(bytes)?.orientation ?? 1
  return orientation >= 1 && orientation <= 8 ? orientation : 1
}

/** Pictures that phones make and models do not take, by the name that a student may have read. */
export type ForeignPicture = 'HEIC' | 'AVIF'

const brands: Readonly<Record<string, ForeignPicture>> = {
  avif: 'AVIF',
  avis: 'AVIF',
  heic: 'HEIC',
  heix: 'HEIC',
  hevc: 'HEIC',
  hevx: 'HEIC',
  heim: 'HEIC',
  heis: 'HEIC',
}

/** Which of them a file is, by the brands of its ISO media header (ISO/IEC 23008-12); `undefined` for any other file. */
export function foreignPicture(bytes: Buffer): ForeignPicture | undefined {
  if (bytes.length < 16 || bytes.toString('latin1', 4, 8) !== 'ftyp') return undefined
  const end = Math.min(bytes.readUInt32BE(0), bytes.length - 3)
  const names = [bytes.toString('latin1', 8, 12)]
  for (let at = 16; at < end; at += 4) names.push(bytes.toString('latin1', at, at + 4))
  const known = names.map((name) => brands[name]).find((kind) => kind !== undefined)
  // These two say no more than that it is a picture of this family, of which HEIC is by far the most common.
  return known ?? (names[0] === 'mif1' || names[0] === 'msf1' ? 'HEIC' : undefined)
}

interface Measured extends ImageHeader {
  orientation: number
}

function measure(bytes: Buffer): Measured | undefined {
  const beginning = bytes.toString('latin1', 0, 12)
  if (beginning.startsWith('\xff\xd8\xff')) return measureJpeg(bytes)
  if (beginning.startsWith('\x89PNG\r\n\x1a\n')) return measureOther(bytes, 'image/png')
  if (/^RIFF.{4}WEBP/s.test(beginning)) return measureOther(bytes, 'image/webp')
  return undefined
}

function measureJpeg(bytes: Buffer): Measured | undefined {
  const header = readJpegHeader(bytes)
  return header && { mime: 'image/jpeg', ...header }
}

/** The library throws on a header that is cut or makes no sense. */
function measureOther(bytes: Buffer, mime: ModelImage['mime']): Measured | undefined {
  try {
    const { width, height, orientation = 1 } = imageSize(bytes)
    return { mime, width, height, orientation }
  } catch {
    return undefined
  }
}
