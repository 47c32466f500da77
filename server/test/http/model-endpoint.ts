import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

interface Message {
  role: string
  content: unknown
}

/** An OpenAI-compatible endpoint that writes one text slowly, and goes on from what a request says is written. */
export interface ModelEndpoint {
  baseUrl: string
  /** What it was asked for students, each time. */
  requests: Message[][]
  /** How often it was asked for what follows an answer. */
  readonly askedForExtras: number
  /** Of how many calls for one question it wrote at the same time, at most. */
  readonly mostAtOnce: number
  /** Whether it writes all that it has at once. */
  inHurry: boolean
  close(): Promise<void>
}

/**
 * `pieces` of the text are sent one each `pause` milliseconds. `extras`: what it says, as long after it was asked, where what
 * follows an answer is wanted; without it that is refused. `host`: where it listens.
 */
export async function startModelEndpoint(
  pieces: readonly string[],
  pause: number,
  extras?: { says: object; after: number },
  host = '127.0.0.1',
): Promise<ModelEndpoint> {
  const requests: Message[][] = []
  const open = new Map<string, number>()
  let askedForExtras = 0
  let mostAtOnce = 0
  const server = createServer((request, response) => {
    const body: Buffer[] = []
    request.on('data', (data: Buffer) => body.push(data))
    request.on('end', () => {
      const asked = JSON.parse(Buffer.concat(body).toString()) as {
        messages: Message[]
        response_format?: object
      }
      const { messages, response_format } = asked
      if (response_format !== undefined) {
        askedForExtras += 1
        if (extras === undefined) refuseExtras(response)
        else write(response, [JSON.stringify(extras.says)], extras.after)
        return
      }
      requests.push(messages)
      const question = questionIn(messages)
      const atOnce = (open.get(question) ?? 0) + 1
      open.set(question, atOnce)
      mostAtOnce = Math.max(mostAtOnce, atOnce)
      response.on('close', () => open.set(question, (open.get(question) ?? 0) - 1))
      write(response, remaining(pieces, messages), pause, () => endpoint.inHurry)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, host, resolve))
  const { port } = server.address() as AddressInfo
  const endpoint: ModelEndpoint = {
    baseUrl: `http://127.0.0.1:${port}/v1`,
    requests,
    get askedForExtras() {
      return askedForExtras
    },
    get mostAtOnce() {
      return mostAtOnce
    },
    inHurry: false,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
  return endpoint
}

function refuseExtras(response: ServerResponse): void {
  response.writeHead(400, { 'content-type': 'application/json' })
  response.end(JSON.stringify({ error: { message: 'refused', code: 'content_filter' } }))
}

/** What is said after it only asks to go on. */
function questionIn(messages: readonly Message[]): string {
  return JSON.stringify(messages.find(({ role }) => role === 'user')?.content)
}

/** What is written already stands in the last message of the assistant. */
function remaining(pieces: readonly string[], messages: readonly Message[]): string[] {
  const written = messages.findLast((message) => message.role === 'assistant')?.content ?? ''
  const rest = pieces.join('').slice(String(written).length)
  return rest.match(/.{1,4}/gsu) ?? []
}

function write(
  response: ServerResponse,
  pieces: readonly string[],
  pause: number,
  isInHurry: () => boolean = () => false,
): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  const send = (chunk: object) => response.write(`data: ${JSON.stringify(chunk)}\n\n`)
  let written = 0
  const timer = setInterval(() => {
    const now = pieces.slice(written, isInHurry() ? pieces.length : written + 1)
    written += now.length
    if (now.length > 0) {
      send({ choices: [{ index: 0, delta: { content: now.join('') }, finish_reason: null }] })
      return
    }
    clearInterval(timer)
    send({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] })
    send({ choices: [], usage: { prompt_tokens: 10, completion_tokens: 20, total_tokens: 30 } })
    response.end('data: [DONE]\n\n')
  }, pause)
  response.on('close', () => clearInterval(timer))
}
