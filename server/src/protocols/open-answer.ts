import type { FastifyReply, FastifyRequest } from 'fastify'
import { toAnswerError } from '../answer/answer-error'
import type { AnswerService } from '../answer/answer-service'
import type { Attachment } from '../answer/attachment'
import type { AnswerReader } from '../answer/live-answers'
import { leaveBodyRoom } from '../http/arriving-body'
import type { DeliveryParts } from '../socket/deliver'
import { type EventView, respond } from '../socket/event-response'
import { refuse } from '../socket/refuse'
import { OPENING } from '../socket/turns'
import type { ThreadRepository } from '../store/thread-repository'
import type { AskParts } from './ask-request'

/** What the open protocols need. */
export interface ProtocolParts extends DeliveryParts, AskParts {
  service: Pick<AnswerService, 'ask' | 'resume' | 'stop' | 'end'>
  threads: ThreadRepository
}

/** Whoever reads by an open protocol takes nobody's place. */
export const VIEW: AnswerReader = { kind: 'view' }

/** An answer that was opened, and how it is told; `undefined` where there is none. */
export type Opened = { attachment: Attachment; view: EventView } | undefined

/** Opens an answer and tells it as the response's body. What is refused before it begins is an HTTP status; none is a 204. */
export async function showAnswer(
  reply: FastifyReply,
  parts: ProtocolParts,
  open: () => Promise<Opened>,
): Promise<void> {
  let opened: Opened
  try {
    await parts.turns.take(OPENING)
    opened = await open()
  } catch (error) {
    await refuse(reply, toAnswerError(error), parts)
    return
  } finally {
    leaveBodyRoom(reply.request)
  }
  if (opened === undefined) await reply.code(204).send()
  else await respond(reply, opened.attachment, opened.view, parts)
}

/** Does what is asked for, and says so. */
export async function told(
  reply: FastifyReply,
  parts: ProtocolParts,
  action: () => Promise<void>,
): Promise<FastifyReply> {
  try {
    await action()
    return await reply.code(200).send({ ok: true })
  } catch (error) {
    return refuse(reply, toAnswerError(error), parts)
  }
}

/** The request's body, which is large, and is not kept for as long as its answer takes. */
export function takeBody(request: FastifyRequest): unknown {
  const { body } = request
  request.body = undefined
  return body
}
