import { readRecording } from '../../src/speech/recording'
import { box, frames, m4a, mp3, numbers, recorded, type Tables, wav } from './recordings'

describe('an m4a is as long as what is played of it, whatever its header tells', () => {
  test.each<[string, Tables, number]>([
    ['by samples of one size', { sizes: numbers(0, 200, frames(300)) }, 300],
    [
      'by samples of sizes of their own',
      { sizes: numbers(0, 0, frames(90), ...Array<number>(frames(90)).fill(50)) },
      90,
    ],
    ['by samples whose times are told shorter', { times: numbers(0, 1, frames(300), 1) }, 300],
    ['by samples that hold several frames', { sizes: numbers(0, 15_360, frames(30)) }, 300],
    [
      'by fragments',
      {
        told: 0,
        fragments: [1, 2, 3].map(() => box('moof', box('traf', box('trun', numbers(0, frames(40)))))),
      },
      120,
    ],
    [
      'by an edit that comes again and again',
      { edits: numbers(0, 3, ...[1, 2, 3].flatMap(() => [50_000, 0, 65_536])) },
      150,
    ],
    ['at a rate of its own', { configuration: [0x15, 0x88], sizes: numbers(0, 50, 1000) }, 128],
    [
      'at a rate that is written out',
      { configuration: [0x17, 0x80, 0x0f, 0xa0, 0x08], sizes: numbers(0, 50, 1000) },
      128,
    ],
    ['by frames of 960 samples', { configuration: [0x12, 0x14], sizes: numbers(0, 50, 4594) }, 100],
    ['by its header where that tells more', { told: 61, sizes: numbers(0, 200, frames(3)) }, 61],
    ['and honest', { told: 59, sizes: numbers(0, 200, frames(59)) }, 59],
  ])('%s', (_, tables, seconds) => {
    expect(readRecording(recorded(tables))?.seconds).toBeCloseTo(seconds, 0)
  })

  test.each([
    ['that are empty', Buffer.alloc(0)],
    ['with tables', box('mdia', box('minf', box('stbl', Buffer.alloc(0))))],
  ])('which has an end also with half a million tracks %s: such a one is no recording', (_what, track) => {
    const whole = box('trak', track)
    const tracks = Buffer.alloc(whole.length * Math.floor((4 * 1024 * 1024) / whole.length), whole)
    const fragments = Buffer.alloc(1024 * 1024, box('moof', Buffer.alloc(0)))
    const file = Buffer.concat([box('ftyp', Buffer.from('M4A ')), box('moov', tracks), fragments])
    expect(readRecording(file)).toEqual({ kind: 'm4a', seconds: Number.POSITIVE_INFINITY })
  })

  test('also where its tables break off, or tell of more than there is', () => {
    const whole = recorded({ sizes: numbers(0, 0, 0xffff_ffff, 50), times: numbers(0, 0xffff_ffff, 2, 1) })
    for (let length = 0; length <= whole.length; length += 1) readRecording(whole.subarray(0, length))
    expect(readRecording(whole)?.seconds).toBe(3)
  })
})

describe('a recording', () => {
  test.each<[string, Buffer, string, number]>([
    ['wav', wav(3), 'wav', 3],
    ['wav that says it is longer than it is', wav(3).fill(0xff, 40, 44), 'wav', 3],
    ['mp3', mp3(3), 'mp3', 3],
    ['mp3 with a tag', mp3(3, true), 'mp3', 3],
    ['m4a', m4a(3), 'm4a', 3],
    ['m4a with long numbers', m4a(3, true), 'm4a', 3],
  ])('%s is known by its bytes, with its seconds', (_, bytes, kind, seconds) => {
    const recording = readRecording(bytes)
    expect(recording?.kind).toBe(kind)
    expect(recording?.seconds).toBeCloseTo(seconds, 1)
  })

  test('wav that tells a rate of its own is as long as its samples are', () => {
    const forged = wav(120)
    forged.writeUInt32LE(0xffff_ffff, 28)
    expect(readRecording(forged)?.seconds).toBeCloseTo(120, 1)
  })

  test('what tells no length is taken only where it cannot be longer than a minute', () => {
    const tagged = (bytes: number) => readRecording(Buffer.concat([mp3(0, true), Buffer.alloc(bytes, 'x')]))
    expect(tagged(5000)).toEqual({ kind: 'mp3', seconds: undefined })
    expect(tagged(61_000)).toBeUndefined()
  })

  test('that is cut anywhere, or is none, is read without an error', () => {
    for (const whole of [wav(0.1), mp3(0.1, true), m4a(1), m4a(1, true)])
      for (let length = 0; length < Math.min(whole.length, 400); length++)
        readRecording(whole.subarray(0, length))
    for (const bytes of ['', 'text', '\x89PNG\r\n', '<html>', 'OggS', '\xff\xd8\xff\xe0'])
      expect(readRecording(Buffer.from(bytes, 'latin1'))).toBeUndefined()
  })
})
