import fc from 'fast-check'
import { parseFrame } from '../../miniprogram/stream/frames'

const parse = (frame: unknown) => parseFrame(JSON.stringify(frame))

describe('a message of the server', () => {
  test('never makes the parser throw, whatever it is', () => {
    fc.assert(fc.property(fc.string(), (text) => void parseFrame(text)))
    const type = fc.constantFrom(
      'accepted',
      'status',
      'reasoning',
      'content',
      'keepalive',
      'content_finished',
      'snapshot',
      'done',
      'error',
      '__proto__',
    )
    const names = fc.constantFrom(
      'seq',
      'content',
      'full_content',
      'stage',
      'phase',
      'usage',
      'code',
      'finish_reason',
    )
    fc.assert(
      fc.property(type, fc.dictionary(names, fc.jsonValue()), (name, fields) => {
        const frame = parse({ ...fields, type: name })
        expect(frame === undefined || typeof frame.type === 'string').toBe(true)
      }),
    )
  })

  test('tells the places of pages that the server has not, whatever else stands among them', () => {
    const error = { type: 'error', code: 'BAD_REQUEST', message: '', retryable: false }
    expect(parse({ ...error, missing_pages: [2, 'x', 0, 3.5, 3] })).toMatchObject({ missingPages: [2, 3] })
    for (const missing_pages of [[], null, 2, { 0: 1 }])
      expect(parse({ ...error, missing_pages })).not.toHaveProperty('missingPages')
  })

  test.each(['', 'x', '5', 'null', '[]', '{}', '{"type":null}'])('%s is no frame', (text) => {
    expect(parseFrame(text)).toBeUndefined()
  })

  test.each([
    [
      { type: 'sparkle', seq: 4 },
      { type: 'unknown', seq: 4 },
    ],
    [
      { type: 'content', seq: 4 },
      { type: 'unknown', seq: 4 },
    ],
    [
      { type: 'content', seq: 4, content: null },
      { type: 'unknown', seq: 4 },
    ],
    [
      { type: 'status', seq: 4, stage: 7 },
      { type: 'unknown', seq: 4 },
    ],
    [
      { type: 'snapshot', seq: 4, phase: 'content' },
      { type: 'unknown', seq: 4 },
    ],
    [
      { type: 'snapshot', seq: 4, phase: 'later', full_content: 'x' },
      { type: 'unknown', seq: 4 },
    ],
  ])('%j is unknown, and its seq counts', (frame, read) => {
    expect(parse(frame)).toEqual(read)
  })

  test.each([0, -1, 1.5, '3', null, 2 ** 60])('a seq of %j is none', (seq) => {
    expect(parse({ type: 'content', seq, content: 'x' })).toMatchObject({ type: 'content', seq: undefined })
  })

  test('usage is taken where its counts are numbers', () => {
    const usage = { prompt_tokens: 1, completion_tokens: 2 }
    expect(parse({ type: 'done', usage })).toMatchObject({ usage: { ...usage, total_tokens: 3 } })
    expect(parse({ type: 'done', usage: { prompt_tokens: 'one' } })).toMatchObject({ usage: undefined })
    expect(parse({ type: 'done', usage: 7 })).toMatchObject({ usage: undefined })
  })
})
