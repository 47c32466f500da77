import fc from 'fast-check'
import { Utf8Decoder } from '../../miniprogram/stream/utf8'

/** Cuts the bytes where the numbers say and decodes piece by piece. */
function decode(bytes: Uint8Array, cuts: readonly number[]): string {
  const decoder = new Utf8Decoder()
  const places = [...new Set(cuts.map((cut) => cut % (bytes.length + 1)))].sort((one, other) => one - other)
  let text = ''
  let from = 0
  for (const place of [...places, bytes.length]) {
    text += decoder.decode(bytes.slice(from, place))
    from = place
  }
  return text + decoder.end()
}

const cuts = fc.array(fc.nat({ max: 1000 }), { maxLength: 20 })

describe('UTF-8 in chunks', () => {
  test('gives the text back, wherever it is cut', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('', '\ufeff'),
        fc.string({ unit: 'binary', maxLength: 60 }),
        cuts,
        (mark, words, places) => {
          const text = mark + words
          const whole = new TextEncoder().encode(text)
          expect(decode(whole, places)).toBe(new TextDecoder().decode(whole))
        },
      ),
    )
  })

  test('reads bytes that are no UTF-8 as a browser does', () => {
    const awkward = fc.constantFrom(
      0x41,
      0x80,
      0xbf,
      0xc0,
      0xc2,
      0xe0,
      0xa0,
      0xed,
      0x9f,
      0xf0,
      0x90,
      0xf4,
      0x8f,
      0xf5,
      0xff,
      0xef,
      0xbb,
    )
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 20 }),
        fc.array(awkward, { maxLength: 20 }),
        cuts,
        (one, other, places) => {
          for (const bytes of [one, Uint8Array.from(other)]) {
            expect(decode(bytes, places)).toBe(new TextDecoder().decode(bytes))
          }
        },
      ),
      { numRuns: 500 },
    )
  })

  test('leaves one byte order mark out where it begins with one, and nowhere else', () => {
    const mark = '\ufeff'
    for (const [text, read] of [
      [`${mark}data`, 'data'],
      [`${mark}${mark}data`, `${mark}data`],
      [`a${mark}`, `a${mark}`],
      [mark, ''],
    ] as const) {
      const bytes = new TextEncoder().encode(text)
      for (let cut = 0; cut <= bytes.length; cut += 1) expect(decode(bytes, [cut])).toBe(read)
    }
  })

  test('is as good for a long text', () => {
    const text = '一元二次方程😀'.repeat(20000)
    expect(decode(new TextEncoder().encode(text), [1, 7, 999])).toBe(text)
  })
})
