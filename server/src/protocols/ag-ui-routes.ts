import type { FastifyInstance, FastifyRequest } from 'fastify'
import * as v from 'valibot'
import { AnswerError } from '../answer/answer-error'
import type { Attachment } from '../answer/attachment'
import { LARGE_BODIES } from '../http/arriving-bodies'
import { requestId, seenSeq } from '../socket/client-message'
import { readTraceparent } from '../tracing/traceparent'
import { parseRunInput, type RunInput } from './ag-ui-input'
import { AgUiView } from './ag-ui-view'
import { askRequestOf } from './ask-request'
import { type ProtocolParts, showAnswer, takeBody, told, VIEW } from './open-answer'

/** Bytes of a body whose messages are held until the answer ends, for a snapshot in its midst; others are torn there. */
const LARGEST_HELD = 8 * 1024 * 1024

/** `POST /api/v1/agui` and `POST /api/v1/agui/:runId/stop`: AG-UI 1.0 (docs.ag-ui.com) over HTTP. */
export function registerAgUi(scope: FastifyInstance, parts: ProtocolParts): void {
  scope.post('/api/v1/agui', LARGE_BODIES, (request, reply) =>
    showAnswer(reply, parts, async () => {
      const traceparent = readTraceparent(request.headers.traceparent)
      const run = { ...parseRunInput(takeBody(request)), traceparent }
      const after = seenBy(request)
      const attachment = await open(request.userId, run, after, parts)
      return { attachment, view: viewOf(run, after, attachment, isHeld(request)) }
    }),
  )
  scope.post<{ Params: { runId: string } }>('/api/v1/agui/:runId/stop', (request, reply) =>
    told(reply, parts, async () => {
      const { runId } = request.params
      if (!v.is(requestId, runId)) throw new AnswerError('STREAM_NOT_FOUND')
      await parts.service.stop(request.userId, runId)
    }),
  )
}

function open(userId: string, run: RunInput, after: number, parts: ProtocolParts): Promise<Attachment> {
  const { service } = parts
  if (after > 0) return service.resume(userId, run.requestId, after, VIEW)
  return service.ask(userId, askRequestOf(userId, run, parts), VIEW)
}

function viewOf(run: RunInput, after: number, { standing }: Attachment, held: boolean): AgUiView {
  return new AgUiView({
    threadId: run.thread,
    runId: run.requestId,
    messages: run.messages,
    standing,
    isReplay: after === 0,
    holdsOn: held,
  })
}

const positionSchema = v.object({ after: v.optional(v.string()) })

/** The number of the last event that the client has; 0 where it has none. */
function seenBy({ headers, query }: FastifyRequest): number {
  const asked = v.safeParse(positionSchema, query)
  const position = headers['last-event-id'] ?? (asked.success ? asked.output.after : '')
  const seq = v.safeParse(seenSeq, Number(position ?? 0))
  if (!seq.success) throw new AnswerError('BAD_REQUEST')
  return seq.output
}

function isHeld({ headers }: FastifyRequest): boolean {
  return headers['content-length'] !== undefined && Number(headers['content-length']) <= LARGEST_HELD
}
