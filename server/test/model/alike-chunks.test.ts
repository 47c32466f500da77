import fc from 'fast-check'
import { AlikeChunks } from '../../src/model/chat/alike-chunks'
import { type ChatChunk, readChunk } from '../../src/model/chat/chat-chunk'
import { ChatReading } from '../../src/model/chat/chat-reading'
import { parseJson } from '../../src/model/chat/lenient-json'

/** As vendors write them, with a piece of text or of thoughts, and once more what else may stand beside it. */
const shapes: ((piece: string, other: string) => object)[] = [
  (content) => ({ id: 'x', choices: [{ index: 0, delta: { content }, finish_reason: null }] }),
  (content) => ({
    choices: [{ delta: { role: 'assistant', content, reasoning_content: null } }],
    usage: null,
  }),
  (reasoning_content) => ({ choices: [{ delta: { content: null, reasoning_content } }] }),
  (content, other) => ({ choices: [{ delta: { content } }], obfuscation: other }),
  (content, other) => ({ note: { content: other }, choices: [{ delta: { content } }] }),
  (content, other) => ({ choices: [{ delta: { content: other, refusal: content } }] }),
  (content, other) => ({ choices: [{ delta: { content: '', refusal: content } }], said: { content: other } }),
  (content, other) => ({ choices: [{ delta: { content } }, { delta: { content: other } }] }),
  (content) => ({ choices: [{ delta: { content }, message: { content } }] }),
  (content, other) => ({ choices: [{ delta: { content } }], error: { message: other } }),
  (content) => ({ choices: [{ delta: { content }, finish_reason: content }] }),
  (text) => ({ choices: [{ text }] }),
  (content, other) => ({
    choices: [{ delta: { content: [{ type: 'text', text: content, content: other }] } }],
  }),
]

const pieces = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 6 }),
  fc.constantFrom('', '答', '"', '\\', '\n', '\u0000', '","content":"', '"}}]}', '\ud800', 'null', ' '),
)
const chunks = fc.array(
  fc.record({ shape: fc.nat(shapes.length - 1), piece: pieces, other: pieces, wide: fc.boolean() }),
  { minLength: 2, maxLength: 12 },
)

const jsonOf = ({
  shape,
  piece,
  other,
  wide,
}: {
  shape: number
  piece: string
  other: string
  wide: boolean
}) => {
  const json = JSON.stringify(shapes[shape]?.(piece, other))
  // As Python writes it.
  return wide ? json.replaceAll('":', '": ').replaceAll(',"', ', "') : json
}

test('a chunk that is known by one before it says what it says when it is parsed', () => {
  let known = 0
  fc.assert(
    fc.property(chunks, (given) => {
      const alike = new AlikeChunks()
      for (const each of given.map(jsonOf)) {
        const parsed: ChatChunk = readChunk(parseJson(each))
        const found = alike.read(each)
        if (found !== undefined) {
          known += 1
          expect(found).toEqual(parsed)
        } else alike.learn(each, parsed)
      }
    }),
    { numRuns: 3000 },
  )
  expect(known).toBeGreaterThan(100)
})

test('the pieces of an answer whose chunks are alike are parsed a few times, whatever number there are of them', () => {
  const parse = jest.spyOn(JSON, 'parse')
  const texts: string[] = []
  const reading = new ChatReading({
    images: false,
    goesOn: false,
    tell: (event) => {
      if (event.type === 'content') texts.push(event.delta)
    },
  })
  const given = Array.from({ length: 500 }, (_, index) => `第${index}步`)
  for (const content of given)
    reading.data(JSON.stringify({ choices: [{ index: 0, delta: { content } }] }), '')
  expect(texts).toEqual(given)
  expect(parse.mock.calls.length).toBeLessThan(5)
  parse.mockRestore()
})
