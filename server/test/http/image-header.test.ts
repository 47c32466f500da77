import fc from 'fast-check'
import { foreignPicture, readImageHeader } from '../../src/pictures/image-header'
import { jpegHeader } from './images'

const START = Buffer.from('ffd8', 'hex')
const SCAN = Buffer.from('ffda0008010100003f00', 'hex')
const END = Buffer.from('ffd9', 'hex')

function segment(marker: number, body: Buffer): Buffer {
  const head = Buffer.from([0xff, marker, 0, 0])
  head.writeUInt16BE(body.length + 2, 2)
  return Buffer.concat([head, body])
}

function frame(width: number, height: number, marker = 0xc0): Buffer {
  const body = Buffer.from('080000000003012200021101031101', 'hex')
  body.writeUInt16BE(height, 1)
  body.writeUInt16BE(width, 3)
  return segment(marker, body)
}

/** EXIF with one entry, in either byte order. */
function exif(orientation: number, little = false): Buffer {
  const big = Buffer.from(
    `4d4d002a00000008000101120003000000010${orientation.toString(16).padStart(3, '0')}0000`,
    'hex',
  )
  const other = Buffer.from(`49492a0008000000010012010300010000000${orientation.toString(16)}000000`, 'hex')
  return segment(0xe1, Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), little ? other : big]))
}

const metadata = (bytes: number) => segment(0xe2, Buffer.alloc(bytes))
const jpeg = (...parts: Buffer[]) => Buffer.concat([START, ...parts, SCAN, Buffer.from([1, 2, 3]), END])

describe('A JPEG is a picture', () => {
  test.each<[string, Buffer]>([
    [
      'whose size stands behind three megabytes of metadata',
      jpeg(...Array.from({ length: 48 }, () => metadata(65_000)), frame(30, 40)),
    ],
    ['that begins with its frame', jpeg(frame(30, 40), metadata(10))],
    [
      'with fill bytes before its markers',
      jpeg(Buffer.alloc(3, 0xff), metadata(10), Buffer.alloc(500, 0xff), frame(30, 40)),
    ],
    ['of progressive coding', jpeg(frame(30, 40, 0xc2))],
    ['of arithmetic coding', jpeg(frame(30, 40, 0xc9))],
    [
      'whose tables come before its frame',
      jpeg(segment(0xc4, Buffer.alloc(20, 9)), segment(0xcc, Buffer.alloc(4, 9)), frame(30, 40)),
    ],
    ['with markers that have no segment', jpeg(Buffer.from('ff01ffd3', 'hex'), frame(30, 40))],
    ['that is upside down', jpeg(exif(3), frame(30, 40))],
  ])('%s', (_, bytes) => {
    expect(readImageHeader(bytes)).toEqual({ mime: 'image/jpeg', width: 30, height: 40 })
  })

  test.each([5, 6, 7, 8])(
    'that lies on its side (%i), told before or behind its frame, in either byte order',
    (orientation) => {
      for (const little of [true, false]) {
        for (const parts of [
          [exif(orientation, little), frame(30, 40)],
          [frame(30, 40), exif(orientation, little)],
        ])
          expect(readImageHeader(jpeg(...parts))).toEqual({ mime: 'image/jpeg', width: 40, height: 30 })
      }
    },
  )

  test('in whatever order its segments come and however they are filled up', () => {
    const part = fc.oneof(
      fc.integer({ min: 0, max: 65_000 }).map(metadata),
      fc.integer({ min: 1, max: 300 }).map((length) => Buffer.alloc(length, 0xff)),
      fc.constantFrom(exif(1), segment(0xdb, Buffer.alloc(65)), segment(0xfe, Buffer.from('a comment'))),
    )
    fc.assert(
      fc.property(fc.array(part, { maxLength: 20 }), fc.array(part, { maxLength: 5 }), (before, after) => {
        expect(readImageHeader(jpeg(...before, frame(30, 40), ...after))).toMatchObject({
          width: 30,
          height: 40,
        })
      }),
    )
  })

  test('no longer where it is cut before its size, and nothing that is thrown at it makes it throw', () => {
    const whole = jpeg(exif(6), metadata(300), frame(30, 40))
    const end = whole.indexOf(frame(30, 40)) + 9
    for (let length = 0; length < end; length += 1)
      expect(readImageHeader(whole.subarray(0, length))).toBeUndefined()
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat(100), (noise, at) => {
        readImageHeader(Buffer.concat([START, Buffer.from([0xff]), Buffer.from(noise)]))
        readImageHeader(Buffer.concat([whole.subarray(0, at), Buffer.from(noise)]))
        foreignPicture(Buffer.concat([Buffer.from('\0\0\0\x20ftyp'), Buffer.from(noise)]))
      }),
    )
  })
})

describe('A picture of another format', () => {
  const iso = (...brands: string[]) => {
    const head = Buffer.alloc(4)
    const body = Buffer.from(`ftyp${brands[0]}\0\0\0\0${brands.slice(1).join('')}`, 'latin1')
    head.writeUInt32BE(body.length + 4)
    return Buffer.concat([head, body, Buffer.alloc(40)])
  }

  test.each([
    ['HEIC', iso('heic', 'mif1', 'heic')],
    ['HEIC', iso('mif1', 'mif1', 'heic')],
    ['HEIC', iso('msf1')],
    ['HEIC', iso('heix')],
    ['AVIF', iso('avif', 'mif1', 'miaf')],
    ['AVIF', iso('mif1', 'avif', 'miaf')],
    [undefined, iso('isom', 'mp41')],
    [undefined, jpegHeader(3, 4)],
    [undefined, Buffer.alloc(3)],
  ])('is known by its name: %s', (name, bytes) => {
    expect(foreignPicture(bytes)).toBe(name)
  })
})
