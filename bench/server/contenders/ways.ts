import http from 'node:http'
import { createRequire } from 'node:module'

/** What the contenders send to a model. */
export function requestBody(question: string): object {
  return { model: 'bench', messages: [{ role: 'user', content: question }], stream: true }
}

/** A way to read a model's deltas, as somebody would write it who wants nothing else. */
export type Way = (baseUrl: string, question: string, tell: (delta: string) => void) => Promise<void>

/** Node's own http: chunks cut at line ends. The practical limit. */
const overHttp: Way = (baseUrl, question, tell) =>
  new Promise((resolve, reject) => {
    const request = http.request(
      `${baseUrl}/chat/completions`,
      { method: 'POST', headers: { 'content-type': 'application/json' }, agent },
      (response) => {
        const lines = new Lines(tell)
        response.setEncoding('utf8')
        response.on('data', (text: string) => lines.take(text))
        response.on('end', resolve)
        response.on('error', reject)
      },
    )
    request.on('error', reject)
    request.end(JSON.stringify(requestBody(question)))
  })
const agent = new http.Agent({ keepAlive: true })

/** Node's fetch. */
const overFetch: Way = async (baseUrl, question, tell) => {
  const response = await fetch(`${baseUrl}/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(requestBody(question)),
  })
  const lines = new Lines(tell)
  const decoder = new TextDecoder()
  const reader = response.body?.getReader()
  for (let piece = await reader?.read(); piece && !piece.done; piece = await reader?.read()) {
    lines.take(decoder.decode(piece.value, { stream: true }))
  }
}

/** The vendor's own package. */
function overOpenai(folder: string): Way {
  const { OpenAI }: OpenAiPackage = createRequire(`${folder}/`)('openai')
  let client: OpenAiClient | undefined
  return async (baseURL, question, tell) => {
    client ??= new OpenAI({ baseURL, apiKey: 'none' })
    for await (const chunk of await client.chat.completions.create(requestBody(question))) {
      const content = chunk.choices[0]?.delta.content
      if (content) tell(content)
    }
  }
}

interface OpenAiPackage {
  OpenAI: new (options: { baseURL: string; apiKey: string }) => OpenAiClient
}
interface OpenAiClient {
  chat: { completions: { create(body: object): Promise<AsyncIterable<Chunk>> } }
}
interface Chunk {
  choices: { delta: { content?: string } }[]
}

class Lines {
  private rest = ''

  constructor(private readonly tell: (delta: string) => void) {}

  take(text: string): void {
    const lines = (this.rest + text).split('\n')
    this.rest = lines.pop() ?? ''
    for (const line of lines) {
      if (!line.startsWith('data: ') || line === 'data: [DONE]') continue
      const chunk: Chunk = JSON.parse(line.slice(6))
      const content = chunk.choices[0]?.delta.content
      if (content) this.tell(content)
    }
  }
}

/** By name; `folder` has the packages that the bench fetches. */
export function wayOf(name: string, folder: string): Way {
  if (name === 'http') return overHttp
  return name === 'fetch' ? overFetch : overOpenai(folder)
}
