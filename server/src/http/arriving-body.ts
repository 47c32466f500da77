import { type Readable, Transform } from 'node:stream'
import type { FastifyRequest } from 'fastify'
import type { HttpError } from '../errors/http-error'
import type { BodyPlace, BodyRoom } from '../limits/body-room'

const bodies = new WeakMap<FastifyRequest, ArrivingBody>()

/** A body on its way, with its place in the room of all that are. What its route keeps of it is counted as it grows, however it is sent. */
export class ArrivingBody {
  private readonly place: BodyPlace
  private counted: Transform | undefined

  /** `owner`: whose share of the room it takes. */
  constructor(request: FastifyRequest, room: BodyRoom, owner: string) {
    this.place = room.enter(owner, (refusal) => this.giveWay(refusal))
    bodies.set(request, this)
  }

  /** Bytes that have arrived. */
  get arrived(): number {
    return this.place.arrived
  }

  /** Whether it is more than a small one. */
  get isLarge(): boolean {
    return this.place.kind === 'large'
  }

  /**
   * A stream that hands on what `payload` has as long as there is room for it, and `admits` lets it, which may throw. The payload is left as it
   * is then, for the reply.
   */
  through(payload: Readable, admits: (bytes: Buffer) => void = () => undefined): Transform {
    const counted = new Transform({
      transform: (bytes: Buffer, _encoding, done) => {
        try {
          this.place.take(bytes.length)
          admits(bytes)
          done(null, bytes)
        } catch (error) {
          done(error instanceof Error ? error : new Error('a body was refused', { cause: error }))
        }
      },
    })
    this.counted = counted
    payload.on('error', (error) => counted.destroy(error))
    return payload.pipe(counted)
  }

  /** All of it has arrived. */
  complete(): void {
    this.place.complete()
  }

  /** It is kept no longer. */
  leave(): void {
    this.place.leave()
  }

  private giveWay(refusal: HttpError): void {
    this.counted?.destroy(refusal)
  }
}

/**
 * The file of a form, counted as it arrives: a form is read past the parser of other bodies, and the rest of it is small. To be read in the
 * place of `file`, of which nothing is left unread then: its form comes to its end.
 */
export function countedFile(request: FastifyRequest, file: Readable): Readable {
  const body = bodies.get(request)
  if (body === undefined) return file
  const counted = body.through(file)
  counted.once('close', () => file.resume())
  return counted
}

/** The body of this request is judged, and is not kept for as long as its answer takes. */
export function leaveBodyRoom(request: FastifyRequest): void {
  request.body = undefined
  bodies.get(request)?.leave()
}
