import type { ServerResponse } from 'node:http'
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import * as v from 'valibot'
import type { ServerErrorCode, ServerFrame } from '../../../typings/protocol'
import { AnswerError, toAnswerError } from '../answer/answer-error'
import type { Attachment } from '../answer/attachment'
import { type AskParts, authenticatedUser, type Opening, openFor } from './ask-conversation'
import { MAX_MESSAGE_LENGTH, parseMessage, requestId, seenSeq } from './client-message'
import { deliver, type FrameLink } from './deliver'
import { OPENING } from './turns'

const httpStatus: Record<ServerErrorCode, number> = {
  BAD_REQUEST: 400,
  AUTH_ERROR: 401,
  AUTH_EXPIRED: 401,
  STREAM_NOT_FOUND: 404,
  SUPERSEDED: 409,
  CONTENT_REJECTED: 422,
  RATE_LIMITED: 429,
  INTERNAL: 500,
  SAVE_FAILED: 500,
  GENERATION_INTERRUPTED: 502,
  MODEL_UNAVAILABLE: 503,
  OVERLOADED: 503,
  SHUTTING_DOWN: 503,
  MODEL_TIMEOUT: 504,
}

const headers = {
  'Content-Type': 'text/event-stream; charset=utf-8',
  'Cache-Control': 'no-cache, no-transform',
  // nginx would hold the frames back otherwise.
  'X-Accel-Buffering': 'no',
}

const stopSchema = v.object({ request_id: requestId })

/**
 * `POST /api/v1/learning/ask-stream`: the frames of the WebSocket as server-sent events, with `seq` as their id.
 * The body is the first message of the WebSocket; the token may stand in `Authorization` instead.
 * `POST /api/v1/learning/stop {request_id}`: for a client that has no socket to say it on.
 */
export async function registerAskStream(app: FastifyInstance, parts: AskParts): Promise<void> {
  const options = {
    bodyLimit: MAX_MESSAGE_LENGTH * 4,
    errorHandler: (error: FastifyError, request: FastifyRequest, reply: FastifyReply) =>
      refuseUnread(error, request, reply, parts),
  }
  app.post('/api/v1/learning/ask-stream', options, (request, reply) => stream(request, reply, parts))
  app.post('/api/v1/learning/stop', options, async (request, reply) => {
    try {
      await stop(request, parts)
      return await reply.code(200).send({ ok: true })
    } catch (error) {
      return refuse(reply, toAnswerError(error), parts)
    }
  })
}

async function stop(request: FastifyRequest, parts: AskParts): Promise<void> {
  const userId = await authenticatedUser(tokenOf(request, request.body), parts)
  const body = v.safeParse(stopSchema, request.body)
  if (!body.success) throw new AnswerError('BAD_REQUEST')
  await parts.service.stop(userId, body.output.request_id)
}

async function stream(request: FastifyRequest, reply: FastifyReply, parts: AskParts): Promise<void> {
  let attachment: Attachment
  try {
    await parts.turns.take(OPENING)
    const userId = await authenticatedUser(tokenOf(request, request.body), parts)
    const opening = openingOf(request.body, request.headers['last-event-id'])
    attachment = await openFor(userId, opening, parts)
  } catch (error) {
    await refuse(reply, toAnswerError(error), parts)
    return
  }
  reply.hijack()
  const response = reply.raw
  const leave = () => {
    attachment.frames.return?.().catch(() => undefined)
  }
  response.on('close', leave)
  // It may have gone while the answer was being opened.
  if (response.destroyed) leave()
  response.on('error', (error) => parts.logger.debug({ err: error }, 'event stream failed'))
  response.writeHead(200, headers)
  const end = await deliver(attachment, new EventStreamLink(response), parts)
  if (end === 'slow') response.destroy()
  else response.end()
}

/**
 * What the body asks for. An ask with `Last-Event-ID` goes on after that frame, as event sources do when they
 * reconnect by themselves. Throws {@link AnswerError}.
 */
export function openingOf(body: unknown, lastEventIdHeader: unknown): Opening {
  const message = parseMessage(body)
  if (message.type !== 'ask' && message.type !== 'resume') throw new AnswerError('BAD_REQUEST')
  const lastEventId = v.safeParse(seenSeq, Number(lastEventIdHeader ?? 0))
  if (!lastEventId.success) throw new AnswerError('BAD_REQUEST')
  if (lastEventId.output === 0 || message.requestId === undefined) return message
  const { token, requestId, clientId } = message
  return { type: 'resume', token, requestId, afterSeq: lastEventId.output, clientId }
}

function tokenOf(request: FastifyRequest, body: unknown): string {
  if (request.headers.authorization !== undefined) return request.headers.authorization
  const parsed = v.safeParse(v.object({ token: v.string() }), body)
  return parsed.success ? parsed.output.token : ''
}

/** A body that cannot be read: a wrong token is told first, as for every other body. */
async function refuseUnread(
  error: FastifyError,
  request: FastifyRequest,
  reply: FastifyReply,
  parts: AskParts,
): Promise<FastifyReply> {
  try {
    await authenticatedUser(tokenOf(request, undefined), parts)
  } catch (refusal) {
    return refuse(reply, toAnswerError(refusal), parts)
  }
  throw error
}

/** The error frame is a superset of the body that failed calls have. */
function refuse(reply: FastifyReply, error: AnswerError, { metrics }: AskParts): FastifyReply {
  metrics.errorTold(error.code)
  return reply.code(httpStatus[error.code]).send(error.frame)
}

/** One frame as a server-sent event, its `seq` as the event's id (WHATWG HTML, section 9.2). */
export function eventOf(frame: ServerFrame): string {
  const id = 'seq' in frame ? `id: ${frame.seq}\n` : ''
  return `${id}data: ${JSON.stringify(frame)}\n\n`
}

class EventStreamLink implements FrameLink {
  constructor(private readonly response: ServerResponse) {}

  get buffered(): number {
    return this.response.writableLength
  }

  send(frame: ServerFrame, written?: () => void): void {
    this.response.write(eventOf(frame), () => written?.())
  }
}
