import fc from 'fast-check'
import { ChatReading } from '../../src/model/chat/chat-reading'
import { EventScanner } from '../../src/model/chat/event-scanner'
import type { ModelEvent } from '../../src/model/model'

type Json = null | boolean | number | string | Json[] | { [name: string]: Json }

const usage = { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3 }
const chunk = (content: string, reasoning: string): Json => ({
  id: 'x',
  object: 'chat.completion.chunk',
  created: 1,
  model: 'm',
  choices: [
    {
      index: 0,
      delta: { role: 'assistant', content, reasoning_content: reasoning, refusal: null, tool_calls: [] },
      logprobs: null,
      finish_reason: null,
    },
  ],
  usage,
})

type Path = (string | number)[]

/** Every place in a value that something else can be put to. */
function placesIn(value: Json, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [path]
  const inner = Array.isArray(value)
    ? value.flatMap((item, index) => placesIn(item, [...path, index]))
    : Object.entries(value).flatMap(([name, item]) => placesIn(item, [...path, name]))
  return [path, ...inner]
}

function put(value: Json, path: Path, other: Json): Json {
  const [first, ...rest] = path
  if (first === undefined) return other
  if (Array.isArray(value))
    return value.map((item, index) => (index === first ? put(item, rest, other) : item))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, name === first ? put(item, rest, other) : item]),
  )
}

function read(chunks: readonly Json[]) {
  const events: ModelEvent[] = []
  const reading = new ChatReading({ images: false, goesOn: false, tell: (event) => events.push(event) })
  for (const each of chunks) reading.data(JSON.stringify(each), '')
  reading.data('[DONE]', '')
  const joined = (type: 'content' | 'reasoning') =>
    events.map((event) => (event.type === type ? event.delta : '')).join('')
  return { reading, content: joined('content'), reasoning: joined('reasoning') }
}

describe('a chunk with any field replaced by any value', () => {
  const words = ['甲', '乙', '丙']
  const thoughts = ['子', '丑', '寅']
  const chunks = words.map((word, index) => chunk(word, thoughts[index] ?? ''))
  const places = placesIn(chunk('', ''))

  it('costs at most the text of that field, and nothing throws but a typed failure', () => {
    fc.assert(
      fc.property(
        fc.nat(words.length - 1),
        fc.constantFrom(...places),
        fc.jsonValue({ maxDepth: 3 }),
        (which, place, other) => {
          const value = other as Json
          const mutated = chunks.map((each, index) => (index === which ? put(each, place, value) : each))
          const { content, reasoning, reading } = read(mutated)
          const field = place.join('.')
          const hit = (name: string) => `choices.0.delta.${name}`.startsWith(field)
          words.forEach((word, index) => {
            if (index !== which || !hit('content')) expect(content).toContain(word)
          })
          thoughts.forEach((thought, index) => {
            if (index !== which || !hit('reasoning_content')) expect(reasoning).toContain(thought)
          })
          try {
            reading.end()
          } catch (failure) {
            expect(failure).toMatchObject({ name: 'ModelError' })
          }
        },
      ),
      { numRuns: 3000 },
    )
  })
})

describe('bytes of any kind', () => {
  it('are read the same way however they are cut, and never throw', () => {
    const line = fc.oneof(
      fc.constantFrom(
        'data: {"choices":[{"delta":{"content":"好"}}]}',
        ': life',
        '',
        'event: x',
        'data: {',
        '}',
        'id: 1',
        'error: {',
        'error: {}',
      ),
      fc.string({ unit: 'binary' }),
    )
    const text = fc.array(line, { maxLength: 12 }).map((lines) => lines.join('\n'))
    const cuts = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 8 })
    fc.assert(
      fc.property(text, cuts, fc.constantFrom('\n', '\r\n', '\r'), (source, sizes, lineEnd) => {
        const bytes = Buffer.from(source.replaceAll('\n', lineEnd))
        expect(scan(pieces(bytes, sizes))).toEqual(scan([bytes]))
      }),
      { numRuns: 2000 },
    )
  })

  function scan(given: readonly Buffer[]): string[] {
    const heard: string[] = []
    const scanner = new EventScanner({
      data: (data) => {
        const isWhole = data.endsWith('}')
        if (isWhole) heard.push(data)
        return isWhole
      },
      notUnderstood: (data) => heard.push(`? ${data}`),
    })
    for (const piece of given) scanner.push(piece)
    scanner.end()
    return heard
  }

  function pieces(bytes: Buffer, sizes: readonly number[]): Buffer[] {
    const found: Buffer[] = []
    for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
      const size = sizes[turn % sizes.length] ?? 1
      found.push(bytes.subarray(at, at + size))
      at += size
    }
    return found
  }
})
