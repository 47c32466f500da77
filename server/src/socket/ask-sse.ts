import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import * as v from 'valibot'
import type { ServerFrame } from '../../../typings/protocol'
import { AnswerError, toAnswerError } from '../answer/answer-error'
import type { Attachment } from '../answer/attachment'
import { type AskParts, authenticatedUser, type Opening, openFor } from './ask-conversation'
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
  const link = { openedAt: parts.clock.now(), isGone: () => request.raw.socket.destroyed }
  let attachment: Attachment
  try {
    await parts.turns.take(OPENING)
    const userId = await authenticatedUser(tokenOf(request, request.body), parts)
    const opening = openingOf(request.body, request.headers['last-event-id'])
    attachment = await openFor(userId, opening, parts, link)
  } catch (error) {
    await refuse(reply, toAnswerError(error), parts)
    return
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

/** One frame as a server-sent event, its `seq` as the event's id (WHATWG HTML, section 9.2). */
export function eventOf(frame: ServerFrame): string {
  const id = 'seq' in frame ? `id: ${frame.seq}\n` : ''
  return `${id}data: ${JSON.stringify(frame)}\n\n`
}
