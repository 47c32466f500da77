import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import * as v from 'valibot'
import type { ServerFrame } from '../../../typings/protocol'
import { AnswerError, toAnswerError } from '../answer/answer-error'
import type { Attachment } from '../answer/attachment'
import { HttpError } from '../errors/http-error'
import { TooManyCalls } from '../errors/too-many-calls'
import { leaveBodyRoom } from '../http/arriving-body'
import { type AskParts, authenticatedUser, countCall, type Opening, openFor } from './ask-conversation'
import { MAX_MESSAGE_LENGTH, parseMessage, requestId, seenSeq } from './client-message'
import { type EventView, respond } from './event-response'
import { refuse } from './refuse'
import { OPENING } from './turns'

const stopSchema = v.object({ request_id: requestId })

/**
 * `POST /api/v1/learning/ask-stream`: the frames of the WebSocket as server-sent events, with `seq` as their id.
 * The body is the first message of the WebSocket; the token may stand in `Authorization` instead.
 * `POST /api/v1/learning/stop {request_id}`: for a client that has no socket to say it on.
 */
export async function registerAskStream(app: FastifyInstance, parts: AskParts): Promise<void> {
  const options = {
    // Bytes: of a question every character may be escaped.
    bodyLimit: MAX_MESSAGE_LENGTH,
    onRequest: (request: FastifyRequest) => lookAtHeader(request, parts),
    errorHandler: (error: Error, request: FastifyRequest, reply: FastifyReply) =>
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

/** A token in the header is looked at before the body is read. */
async function lookAtHeader(request: FastifyRequest, parts: AskParts): Promise<void> {
  if (request.headers.authorization === undefined) return
  request.userId = await userOf(request, request.headers.authorization, parts)
}

/** Who asks, by the header, else by the body. Rejects with {@link AnswerError}. */
async function asking(request: FastifyRequest, parts: AskParts): Promise<string> {
  if (request.headers.authorization !== undefined) return request.userId
  const parsed = v.safeParse(v.object({ token: v.string() }), request.body)
  return userOf(request, parsed.success ? parsed.output.token : '', parts)
}

function userOf({ ip }: FastifyRequest, token: string, parts: AskParts): Promise<string> {
  const authenticate = parts.limits.strangers.from(ip, parts.authenticate)
  return authenticatedUser(token, { ...parts, authenticate })
}

async function stop(request: FastifyRequest, parts: AskParts): Promise<void> {
  const userId = await asking(request, parts)
  countCall(userId, parts.limits)
  const body = v.safeParse(stopSchema, request.body)
  if (!body.success) throw new AnswerError('BAD_REQUEST')
  await parts.service.stop(userId, body.output.request_id)
}

async function stream(request: FastifyRequest, reply: FastifyReply, parts: AskParts): Promise<void> {
  const link = { openedAt: parts.clock.now(), isGone: () => request.raw.socket.destroyed }
  let attachment: Attachment
  try {
    await parts.turns.take(OPENING)
    const userId = await asking(request, parts)
    const opening = openingOf(request.body, request.headers['last-event-id'])
    attachment = await openFor(userId, opening, parts, link)
  } catch (error) {
    await refuse(reply, toAnswerError(error), parts)
    return
  } finally {
    leaveBodyRoom(request)
  }
  await respond(reply, attachment, frames, parts)
}

/** Our own frames. Whoever reads them knows that only `done` and `error` are an end. */
const frames: EventView = { text: eventOf, isWhole: (end) => end !== 'slow' }

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

/** A body that cannot be read: a wrong token is told first, as for every other body. */
async function refuseUnread(
  error: Error,
  request: FastifyRequest,
  reply: FastifyReply,
  parts: AskParts,
): Promise<FastifyReply> {
  if (error instanceof AnswerError) return refuse(reply, error, parts)
  // One in the header was good by then; what is only to wait for is told whoever calls.
  if (request.headers.authorization !== undefined || isToWaitFor(error)) throw error
  try {
    await userOf(request, '', parts)
  } catch (refusal) {
    return refuse(reply, toAnswerError(refusal), parts)
  }
  throw error
}

function isToWaitFor(error: Error): boolean {
  return error instanceof TooManyCalls || (error instanceof HttpError && error.retryAfterMs !== undefined)
}

/** One frame as a server-sent event, its `seq` as the event's id (WHATWG HTML, section 9.2). */
export function eventOf(frame: ServerFrame): string {
  const id = 'seq' in frame ? `id: ${frame.seq}\n` : ''
  return `${id}data: ${JSON.stringify(frame)}\n\n`
}
