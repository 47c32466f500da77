import { event, type Foreign, type ForeignClient } from './client'

/** Where the agent of these tests listens. */
export const URL = 'https://agent.test/agui'

/** What a test says of its agent. */
export interface Options {
  idempotent?: boolean
  stopUrl?: (runId: string) => string
}

/** The client of a program that asks an AG-UI agent. */
export function agUiClient(program: Foreign, options: Options = {}): ForeignClient {
  return program.client((library) => library.agUiBackend({ url: URL, headers: { 'X-Key': 'k' }, ...options }))
}

/** The program's last request hears these events; numbered ones by pairs. */
export function hear({ phone }: Foreign, events: readonly (object | [object, number])[]): void {
  for (const each of events) {
    const [data, id] = Array.isArray(each) ? each : [each, undefined]
    phone.request.bytes(event(data, id))
  }
}

// What an agent tells.
export const started = { type: 'RUN_STARTED', threadId: 't1', runId: 'r1' }
export const textStart = (messageId = 'm1') => ({ type: 'TEXT_MESSAGE_START', messageId, role: 'assistant' })
export const text = (delta: string, messageId = 'm1') => ({ type: 'TEXT_MESSAGE_CONTENT', messageId, delta })
export const textEnd = (messageId = 'm1') => ({ type: 'TEXT_MESSAGE_END', messageId })
export const chunk = (delta: string, messageId?: string) => ({
  type: 'TEXT_MESSAGE_CHUNK',
  role: 'assistant',
  messageId,
  delta,
})
export const tool = { type: 'TOOL_CALL_START', toolCallId: 'c1', toolCallName: '查' }
export const reason = { type: 'REASONING_MESSAGE_CONTENT', messageId: 'x', delta: '想' }
export const finished = {
  type: 'RUN_FINISHED',
  threadId: 't1',
  runId: 'r1',
  result: { question_id: 'q1', answer_id: 'a1', session_id: 't1', finish_reason: 'stop' },
}
