import { type AacFormat, aacFormatIn } from './aac-format'
import { boxAt, boxesAt, numberAt, timeAt } from './mp4-boxes'

/** Bytes of one channel that a frame of AAC has at the most: 6,144 bits (ISO 14496-3, 4.5.3.2). What is longer holds several. */
const LARGEST_FRAME = 768
/** A recorder writes one. */
const MOST_TRACKS = 16

/**
 * Seconds of an MP4 with sound; `undefined` where nothing in it tells any. What its headers say is only told, and whoever plays it does not ask
 * them: it plays every sample of the tables (ISO 14496-12, 8.7), each of which is a frame of so many samples of sound at the rate of
 * its decoder's own format, and each edit (8.6.6) as often as it is listed. So it is as long as the longest of all three. A file
 * without tables has nothing that could be played; one with more tracks than a recording has counts as endless, and is not looked at further.
 */
export function secondsOfM4a(bytes: Buffer): number | undefined {
  const header = boxAt(bytes, ['moov', 'mvhd'])
  const fragments = framesOfFragments(bytes)
  let longest = toldBy(header)
  let tracks = 0
  for (const track of boxesAt(bytes, ['moov', 'trak'])) {
    tracks += 1
    if (tracks > MOST_TRACKS) return Number.POSITIVE_INFINITY
    longest = Math.max(longest, playedOf(track, fragments), editedOf(track, header))
  }
  return longest === 0 ? undefined : longest
}

/** The movie header's own. */
function toldBy(header: Buffer | undefined): number {
  if (header === undefined) return 0
  const isLong = header[0] === 1
  return seconds(timeAt(header, isLong ? 24 : 16, isLong), timescaleOf(header))
}

/** Units of a second in a header of times. */
function timescaleOf(header: Buffer): number {
  return numberAt(header, header[0] === 1 ? 20 : 12)
}

function playedOf(track: Buffer, fragments: number): number {
  const tables = boxAt(track, ['mdia', 'minf', 'stbl'])
  const format = tables && aacFormatIn(tables)
  if (tables === undefined || format === undefined) return 0
  const frames = Math.max(framesBySizes(tables, format), samplesByTimes(tables)) + fragments
  return (frames * format.samplesOfFrame) / format.rate
}

/** Of the table of sizes: a sample that is too long for one frame holds as many as it could. */
function framesBySizes(tables: Buffer, { channels }: AacFormat): number {
  const sizes = boxAt(tables, ['stsz'])
  const compact = boxAt(tables, ['stz2'])
  if (sizes === undefined) return compact === undefined ? 0 : numberAt(compact, 8)
  const count = numberAt(sizes, 8)
  const framesOf = (size: number) => Math.max(1, Math.ceil(size / (LARGEST_FRAME * channels)))
  const same = numberAt(sizes, 4)
  if (same > 0) return count * framesOf(same)
  const inTable = Math.min(count, Math.max(0, Math.floor((sizes.length - 12) / 4)))
  let frames = 0
  for (let sample = 0; sample < inTable; sample += 1) frames += framesOf(numberAt(sizes, 12 + 4 * sample))
  return frames
}

/** Of the table of times, whatever times it gives them. */
function samplesByTimes(tables: Buffer): number {
  const times = boxAt(tables, ['stts'])
  if (times === undefined) return 0
  const entries = Math.min(numberAt(times, 4), Math.max(0, Math.floor((times.length - 8) / 8)))
  let samples = 0
  for (let entry = 0; entry < entries; entry += 1) samples += numberAt(times, 8 + 8 * entry)
  return samples
}

/** Of what comes behind the movie (8.8), of whichever track: a recording has one. */
function framesOfFragments(bytes: Buffer): number {
  let frames = 0
  for (const run of boxesAt(bytes, ['moof', 'traf', 'trun'])) frames += numberAt(run, 4)
  return frames
}

function editedOf(track: Buffer, header: Buffer | undefined): number {
  const edits = boxAt(track, ['edts', 'elst'])
  if (header === undefined || edits === undefined) return 0
  const isLong = edits[0] === 1
  const length = isLong ? 20 : 12
  const entries = Math.min(numberAt(edits, 4), Math.max(0, Math.floor((edits.length - 8) / length)))
  let units = 0
  for (let entry = 0; entry < entries; entry += 1) units += timeAt(edits, 8 + length * entry, isLong)
  return seconds(units, timescaleOf(header))
}

function seconds(units: number, aSecond: number): number {
  return aSecond === 0 ? 0 : units / aSecond
}
