import type { FastifyInstance, FastifyRequest } from 'fastify'
import { hasBody, watched } from '../http/arriving-bodies'
import { refuseLate } from '../http/refuse-unparsed'
import { type BodyPlace, BodyRoom, LARGEST_BODY, SMALL } from './body-room'

/** Milliseconds in which a large body must have come on by some bytes: whoever stands still holds nothing. */
const LOOK = 30_000
/** 8 KB a second: half of what the slowest upload has. */
const LEAST = 8 * 1024 * (LOOK / 1000)

/** Options of a route that takes such bodies; a picture has no parts, so that a conversation of thousands of messages has enough of them. */
export const LARGE_BODIES = {
  bodyLimit: LARGEST_BODY,
  config: { takesLong: true, mostElements: 100_000 },
} as const

const places = new WeakMap<FastifyRequest, BodyPlace>()

/** Bounds the large bodies that are in memory at the same moment. To be registered after the scope knows who asks. */
export function boundBodies(scope: FastifyInstance, room = new BodyRoom()): void {
  scope.addHook('preParsing', async (request, reply, payload) => {
    const { raw, userId } = request
    if (!hasBody(raw.headers)) return payload
    const announced = Number(raw.headers['content-length'] ?? 0)
    // Nobody has to send what there is no room for; what is too large for any room is refused as that.
    if (announced > SMALL && announced <= LARGEST_BODY) room.check(userId, announced)
    const place = room.enter(userId, (refusal) => arriving.destroy(refusal))
    const arriving = watched(payload, (bytes) => place.take(bytes.length))
    places.set(request, place)
    const stop = demandPace(place, () => refuseLate(raw.socket))
    raw.once('end', () => {
      stop()
      place.complete()
    })
    reply.raw.once('close', () => {
      stop()
      place.leave()
    })
    return arriving
  })
}

/** The body of this request is kept no longer. */
export function leaveBodyRoom(request: FastifyRequest): void {
  places.get(request)?.leave()
}

/** Calls back once a large body comes on too slowly; what it returns ends that. */
function demandPace(place: BodyPlace, refuse: () => void): () => void {
  let before = 0
  const timer = setInterval(() => {
    if (place.isLarge && place.arrived - before < LEAST) refuse()
    before = place.arrived
  }, LOOK).unref()
  return () => clearInterval(timer)
}
