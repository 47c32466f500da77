/** So many seconds of silence, a byte a sample. */
export function wav(seconds: number, rate = 8000): Buffer<ArrayBuffer> {
  const sound = Buffer.alloc(Math.round(seconds * rate), 128)
  const head = Buffer.alloc(44)
  head.write('RIFF', 0)
  head.writeUInt32LE(36 + sound.length, 4)
  head.write('WAVEfmt ', 8)
  head.writeUInt32LE(16, 16)
  head.writeUInt16LE(1, 20)
  head.writeUInt16LE(1, 22)
  head.writeUInt32LE(rate, 24)
  head.writeUInt32LE(rate, 28)
  head.writeUInt16LE(1, 32)
  head.writeUInt16LE(8, 34)
  head.write('data', 36)
  head.writeUInt32LE(sound.length, 40)
  return Buffer.concat([head, sound])
}

/** Frames of 26 ms, behind a tag or without one. */
export function mp3(seconds: number, tagged = false): Buffer<ArrayBuffer> {
  const frame = Buffer.alloc(417)
  frame.set([0xff, 0xfb, 0x90, 0x00])
  const frames = Array.from({ length: Math.round((seconds * 44_100) / 1152) }, () => frame)
  const tag = Buffer.from([0x49, 0x44, 0x33, 4, 0, 0, 0, 0, 0, 20, ...Buffer.alloc(20)])
  return Buffer.concat([...(tagged ? [tag] : []), ...frames])
}

/** A box of an MP4. */
export function box(name: string, ...content: Buffer[]): Buffer {
  const head = Buffer.alloc(8)
  head.writeUInt32BE(8 + content.reduce((sum, { length }) => sum + length, 0))
  head.write(name, 4)
  return Buffer.concat([head, ...content])
}

/** An MP4 of which only the header tells how long it is; `isLong`: in numbers of eight bytes. */
export function m4a(seconds: number, isLong = false): Buffer<ArrayBuffer> {
  const header = Buffer.alloc(isLong ? 112 : 100)
  if (isLong) {
    header.writeUInt8(1)
    header.writeUInt32BE(1000, 20)
    header.writeBigUInt64BE(BigInt(Math.round(seconds * 1000)), 24)
  } else {
    header.writeUInt32BE(1000, 12)
    header.writeUInt32BE(Math.round(seconds * 1000), 16)
  }
  const movie = box('moov', box('udta'), box('mvhd', header))
  return Buffer.concat([box('ftyp', Buffer.from('M4A \0\0\0\0')), box('mdat', Buffer.alloc(99)), movie])
}

/** Numbers of four bytes, as the tables of an MP4 have them. */
export const numbers = (...all: number[]) => {
  const bytes = Buffer.alloc(4 * all.length)
  for (const [at, number] of all.entries()) bytes.writeUInt32BE(number, 4 * at)
  return bytes
}

/** Frames of AAC at 44,100 in two channels, as their decoder's configuration says. */
const AAC_LC = [0x12, 0x10]
const PER_SECOND = 44_100 / 1024

/** What tells how long a track is. */
export interface Tables {
  /** What the movie's header tells. */
  told?: number
  configuration?: number[]
  sizes?: Buffer
  times?: Buffer
  edits?: Buffer
  fragments?: Buffer[]
}

/** An MP4 with one track of sound. */
export function recorded({ told = 3, configuration = AAC_LC, sizes, times, edits, fragments = [] }: Tables) {
  const decoder = Buffer.from([5, configuration.length, ...configuration])
  const stream = Buffer.from([4, 13 + decoder.length, 0x40, ...Buffer.alloc(12), ...decoder])
  const descriptors = Buffer.from([0, 0, 0, 0, 3, 0x80, 3 + stream.length, 0, 0, 0, ...stream])
  const entry = box('mp4a', Buffer.alloc(28), box('esds', descriptors))
  const tables = box(
    'stbl',
    box('stsd', numbers(0, 1), entry),
    ...(times ? [box('stts', times)] : []),
    ...(sizes ? [box('stsz', sizes)] : []),
  )
  const track = box(
    'trak',
    ...(edits ? [box('edts', box('elst', edits))] : []),
    box('mdia', box('minf', tables)),
  )
  const header = Buffer.alloc(100)
  header.writeUInt32BE(1000, 12)
  header.writeUInt32BE(told * 1000, 16)
  return Buffer.concat([
    box('ftyp', Buffer.from('M4A \0\0\0\0')),
    box('moov', box('mvhd', header), track),
    ...fragments,
  ])
}

/** Frames of so many seconds. */
export const frames = (seconds: number) => Math.round(seconds * PER_SECOND)
