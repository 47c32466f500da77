import { PNG } from 'pngjs'
import sharp from 'sharp'

/** A real PNG of this size. */
export function pngImage(width: number, height: number): Buffer {
  return PNG.sync.write(new PNG({ width, height }))
}

/** A JPEG of this size: red above, white below, as it is stored; with an EXIF orientation. */
export async function jpegImage(width: number, height: number, orientation = 1): Promise<Buffer> {
  const upper = {
    input: { create: { width, height: Math.ceil(height / 2), channels: 3, background: '#f00' } },
    left: 0,
    top: 0,
  } as const
  return sharp({ create: { width, height, channels: 3, background: '#fff' } })
    .composite([upper])
    .withMetadata({ orientation })
    .jpeg({ chromaSubsampling: '4:4:4' })
    .toBuffer()
}

/** The smallest JPEG that tells a size, with an EXIF orientation; there is no picture in it. */
export function jpegHeader(width: number, height: number, orientation = 1): Buffer {
  const exif = Buffer.from('457869660000', 'hex')
  const tiff = Buffer.from('4d4d002a00000008000101120003000000010000000000000000', 'hex')
  tiff.writeUInt16BE(orientation, 18)
  const app1 = Buffer.concat([Buffer.from('ffe1', 'hex'), length(exif, tiff), exif, tiff])
  const size = Buffer.from('0800000000010111', 'hex')
  size.writeUInt16BE(height, 1)
  size.writeUInt16BE(width, 3)
  const frame = Buffer.concat([size, Buffer.from('00', 'hex')])
  const start = Buffer.concat([Buffer.from('ffc0', 'hex'), length(frame), frame])
  return Buffer.concat([Buffer.from('ffd8', 'hex'), app1, start, Buffer.from('ffd9', 'hex')])
}

/** A WebP of one pixel. */
export function webpImage(): Buffer {
  return Buffer.from('UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA', 'base64')
}

function length(...parts: Buffer[]): Buffer {
  const bytes = Buffer.alloc(2)
  bytes.writeUInt16BE(parts.reduce((sum, part) => sum + part.length, 2))
  return bytes
}

/** A multipart body with one file. */
export function upload(bytes: Buffer, name = 'page.jpg', field = 'file') {
  const boundary = 'a-boundary-of-the-tests'
  const head =
    `--${boundary}\r\nContent-Disposition: form-data; name="${field}"; filename="${name}"\r\n` +
    'Content-Type: image/jpeg\r\n\r\n'
  return {
    headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
    body: new Uint8Array(Buffer.concat([Buffer.from(head), bytes, Buffer.from(`\r\n--${boundary}--\r\n`)])),
  }
}
