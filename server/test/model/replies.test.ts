import { createOpenAiModel, type OpenAiModelOptions } from '../../src/model/openai-model'
import { type Behaviour, ChatEndpoint, delta, finish, streams } from '../support/chat-endpoint'

let endpoint: ChatEndpoint

beforeEach(async () => {
  endpoint = await ChatEndpoint.start(() => undefined)
})

afterEach(() => endpoint.close())

const reply = (behaviour: Behaviour, more: Partial<OpenAiModelOptions> = {}) => {
  endpoint.behaviour = behaviour
  const model = createOpenAiModel({ name: 'any', baseUrl: endpoint.baseUrl, ...more })
  const messages = [{ role: 'user' as const, content: '问' }]
  const { signal } = new AbortController()
  return model.reply?.({ messages, format: { type: 'json_object' }, signal })
}

describe('a reply that no student reads', () => {
  it.each(['字', ' ', '</'])(
    'has an end: what goes on for ever is let go of, and not kept: %j',
    async (sign) => {
      let left = false
      const told = reply((response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' })
        response.once('close', () => {
          left = true
        })
        const event = `data: ${JSON.stringify(delta(sign.repeat(50_000)))}\n\n`
        const more = () => {
          while (!left && response.write(event));
          if (!left) response.once('drain', more)
        }
        more()
      })
      await expect(told).rejects.toMatchObject({ code: 'GENERATION_INTERRUPTED', retryable: false })
    },
  )

  it.each<[string, object, object?]>([
    ['SiliconFlow', { code: 20024, message: 'Json mode is not supported for this model.' }],
    [
      'DashScope, whose model is asked to think',
      { error: { message: 'Json mode response is not supported when enable_thinking is true' } },
      { enable_thinking: true },
    ],
    ['OpenAI', { error: { message: "'response_format' is not supported", param: 'response_format' } }],
    ['a schema-less one', { error: { message: 'This model does not support structured outputs' } }],
    ['vLLM', { object: 'error', message: 'guided_decoding is not available', code: 400 }],
    ['llama.cpp', { error: { message: 'Failed to parse grammar', code: 400 } }],
    ['one with a schema', { error: { message: 'JSON schema is unknown here' } }],
  ])(
    'is asked for in no form where %s refuses the form, and in what else was wished',
    async (_who, refusal, parameters = {}) => {
      const told = await reply(
        (response) => {
          if (!('response_format' in (endpoint.bodies.at(-1) ?? {}))) {
            streams(delta('{}'), finish())(response, response.req)
            return
          }
          response.writeHead(400, { 'content-type': 'application/json' })
          response.end(JSON.stringify(refusal))
        },
        { parameters: { ...parameters } },
      )
      expect(told).toEqual({ text: '{}' })
      expect(endpoint.bodies).toHaveLength(2)
      expect(endpoint.bodies[1]).toMatchObject({ stream_options: { include_usage: true }, ...parameters })
    },
  )

  it('fails by a refusal that speaks of something else', async () => {
    const refused = reply((response) => {
      response.writeHead(400, { 'content-type': 'application/json' })
      response.end(JSON.stringify({ error: { message: 'messages must be JSON' } }))
    })
    await expect(refused).rejects.toMatchObject({ code: 'MODEL_UNAVAILABLE', retryable: false })
    expect(endpoint.bodies).toHaveLength(1)
  })

  it.each<[string, string[], string]>([
    ['has no tag', ['{"a":', '1}'], '{"a":1}'],
    ['comes behind thoughts that only end', ['先想', '一想</thi', 'nk>\n{"a":1}'], '{"a":1}'],
    ['comes behind thoughts that end in the same piece', ['想</think>{"a":1}'], '{"a":1}'],
    ['comes behind thoughts with both tags', ['<think>想</think>{"a":1}'], '{"a":1}'],
    ['has tags in its data', ['{"a":"<think>1', '</think>"}'], '{"a":"<think>1</think>"}'],
    ['has them behind its thoughts', ['<think>想</think>{"a":"', '</think>"}'], '{"a":"</think>"}'],
    ['is a list with tags', ['\n[', '"</think>"]'], '\n["</think>"]'],
    ['has tags in a fence', ['```json\n"</think>"\n', '```'], '```json\n"</think>"\n```'],
  ])('is its text without the thoughts, where it %s', async (_how, deltas, text) => {
    expect(await reply(streams(...deltas.map(delta), finish()))).toEqual({ text })
  })

  it('is its text behind a closing tag, where its thoughts came in a field', async () => {
    const thought = { choices: [{ delta: { reasoning_content: '想' } }] }
    const told = await reply(streams(thought, delta('</think>'), delta('{"a":1}'), finish()))
    expect(told).toEqual({ text: '{"a":1}' })
  })

  it('fails where all of it was thoughts', async () => {
    const told = reply(streams(delta('想</think>'), finish()))
    await expect(told).rejects.toMatchObject({ code: 'MODEL_UNAVAILABLE' })
  })
})
