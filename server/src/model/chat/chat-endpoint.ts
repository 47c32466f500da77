import http, { type IncomingMessage } from 'node:http'
import https from 'node:https'
import { Readable } from 'node:stream'
import { Rests, restingAgent } from './resting-socket'

/** OpenAI's own. */
const DEFAULT_BASE_URL = 'https://api.openai.com/v1'
/** Bytes of a request between two signs of life while it goes up. */
const UPLOAD_PIECE = 16 * 1024
/** Milliseconds that a connection stays open for the next call: many a gateway forgets it sooner than it says. */
const IDLE_CONNECTION = 30_000

/** The connection failed before there was an answer. `message` is its code, such as `ECONNREFUSED`. */
export class ConnectionFailed extends Error {
  override readonly name = 'ConnectionFailed'
}

/** What a call tells while it is under way. */
export interface CallListener {
  /** A piece of the request went up. */
  sent(): void
  /** A connection from an earlier call was closed by the endpoint before it answered: the request goes out once more. */
  sentAgain(code: string): void
}

/** Where chat completions are asked for, with the connections that are kept open to it. */
export class ChatEndpoint {
  private readonly url: URL
  private readonly library: typeof http | typeof https
  private readonly agent: http.Agent
  private readonly headers: Record<string, string>

  /**
   * A query in `baseUrl` stays (Azure names its version there). Without `apiKey` none is sent. `restInterval`: milliseconds between
   * two reads of an answer that may be read a little later; 0: none is.
   */
  constructor({
    baseUrl = DEFAULT_BASE_URL,
    apiKey,
    restInterval,
  }: { baseUrl?: string | undefined; apiKey?: string | undefined; restInterval: number }) {
    this.url = new URL(baseUrl)
    this.url.pathname = `${this.url.pathname.replace(/\/+$/, '')}/chat/completions`
    this.library = this.url.protocol === 'https:' ? https : http
    const options = { keepAlive: true, timeout: IDLE_CONNECTION }
    this.agent =
      restInterval === 0
        ? new this.library.Agent(options)
        : restingAgent(this.library, options, new Rests(restInterval))
    this.headers = {
      accept: 'text/event-stream, application/json',
      'content-type': 'application/json',
      ...(apiKey === undefined ? {} : keyHeader(this.url, apiKey)),
    }
  }

  /** Sends a request; resolves with the answer's head. Rejects with {@link ConnectionFailed}. */
  async post(body: Buffer, signal: AbortSignal, listener: CallListener): Promise<IncomingMessage> {
    try {
      return await this.attempt(body, signal, listener, this.agent)
    } catch (error) {
      if (!(error instanceof ReusedConnectionReset)) throw error
      listener.sentAgain(error.message)
      return this.attempt(body, signal, listener, false)
    }
  }

  private attempt(
    body: Buffer,
    signal: AbortSignal,
    listener: CallListener,
    agent: http.Agent | false,
  ): Promise<IncomingMessage> {
    const { library, url } = this
    const headers = { ...this.headers, 'content-length': body.length }
    return new Promise((resolve, reject) => {
      const request = library.request(url, { method: 'POST', headers, agent, signal })
      request.on('response', resolve)
      // After the answer's head has come this changes nothing: its body tells how it ends.
      request.on('error', (error) => {
        const code = codeOf(error)
        const stale = request.reusedSocket && (code === 'ECONNRESET' || code === 'EPIPE')
        reject(stale ? new ReusedConnectionReset(code) : new ConnectionFailed(code, { cause: error }))
      })
      upload(body, listener).pipe(request)
    })
  }
}

/** Where Azure serves its deployments it takes a key under a name of its own; a bearer is a token of its directory there. */
function keyHeader({ pathname }: URL, apiKey: string): Record<string, string> {
  if (pathname.includes('/openai/deployments/')) return { 'api-key': apiKey }
  return { authorization: `Bearer ${apiKey}` }
}

class ReusedConnectionReset extends Error {
  override readonly name = 'ReusedConnectionReset'
}

/** Piece by piece, so that a slow line can be told from a dead one: a piece is read when the one before has left. */
function upload(body: Buffer, listener: CallListener): Readable {
  let at = 0
  return new Readable({
    highWaterMark: UPLOAD_PIECE,
    read() {
      if (at > 0) listener.sent()
      this.push(at < body.length ? body.subarray(at, at + UPLOAD_PIECE) : null)
      at += UPLOAD_PIECE
    },
  })
}

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name
}
