import type { ModelImage } from '../model/model'
import { imageOrientation } from './image-header'

/**
 * An image without what tells of its maker: place and time, camera, comments, previews and whatever is hung on behind it. Its
 * picture stays as it is, to the byte, and so does the way up it is shown. What is not understood of a file stays.
 */
export function stripMetadata(mime: ModelImage['mime'], bytes: Buffer): Buffer {
  switch (mime) {
    case 'image/jpeg':
      return stripJpeg(bytes)
    case 'image/png':
      return stripPng(bytes)
    case 'image/webp':
      return stripWebp(bytes)
  }
}

const START_OF_SCAN = 0xda
const END_OF_IMAGE = 0xd9
const COMMENT = 0xfe
const EXIF_SEGMENT = 0xe1
/** The colour profile; other segments of its kind hold previews, with metadata of their own. */
const PROFILE_SEGMENT = 0xe2

function stripJpeg(bytes: Buffer): Buffer {
  const kept: Buffer[] = [bytes.subarray(0, 2)]
  let at = 2
  let oriented = false
  while (bytes[at] === 0xff) {
    const marker = bytes[at + 1] ?? 0
    if (marker === 0xff) {
      at += 1
      continue
    }
    if (marker === START_OF_SCAN || marker === END_OF_IMAGE) break
    if (at + 4 > bytes.length) break
    const end = at + 2 + bytes.readUInt16BE(at + 2)
    if (end > bytes.length) break
    const segment = bytes.subarray(at, end)
    if (marker === EXIF_SEGMENT && !oriented) {
      const orientation = orientationSegment(bytes, segment)
      oriented = orientation.length > 0
      kept.push(orientation)
    } else if (!isMetadata(marker, segment)) kept.push(segment)
    at = end
  }
  kept.push(bytes.subarray(at, endOfImage(bytes, at)))
  return Buffer.concat(kept)
}

function isMetadata(marker: number, segment: Buffer): boolean {
  if (marker === COMMENT || marker === EXIF_SEGMENT) return true
  if (marker === PROFILE_SEGMENT) return segment.toString('latin1', 4, 15) !== 'ICC_PROFILE'
  // Of the other segments for applications, JFIF (E0) and Adobe (EE) tell how colours are meant.
  return marker > PROFILE_SEGMENT && marker <= 0xef && marker !== 0xee
}

/** Where the picture ends: it may have several scans, with segments between them. */
function endOfImage(bytes: Buffer, from: number): number {
  let at = from
  while (at >= 0 && at + 1 < bytes.length) {
    const marker = bytes[at + 1] ?? 0
    if (marker === END_OF_IMAGE) return at + 2
    // Inside of a scan an FF stands before a zero or a restart.
    const inScan = marker === 0 || marker === 0xff || (marker >= 0xd0 && marker <= 0xd7)
    if (!inScan && at + 4 > bytes.length) return bytes.length
    const next = inScan ? at + 1 : at + 2 + bytes.readUInt16BE(at + 2)
    at = bytes.indexOf(0xff, next)
  }
  return bytes.length
}

/** An EXIF segment that has the orientation and nothing else; empty where there is none. */
function orientationSegment(bytes: Buffer, segment: Buffer): Buffer {
  if (segment.toString('latin1', 4, 8) !== 'Exif') return Buffer.alloc(0)
  const exif = Buffer.from('ffe100224578696600004d4d002a00000008000101120003000000010000000000000000', 'hex')
  exif.writeUInt16BE(imageOrientation(bytes), 28)
  return exif
}

const pngMetadata: ReadonlySet<string> = new Set(['eXIf', 'tEXt', 'zTXt', 'iTXt', 'tIME'])

function stripPng(bytes: Buffer): Buffer {
  const kept: Buffer[] = [bytes.subarray(0, 8)]
  let at = 8
  while (at + 12 <= bytes.length) {
    const end = at + 12 + bytes.readUInt32BE(at)
    if (end > bytes.length) break
    const type = bytes.toString('latin1', at + 4, at + 8)
    if (!pngMetadata.has(type)) kept.push(bytes.subarray(at, end))
    at = end
    if (type === 'IEND') return Buffer.concat(kept)
  }
  return Buffer.concat([...kept, bytes.subarray(at)])
}

const webpMetadata: ReadonlySet<string> = new Set(['EXIF', 'XMP '])
/** In the flags of an extended header: there is EXIF, there is XMP. */
const WEBP_METADATA_FLAGS = 0x0c

function stripWebp(bytes: Buffer): Buffer {
  const kept: Buffer[] = []
  let at = 12
  while (at + 8 <= bytes.length) {
    const size = bytes.readUInt32LE(at + 4)
    const end = at + 8 + size + (size % 2)
    if (at + 8 + size > bytes.length) break
    const type = bytes.toString('latin1', at, at + 4)
    if (type === 'VP8X') kept.push(withoutMetadataFlags(bytes.subarray(at, end)))
    else if (!webpMetadata.has(type)) kept.push(bytes.subarray(at, end))
    at = end
  }
  const body = Buffer.concat([...kept, bytes.subarray(at)])
  const head = Buffer.from(bytes.subarray(0, 12))
  if (body.length + 12 !== bytes.length) head.writeUInt32LE(body.length + 4, 4)
  return Buffer.concat([head, body])
}

function withoutMetadataFlags(chunk: Buffer): Buffer {
  const copy = Buffer.from(chunk)
  copy[8] = (copy[8] ?? 0) & ~WEBP_METADATA_FLAGS
  return copy
}
