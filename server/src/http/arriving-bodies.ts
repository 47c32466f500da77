import type { IncomingHttpHeaders } from 'node:http'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Strangers } from '../auth/strangers'
import { HttpError } from '../errors/http-error'
import { TooManyCalls } from '../errors/too-many-calls'
import { BodyRoom, LARGEST_BODY, OF_PAGES, OF_STRANGERS, SMALL } from '../limits/body-room'
import type { LoginGate } from '../limits/login-gate'
import { messages } from '../messages/zh-CN'
import { ArrivingBody } from './arriving-body'
import { JsonElements, ORDINARY_ELEMENTS } from './json-elements'
import { refuseLate } from './refuse-unparsed'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Its bodies may take long on a slow network. */
    takesLong?: boolean
    /** Things in its bodies; {@link ORDINARY_ELEMENTS} where it does not say. */
    mostElements?: number
    /** A large body of its must come on: it fills the memory. */
    demandsPace?: boolean
    /** Its bodies are written to the disk as they come, and take no memory. */
    keptOnDisk?: boolean
  }
}

/** Options of a route that takes the largest bodies; a picture has no parts, so that a conversation of thousands of messages has enough of them. */
export const LARGE_BODIES = {
  bodyLimit: LARGEST_BODY,
  config: { takesLong: true, mostElements: 100_000, demandsPace: true },
} as const

/** Milliseconds for a body to arrive: of who has not logged in, who has, and who sends pages: ten megabytes at 12 KB a second. */
export const PATIENCE = { stranger: 30_000, student: 120_000, pages: 900_000 } as const
/** Bytes of a body of who has not logged in: the longest question has less than half of it. */
export const LARGEST_OF_STRANGERS = 256 * 1024
/** Milliseconds until an address whose bodies are all under way may send one more. */
const RETRY_AFTER = 1000
/** Milliseconds in which a large body must have come on by some bytes: whoever stands still holds nothing. */
const LOOK = 30_000
/** 8 KB a second: half of what the slowest upload has. */
const LEAST = 8 * 1024 * (LOOK / 1000)

/** The rooms for what has arrived and is not judged: bodies in memory of students, of who has not logged in, and pages on the disk. */
export interface ArrivalRooms {
  students: BodyRoom
  strangers: BodyRoom
  pages: BodyRoom
}

interface ArrivalParts {
  gate: LoginGate
  strangers: Pick<Strangers, 'refuse'>
  /** Of tests. */
  patience?: Readonly<Record<keyof typeof PATIENCE, number>>
  rooms?: Partial<ArrivalRooms>
}

/**
 * Bounds what arrives, by bytes that are held at once and by the time it may take: large and slow is only what a login was seen for. Bodies of
 * strangers are few of one address at once, and none where its tokens were bad too often. To be registered before the routes.
 */
export function boundArrival(app: FastifyInstance, parts: ArrivalParts): void {
  const { patience = PATIENCE } = parts
  const rooms: ArrivalRooms = {
    students: new BodyRoom(),
    strangers: new BodyRoom(OF_STRANGERS),
    pages: new BodyRoom(OF_PAGES),
    ...parts.rooms,
  }
  app.addHook('preParsing', async (request, reply, payload) => {
    const { raw, userId, ip, routeOptions } = request
    if (!hasBody(raw.headers)) return payload
    const {
      takesLong = false,
      mostElements = ORDINARY_ELEMENTS,
      demandsPace,
      keptOnDisk,
    } = routeOptions.config
    const room = userId === '' ? rooms.strangers : keptOnDisk ? rooms.pages : rooms.students
    const owner = userId === '' ? ip : userId
    const announced = Number(raw.headers['content-length'] ?? 0)
    const leave = userId === '' ? enterAsStranger(request, parts) : () => undefined
    // Nobody has to send what there is no room for; what is too large for any room is refused as that.
    if (userId !== '' && announced > SMALL && announced <= LARGEST_BODY) room.check(owner, announced)
    const body = new ArrivingBody(request, room, owner)
    const milliseconds = userId === '' ? patience.stranger : takesLong ? patience.pages : patience.student
    const timer = setTimeout(() => refuseLate(raw.socket), milliseconds)
    // It holds up no end of the process.
    timer.unref()
    const stop = demandsPace ? demandPace(body, () => refuseLate(raw.socket)) : () => undefined
    const arrived = () => {
      clearTimeout(timer)
      stop()
      leave()
    }
    raw.once('end', () => {
      arrived()
      body.complete()
    })
    raw.once('close', arrived)
    reply.raw.once('close', () => {
      arrived()
      body.leave()
    })
    // Media types have no case (RFC 9110, 8.3.1), and whoever reads the body knows that.
    const type = (raw.headers['content-type'] ?? '').toLowerCase()
    // Its reader takes it from the connection itself, and has its file counted (arriving-body.ts).
    if (type.startsWith('multipart/')) return payload
    return type.includes('json') ? body.through(payload, bounded(mostElements)) : body.through(payload)
  })
}

/** Whether a request has a body, or may have one. */
function hasBody(headers: IncomingHttpHeaders): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0
}

function bounded(most: number): (bytes: Buffer) => void {
  const elements = new JsonElements(most)
  return (bytes) => {
    if (!elements.admits(bytes)) throw tooLarge()
  }
}

/** Calls back once a large body comes on too slowly; what it returns ends that. */
function demandPace(body: ArrivingBody, refuse: () => void): () => void {
  let before = 0
  const timer = setInterval(() => {
    if (body.isLarge && body.arrived - before < LEAST) refuse()
    before = body.arrived
  }, LOOK).unref()
  return () => clearInterval(timer)
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
