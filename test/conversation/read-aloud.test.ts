import fc from 'fast-check'
import { ReadAloud, spokenParts } from '../../miniprogram/conversation/read-aloud'
import { settle } from './fakes'

/** A phone that plays what a test lets end. */
function opened() {
  const spoken: string[] = []
  const read: (string | undefined)[] = []
  const ends: (() => void)[] = []
  let stops = 0
  const aloud = new ReadAloud({
    player: {
      play: () => new Promise((resolve) => ends.push(() => resolve(true))),
      stop: () => {
        stops += 1
        ends.at(-1)?.()
      },
    },
    speak: async (text) => {
      spoken.push(text)
      return `/${spoken.length}.mp3`
    },
    changed: (requestId) => read.push(requestId),
  })
  return { aloud, spoken, read, ends, stops: () => stops }
}
const LONG = '先移项。'.repeat(60)

describe('Reading aloud', () => {
  test('goes from part to part, and fetches the next one while one is heard', async () => {
    const { aloud, spoken, read, ends } = opened()
    const whole = aloud.read('r1', LONG)
    await settle()
    expect(ends).toHaveLength(1)
    expect(spoken.length).toBe(2)
    while (aloud.requestId !== undefined) {
      ends.at(-1)?.()
      await settle()
    }
    await whole
    expect(spoken.join('')).toBe(LONG)
    expect(read).toEqual(['r1', undefined])
  })

  test('falls silent at once, and another answer is read in its place', async () => {
    const { aloud, spoken, read } = opened()
    void aloud.read('r1', LONG)
    await settle()
    aloud.stop()
    await settle()
    const before = spoken.length
    void aloud.read('r2', '答案是五。')
    await settle()
    expect(spoken.slice(before)).toEqual(['答案是五。'])
    expect(read).toEqual(['r1', undefined, 'r2'])
  })

  test('waits for words that come later, as one that is being read, and is silent where it was stopped meanwhile', async () => {
    const { aloud, spoken } = opened()
    const words: ((text: string) => void)[] = []
    const later = () => new Promise<string>((resolve) => words.push(resolve))
    void aloud.read('r1', later())
    expect(aloud.requestId).toBe('r1')
    aloud.stop()
    words[0]?.('答案是四。')
    await settle()
    expect([aloud.requestId, spoken]).toEqual([undefined, []])
    void aloud.read('r2', later())
    words[1]?.('答案是五。')
    await settle()
    expect(spoken).toEqual(['答案是五。'])
  })

  test('what cannot be spoken is told, and nothing is read any more', async () => {
    const read: (string | undefined)[] = []
    const aloud = new ReadAloud({
      player: { play: async () => true, stop: () => undefined },
      speak: async () => Promise.reject(new Error('no network')),
      changed: (requestId) => read.push(requestId),
    })
    await expect(aloud.read('r1', '先移项。')).rejects.toThrow('no network')
    expect(read).toEqual(['r1', undefined])
  })

  test('reads all of a text, in parts that the server takes', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('先移项', '。', '\n', 'x 等于五', '！', '长'.repeat(900)), {
          maxLength: 30,
        }),
        (pieces) => {
          const text = pieces.join('')
          const parts = spokenParts(text)
          expect(parts.join('').replace(/\s/g, '')).toBe(text.replace(/\s/g, '').replace(/^[。！]+/, ''))
          for (const part of parts) expect(part.length).toBeLessThanOrEqual(4096)
        },
      ),
    )
  })
})
