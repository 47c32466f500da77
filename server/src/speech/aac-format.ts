import { boxAt } from './mp4-boxes'

/** What a decoder of AAC makes of each frame. */
export interface AacFormat {
  /** Of one channel. */
  samplesOfFrame: number
  /** Samples of one channel in a second. */
  rate: number
  channels: number
}

/** Samples a second by their index (ISO 14496-3, 1.6.3.3). */
const RATES = [
  96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8000, 7350,
]
/** Of an index that says nothing, the rate stands behind it. */
const ESCAPED = 15
/** Bytes of a sound's sample entry before the boxes in it (ISO 14496-12, 12.2.3). */
const ENTRY = 28
/** What QuickTime writes there more, by the entry's version. */
const MORE = [0, 16, 36]
/** Descriptors of MPEG-4 (ISO 14496-1, 7.2.2.1), and the bytes that each has before those in it. */
const BEFORE: ReadonlyMap<number, number> = new Map([
  [3, 3],
  [4, 13],
])
const DECODER = 5
/** The ordinary object type, whose frames have 960 samples where its first flag says so (4.4.1). */
const LOW_COMPLEXITY = 2
/** Of layouts that say their number elsewhere, or are the largest. */
const MOST_CHANNELS = 8
/** Object types with short frames: the low delays (ISO 14496-3, 1.5.1). */
const SHORT: ReadonlySet<number> = new Set([23, 39])

/** The format of a track's tables, by the configuration of its decoder; `undefined` where it is no AAC or has none that can be read. */
export function aacFormatIn(tables: Buffer): AacFormat | undefined {
  const description = boxAt(tables, ['stsd'])
  const entry = description && boxAt(description.subarray(8), ['mp4a'])
  if (entry === undefined || entry.length < ENTRY) return undefined
  const more = MORE[entry.readUInt16BE(8)] ?? 0
  const boxes = entry.subarray(ENTRY + more)
  const descriptors = boxAt(boxes, ['esds']) ?? boxAt(boxes, ['wave', 'esds'])
  const configuration = descriptors && configurationIn(descriptors.subarray(4))
  return configuration && formatOf(configuration)
}

/** What stands in the decoder's own descriptor. */
function configurationIn(descriptors: Buffer): Buffer | undefined {
  for (let at = 0; at + 2 <= descriptors.length; ) {
    const kind = descriptors[at] ?? 0
    const { length, begin } = lengthAt(descriptors, at + 1)
    if (kind === DECODER) return descriptors.subarray(begin, begin + length)
    const before = BEFORE.get(kind)
    // Those that hold others are gone into, the rest is passed over.
    at = before === undefined ? begin + length : begin + before
  }
  return undefined
}

/** Seven bits a byte, as long as the eighth says that there is one more. */
function lengthAt(bytes: Buffer, from: number): { length: number; begin: number } {
  let length = 0
  for (let at = from; at < from + 4; at += 1) {
    const byte = bytes[at] ?? 0
    length = length * 128 + (byte & 127)
    if (byte < 128) return { length, begin: at + 1 }
  }
  return { length, begin: from + 4 }
}

/** The first bits of an AudioSpecificConfig (ISO 14496-3, 1.6.2.1). Of one that says it is doubled (SBR) the first rate is that of its frames. */
function formatOf(configuration: Buffer): AacFormat | undefined {
  const bits = bitsOf(configuration)
  const short = bits(5)
  const kind = short === 31 ? 32 + bits(6) : short
  const index = bits(4)
  const rate = index === ESCAPED ? bits(24) : (RATES[index] ?? 0)
  const layout = bits(4)
  const isShorter = kind === LOW_COMPLEXITY && bits(1) === 1
  if (rate === 0) return undefined
  const samplesOfFrame = SHORT.has(kind) ? 512 : isShorter ? 960 : 1024
  return { samplesOfFrame, rate, channels: layout === 0 || layout > 6 ? MOST_CHANNELS : layout }
}

/** Reads numbers of so many bits, one behind the other; behind the end there are zeros. */
function bitsOf(bytes: Buffer): (count: number) => number {
  let at = 0
  return (count) => {
    let number = 0
    for (let bit = 0; bit < count; bit += 1, at += 1) {
      number = number * 2 + (((bytes[at >> 3] ?? 0) >> (7 - (at & 7))) & 1)
    }
    return number
  }
}
