import type { ModelEvent } from '../../src/model/model'
import { createOpenAiModel } from '../../src/model/openai-model'
import { ChatEndpoint } from '../support/chat-endpoint'
import type { VendorStream } from './stream-pieces'
import { vendorStreams } from './vendor-streams'

let endpoint: ChatEndpoint

beforeAll(async () => {
  endpoint = await ChatEndpoint.start(() => undefined)
})

afterAll(() => endpoint.close())

async function play({ pieces, end = 'closed', type = 'text/event-stream' }: VendorStream): Promise<{
  events: ModelEvent[]
  failure: unknown
}> {
  endpoint.behaviour = (response) => {
    response.writeHead(200, { 'content-type': type })
    for (const piece of pieces) response.write(piece)
    if (end === 'closed') response.end()
    else if (end === 'reset') setTimeout(() => response.destroy(), 10)
  }
  const model = createOpenAiModel({ name: 'any', baseUrl: endpoint.baseUrl, patience: 60 })
  const request = { question: '问', images: [], history: [], signal: new AbortController().signal }
  const events: ModelEvent[] = []
  try {
    for await (const event of model.answer(request)) events.push(event)
  } catch (failure) {
    return { events, failure }
  }
  return { events, failure: undefined }
}

const joined = (events: readonly ModelEvent[], type: 'content' | 'reasoning'): string =>
  events.map((event) => (event.type === type ? event.delta : '')).join('')

describe('a vendor that sends a stream', () => {
  it.each(vendorStreams.map((stream) => [stream.kind, stream] as const))('%s', async (_kind, stream) => {
    const { events, failure } = await play(stream)
    expect(joined(events, 'content')).toBe(stream.text)
    expect(joined(events, 'reasoning')).toBe(stream.thoughts ?? '')
    if (stream.fails === undefined) {
      expect(failure).toBeUndefined()
      const finish = { type: 'finish', finishReason: stream.finish }
      expect(events.at(-1)).toEqual(stream.usage ? { ...finish, usage: stream.usage } : finish)
    } else expect(failure).toMatchObject({ code: stream.fails })
  })
})
