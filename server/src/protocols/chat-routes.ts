import type { FastifyInstance } from 'fastify'
import * as v from 'valibot'
import { AnswerError } from '../answer/answer-error'
import type { Attachment } from '../answer/attachment'
import { LARGE_BODIES } from '../http/arriving-bodies'
import { newId } from '../store/identifiers'
import { readTraceparent } from '../tracing/traceparent'
import { askRequestOf } from './ask-request'
import { type ChatInput, parseChatInput } from './chat-input'
import { ChatView } from './chat-view'
import { type Opened, type ProtocolParts, showAnswer, takeBody, told, VIEW } from './open-answer'
import { threadName } from './thread-name'

/** For how long an answer that ended is told again to whoever asks for it, in milliseconds. */
const RETOLD = 30 * 60_000

interface OfChat {
  Params: { id: string }
}

const streamSchema = v.object({ finished: v.optional(v.string()) })

/** The AI SDK's chat: `POST /api/v1/chat`, `GET /api/v1/chat/:id/stream` and `POST /api/v1/chat/:id/stop` (ai-sdk.dev, UI message stream). */
export function registerChat(scope: FastifyInstance, parts: ProtocolParts): void {
  scope.post('/api/v1/chat', LARGE_BODIES, (request, reply) =>
    showAnswer(reply, parts, async () => {
      const traceparent = readTraceparent(request.headers.traceparent)
      const chat = { ...parseChatInput(takeBody(request)), traceparent }
      return shown(await open(request.userId, chat, parts))
    }),
  )
  scope.get<OfChat>('/api/v1/chat/:id/stream', (request, reply) =>
    showAnswer(reply, parts, () => {
      const query = v.safeParse(streamSchema, request.query)
      const retells = query.success && query.output.finished === '1'
      return running(request.userId, request.params.id, retells, parts)
    }),
  )
  scope.post<OfChat>('/api/v1/chat/:id/stop', (request, reply) =>
    told(reply, parts, async () => {
      const { userId, params } = request
      const session = await sessionOf(userId, params.id, parts)
      if (session === undefined) throw new AnswerError('STREAM_NOT_FOUND')
      const requests = await parts.threads.running(session)
      await Promise.all(requests.map((requestId) => parts.service.stop(userId, requestId)))
    }),
  )
}

function shown(attachment: Attachment): Opened {
  return { attachment, view: new ChatView() }
}

async function open(userId: string, chat: ChatInput, parts: ProtocolParts): Promise<Attachment> {
  const { service, threads } = parts
  const asked = await threads.question(userId, chat.requestId)
  // A message belongs to one chat: what is asked in another one is another question.
  if (asked !== undefined && asked.sessionId !== (await threads.session(userId, chat.thread))) {
    throw new AnswerError('BAD_REQUEST')
  }
  if (asked === undefined || !chat.regenerate)
    return service.ask(userId, askRequestOf(userId, chat, parts), VIEW)
  const { sessionId, questionId } = asked
  const before = await threads.running(sessionId, questionId)
  await Promise.all(before.map((requestId) => service.end(userId, requestId)))
  const params = { content: '', again: questionId }
  return service.ask(userId, { requestId: newId(), params, traceparent: chat.traceparent }, VIEW)
}

/** What is being written in a chat, or ended lately; `undefined` where nothing is. */
async function running(
  userId: string,
  name: string,
  retells: boolean,
  parts: ProtocolParts,
): Promise<Opened> {
  const { service, threads } = parts
  const session = await sessionOf(userId, name, parts)
  if (session === undefined) return undefined
  const [newest] = await threads.running(session)
  const requestId = newest ?? (retells ? await threads.endedWithin(session, RETOLD) : undefined)
  if (requestId === undefined) return undefined
  try {
    return shown(await service.resume(userId, requestId, 0, VIEW))
  } catch (error) {
    // Its session was deleted just now.
    if (error instanceof AnswerError && error.code === 'STREAM_NOT_FOUND') return undefined
    throw error
  }
}

async function sessionOf(
  userId: string,
  name: string,
  { threads }: ProtocolParts,
): Promise<string | undefined> {
  return v.is(threadName, name) ? threads.session(userId, name) : undefined
}
