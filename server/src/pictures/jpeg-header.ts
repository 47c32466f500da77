/** What a JPEG says of itself before its picture begins. */
export interface JpegHeader {
  /** Pixels as they are stored. */
  width: number
  height: number
  /** EXIF's 1–8; 1 where nothing is said. */
  orientation: number
}

/** Begins each marker, and may be repeated before it to fill up. */
const FILL = 0xff
const START_OF_IMAGE = 0xd8
const END_OF_IMAGE = 0xd9
const START_OF_SCAN = 0xda
const APPLICATION_1 = 0xe1
const EXIF = 'Exif\0\0'
const ORIENTATION_TAG = 0x0112

/**
 * Walks the segments of a JPEG up to its picture, in whatever order and however long they are (ITU-T T.81, B.1.1);
 * `undefined` where no frame says a size.
 */
export function readJpegHeader(bytes: Buffer): JpegHeader | undefined {
  if (bytes[0] !== FILL || bytes[1] !== START_OF_IMAGE) return undefined
  let size: Omit<JpegHeader, 'orientation'> | undefined
  let orientation: number | undefined
  for (const { marker, body } of segmentsOf(bytes)) {
    if (isFrame(marker)) size ??= sizeOf(body)
    else if (marker === APPLICATION_1) orientation ??= orientationOf(body)
  }
  return size && { ...size, orientation: orientation ?? 1 }
}

interface Segment {
  marker: number
  body: Buffer
}

function* segmentsOf(bytes: Buffer): Generator<Segment> {
  let at = 2
  while (at + 1 < bytes.length) {
    if (bytes[at] !== FILL) return
    while (bytes[at] === FILL) at += 1
    const marker = bytes[at]
    at += 1
    if (marker === undefined || marker === END_OF_IMAGE || marker === START_OF_SCAN) return
    if (isAlone(marker)) continue
    if (at + 2 > bytes.length) return
    const length = bytes.readUInt16BE(at)
    if (length < 2) return
    yield { marker, body: bytes.subarray(at + 2, at + length) }
    at += length
  }
}

/** Markers without a segment: temporary, and restarts. */
function isAlone(marker: number): boolean {
  return marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7)
}

/** Start of frame, of whichever coding; three of its row are something else. */
function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc
}

function sizeOf(body: Buffer): Omit<JpegHeader, 'orientation'> | undefined {
  if (body.length < 5) return undefined
  return { width: body.readUInt16BE(3), height: body.readUInt16BE(1) }
}

/** The orientation in the first directory of EXIF; `undefined` where there is none, or nothing that makes sense. */
function orientationOf(body: Buffer): number | undefined {
  if (body.toString('latin1', 0, EXIF.length) !== EXIF) return undefined
  const tiff = body.subarray(EXIF.length)
  const order = tiff.toString('latin1', 0, 2)
  if (tiff.length < 8 || (order !== 'II' && order !== 'MM')) return undefined
  const short = (at: number) => (order === 'II' ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at))
  const directory = order === 'II' ? tiff.readUInt32LE(4) : tiff.readUInt32BE(4)
  if (directory + 2 > tiff.length) return undefined
  const end = Math.min(directory + 2 + 12 * short(directory), tiff.length - 11)
  for (let entry = directory + 2; entry < end; entry += 12) {
    const value = short(entry) === ORIENTATION_TAG ? short(entry + 8) : 0
    if (value >= 1 && value <= 8) return value
  }
  return undefined
}
