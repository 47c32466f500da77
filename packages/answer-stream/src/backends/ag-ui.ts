import type { Backend, Question } from '../../../../miniprogram/stream/backend'
import { tellStop } from '../../../../miniprogram/stream/tell-stop'
import { AgUiEvents } from '../ag-ui-events'
import { type Headers, HttpExchange, headersOf, inputProblem } from '../http-exchange'
import { fieldsOf } from '../json'

/** Where an AG-UI agent is, and what it promises. */
export interface AgUiSettings {
  url: string
  headers?: Headers
  /** The agent knows a run by its `runId`: the same one sent twice is answered once. */
  idempotent?: boolean
  /** Where the agent is told to stop a run; without it `stop()` only ends the answer here. */
  stopUrl?: (runId: string) => string
}

/** AG-UI over HTTP (docs.ag-ui.com): it resumes where the agent numbers its events (`id:`), by `Last-Event-ID`. */
export function agUiBackend({ url, headers = {}, idempotent = false, stopUrl }: AgUiSettings): Backend {
  const stoppable = stopUrl !== undefined
  const dialect = {
    url,
    headers,
    numbered: true,
    idempotent,
    stoppable,
    body: runInput,
    protocol: ({ held, requestId }: Question) => new AgUiEvents(held.text, questionId(requestId)),
  }
  return {
    kind: 'ag-ui',
    url,
    capabilities: { resumable: 'if-numbered', idempotent, stoppable },
    problem: (input) => inputProblem(input),
    begin: (question, ways) => new HttpExchange(dialect, question, ways),
    async tellStop(runId, http) {
      if (stopUrl === undefined) return true
      const call = { url: stopUrl(runId), headers: () => headersOf(headers) }
      return tellStop(http, { ...call, renewable: typeof headers === 'function', unknownIsOver: true })
    },
  }
}

/** `RunAgentInput`. A run without a session begins a thread of its own. */
function runInput(question: Question): object {
  const { requestId, input } = question
  const { mode, subject, about } = fieldsOf(input)
  return {
    threadId: input.session_id ?? requestId,
    runId: requestId,
    state: {},
    messages: messagesOf(question),
    tools: [],
    context: [],
    forwardedProps: { mode, subject, about },
  }
}

interface Message {
  id: string
  role: string
  content: unknown
}

/** The history, then the question. */
function messagesOf({ requestId, input }: Question): Message[] {
  const { content, image_urls: images = [], history = [] } = input
  const words = content === '' ? [] : [{ type: 'text', text: content }]
  const pages = images.map((value) => ({ type: 'image', source: { type: 'url', value } }))
  const question = images.length === 0 ? content : [...words, ...pages]
  const before = history.map(({ role, content: said }, index) => ({
    id: `${requestId}-${index + 1}`,
    role,
    content: said,
  }))
  return [...before, { id: questionId(requestId), role: 'user', content: question }]
}

function questionId(requestId: string): string {
  return `${requestId}-question`
}
