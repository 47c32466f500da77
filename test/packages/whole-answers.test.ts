import { aForeignProgramForEachTest, event, type ForeignAnswer } from './client'

const on = aForeignProgramForEachTest()
const MEBI = 1024 * 1024

/** A question to an endpoint of which the answer then comes as these bytes, in pieces of so many. */
async function answered(bytes: Uint8Array, piece: number): Promise<ForeignAnswer> {
  const asked = on.program
    .client((library) => library.chatCompletionsBackend({ url: 'https://model.test' }))
    .ask()
  const { request } = on.program.phone
  for (let from = 0; from < bytes.length; from += piece) request.bytes(bytes.slice(from, from + piece))
  request.answer(200)
  return asked
}

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text)
const whole = (content: string): string =>
  JSON.stringify({ choices: [{ message: { role: 'assistant', content }, finish_reason: 'stop' }] })

describe('an answer that comes as one JSON object', () => {
  test('is read also where its characters are written as numbers', async () => {
    const text = '字'.repeat(50_000)
    const asked = await answered(utf8(whole(text).replace(/字/g, '\\u5b57')), 16_384)
    expect(await asked.outcome()).toMatchObject({ text, finishReason: 'stop' })
  })

  test('is read up to 4 Mi characters; a longer one is an error of the server and no lost link', async () => {
    const longest = 'a'.repeat(4 * MEBI - whole('').length)
    expect(await (await answered(utf8(whole(longest)), MEBI)).outcome()).toMatchObject({ text: longest })
    expect(await (await answered(utf8(whole(`${longest}a`)), MEBI)).outcome()).toMatchObject({
      code: 'SERVER_ERROR',
      retryable: false,
    })
  })
})

describe('a byte order mark before an answer', () => {
  const mark = Uint8Array.of(0xef, 0xbb, 0xbf)
  const events = [
    event({ choices: [{ delta: { content: '一' } }] }),
    event({ choices: [{ delta: { content: '二' } }] }),
    event('[DONE]'),
  ]
  const marked = (...parts: Uint8Array[]): Uint8Array =>
    Uint8Array.from([mark, ...parts].flatMap((part) => [...part]))

  test.each([1, 2, 3, 4, 1000])('costs it none of its events, in pieces of %i bytes', async (piece) => {
    const asked = await answered(marked(...events), piece)
    expect(await asked.outcome()).toMatchObject({ text: '一二' })
  })

  test('is nothing to one that comes as one JSON object', async () => {
    const asked = await answered(marked(utf8(whole('一'))), 2)
    expect(await asked.outcome()).toMatchObject({ text: '一' })
  })
})
