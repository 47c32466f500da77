import type { IncomingHttpHeaders } from 'node:http'
import { Transform } from 'node:stream'
import type { FastifyInstance, FastifyRequest, RequestPayload } from 'fastify'
import type { Strangers } from '../auth/strangers'
import { HttpError } from '../errors/http-error'
import { TooManyCalls } from '../errors/too-many-calls'
import { messages } from '../messages/zh-CN'
import { JsonElements, ORDINARY_ELEMENTS } from './json-elements'
import type { LoginGate } from './login-gate'
import { refuseLate } from './refuse-unparsed'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Its bodies may take long on a slow network. */
    takesLong?: boolean
    /** Things in its bodies; {@link ORDINARY_ELEMENTS} where it does not say. */
    mostElements?: number
  }
}

/** Milliseconds for a body to arrive: of who has not logged in, who has, and who sends pages: ten megabytes at 12 KB a second. */
export const PATIENCE = { stranger: 30_000, student: 120_000, pages: 900_000 } as const
/** Bytes of a body of who has not logged in: the longest question has less than half of it. */
export const LARGEST_OF_STRANGERS = 256 * 1024
/** Milliseconds until an address whose bodies are all under way may send one more. */
const RETRY_AFTER = 1000

interface ArrivalParts {
  gate: LoginGate
  strangers: Pick<Strangers, 'refuse'>
  /** Of tests. */
  patience?: Readonly<Record<keyof typeof PATIENCE, number>>
}

/**
 * Bounds what arrives, and how long it may take: large and slow is only what a login was seen for. Bodies of strangers are few of one
 * address at once, and none where its tokens were bad too often. To be registered before the routes.
 */
export function boundArrival(app: FastifyInstance, parts: ArrivalParts): void {
  const { patience = PATIENCE } = parts
  app.addHook('preParsing', async (request, reply, payload) => {
    const { raw, userId, routeOptions } = request
    if (!hasBody(raw.headers)) return payload
    const { takesLong = false, mostElements = ORDINARY_ELEMENTS } = routeOptions.config
    const leave = userId === '' ? enterAsStranger(request, parts) : () => undefined
    const milliseconds = userId === '' ? patience.stranger : takesLong ? patience.pages : patience.student
    const timer = setTimeout(() => refuseLate(raw.socket), milliseconds)
    // It holds up no end of the process.
    timer.unref()
    const arrived = () => {
      clearTimeout(timer)
      leave()
    }
    raw.once('end', arrived)
    raw.once('close', arrived)
    reply.raw.once('close', arrived)
    const isJson = raw.headers['content-type']?.includes('json') ?? false
    return isJson ? counted(payload, mostElements) : payload
  })
}

/** Whether a request has a body, or may have one. */
export function hasBody(headers: IncomingHttpHeaders): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0
}

/** A stream that hands on what another has as long as `admits` lets it, which may throw. The other is left as it is then, for the reply. */
export function watched(payload: RequestPayload, admits: (bytes: Buffer) => void): Transform {
  const watching = new Transform({
    transform: (bytes: Buffer, _encoding, done) => {
      try {
        admits(bytes)
        done(null, bytes)
      } catch (error) {
        done(error instanceof Error ? error : new Error('a body was refused', { cause: error }))
      }
    },
  })
  payload.on('error', (error) => watching.destroy(error))
  return payload.pipe(watching)
}

function counted(payload: RequestPayload, most: number): Transform {
  const elements = new JsonElements(most)
  return watched(payload, (bytes) => {
    if (!elements.admits(bytes)) throw tooLarge()
  })
}

function enterAsStranger({ ip, raw }: FastifyRequest, { gate, strangers }: ArrivalParts): () => void {
  strangers.refuse(ip)
  if (Number(raw.headers['content-length'] ?? 0) > LARGEST_OF_STRANGERS) throw tooLarge()
  if (!gate.admits(ip)) throw new TooManyCalls(RETRY_AFTER)
  return gate.enter(ip)
}

function tooLarge(): HttpError {
  return new HttpError(413, 'BAD_REQUEST', messages.bodyTooLarge)
}
