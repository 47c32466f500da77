import { secondsOfM4a } from './m4a-length'

/** What a recording is, by its bytes. */
export type RecordingKind = 'mp3' | 'm4a' | 'wav'

/** What a file with a recording is. */
export interface Recording {
  kind: RecordingKind
  /** As its own structure tells it; `undefined` where that tells none. */
  seconds: number | undefined
}

/** Bytes that last a minute at the lowest rate of an mp3, 8 kbit/s: one of which no frame tells the length may have so many. */
const MINUTE = 60_000

/** What these bytes are; `undefined` for anything but the three kinds. */
export function readRecording(bytes: Buffer): Recording | undefined {
  if (latin(bytes, 0, 4) === 'RIFF' && latin(bytes, 8, 12) === 'WAVE') {
    return { kind: 'wav', seconds: secondsOfWav(bytes) }
  }
  if (latin(bytes, 4, 8) === 'ftyp') return { kind: 'm4a', seconds: secondsOfM4a(bytes) }
  const audio = afterTag(bytes)
  if (audio === 0 && frameAt(bytes, 0) === undefined) return undefined
  // Anything may stand behind a tag, and whoever plays it looks for frames further on.
  const seconds = secondsOfMp3(bytes, audio)
  return seconds === undefined && bytes.length > MINUTE ? undefined : { kind: 'mp3', seconds }
}

function latin(bytes: Buffer, from: number, to: number): string {
  return bytes.toString('latin1', from, to)
}

/** Chunks of a name and a length (RIFF); what is said to be there counts only as far as it is there. */
function secondsOfWav(bytes: Buffer): number | undefined {
  let bytesASecond = 0
  for (let at = 12; at + 8 <= bytes.length; ) {
    const name = latin(bytes, at, at + 4)
    const length = bytes.readUInt32LE(at + 4)
    const begin = at + 8
    if (name === 'fmt ' && begin + 16 <= bytes.length) bytesASecond = bytesASecondOf(bytes.subarray(begin))
    if (name === 'data') {
      return bytesASecond === 0 ? undefined : Math.min(length, bytes.length - begin) / bytesASecond
    }
    // Chunks begin at even places.
    at = begin + length + (length % 2)
  }
  return undefined
}

/** The `fmt ` chunk's own number is only told; for plain samples it is what whoever plays them makes of the other three. */
function bytesASecondOf(format: Buffer): number {
  const told = format.readUInt32LE(8)
  const isPlain = format.readUInt16LE(0) === 1
  return isPlain ? (format.readUInt16LE(2) * format.readUInt32LE(4) * format.readUInt16LE(14)) / 8 : told
}

/** Where the sound begins behind an ID3v2 tag; 0 without one. */
function afterTag(bytes: Buffer): number {
  if (latin(bytes, 0, 3) !== 'ID3' || bytes.length < 10) return 0
  const [one = 0, two = 0, three = 0, four = 0] = bytes.subarray(6, 10)
  return 10 + (one << 21) + (two << 14) + (three << 7) + four
}

interface Frame {
  bytes: number
  seconds: number
}

/** All frames one after the other; what is between them is passed over. */
function secondsOfMp3(bytes: Buffer, begin: number): number | undefined {
  let seconds = 0
  for (let at = begin; at + 4 <= bytes.length; ) {
    const frame = frameAt(bytes, at)
    seconds += frame?.seconds ?? 0
    at += frame?.bytes ?? 1
  }
  return seconds === 0 ? undefined : seconds
}

/** In kilobits a second, by the index in a frame's header: MPEG 1, and 2 or 2.5, layer III. */
const RATES_OF_1 = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320]
const RATES_OF_2 = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160]
/** Samples a second of MPEG 1; halved in 2, and once more in 2.5. */
const SAMPLES = [44_100, 48_000, 32_000]

/** The frame of MPEG audio, layer III, whose header stands here (ISO 11172-3, 2.4.1.3). */
function frameAt(bytes: Buffer, at: number): Frame | undefined {
  if (at + 4 > bytes.length) return undefined
  const [sync = 0, second = 0, third = 0] = bytes.subarray(at, at + 3)
  const version = (second >> 3) & 3
  const isLayer3 = ((second >> 1) & 3) === 1
  if (sync !== 0xff || second < 0xe0 || version === 1 || !isLayer3) return undefined
  const isFirst = version === 3
  const rate = (isFirst ? RATES_OF_1 : RATES_OF_2)[third >> 4] ?? 0
  const samples = (SAMPLES[(third >> 2) & 3] ?? 0) / (isFirst ? 1 : version === 2 ? 2 : 4)
  if (rate === 0 || samples === 0) return undefined
  const perFrame = isFirst ? 1152 : 576
  const length = Math.floor((perFrame / 8) * ((rate * 1000) / samples)) + ((third >> 1) & 1)
  return { bytes: length, seconds: perFrame / samples }
}
