import { wxChunkedRequests } from '../../miniprogram/platform/wx-chunked-request'
import { wxLifecycle } from '../../miniprogram/platform/wx-lifecycle'
import { wxSockets } from '../../miniprogram/platform/wx-socket'
import type { AnswerDeps } from '../../miniprogram/stream/answer-deps'
import { AnswerJournal } from '../../miniprogram/stream/answer-journal'
import { createAnswerStream } from '../../miniprogram/stream/answer-stream'
import { tutorBackend } from '../../miniprogram/stream/backends/tutor'
import { BoundedSockets } from '../../miniprogram/stream/bounded-sockets'
import { StopOutbox } from '../../miniprogram/stream/stop-outbox'
import { TransportChoice } from '../../miniprogram/stream/transport'
import { type ProgramParts, type ProgramRun, silentLogger } from './program-run'

const ORIGIN = 'http://tutor.test'
const URL = 'ws://tutor.test/api/v1/learning/ws/ask'

/** This mini-program, as far as it asks. */
export function ownProgram({ store, clock, random, tellStop }: ProgramParts): ProgramRun {
  const journal = new AnswerJournal(store, clock)
  const run = `run-${Math.floor(random() * 1e9)}`
  let links = 0
  const nextLink = () => {
    links += 1
    return `${run}:${links}`
  }
  const outbox = new StopOutbox({
    storage: store,
    clock,
    lifecycle: wxLifecycle,
    logger: silentLogger,
    deliver: ({ requestId }) => tellStop(requestId),
  })
  // Before anything is flushed: a stop that is told may end an answer that was left.
  const unfinished = journal.unfinished()
  outbox.flush()
  const deps: AnswerDeps = {
    clock,
    lifecycle: wxLifecycle,
    sockets: new BoundedSockets(wxSockets, clock),
    chunked: wxChunkedRequests,
    transports: new TransportChoice(),
    logger: silentLogger,
    random,
    keeper: journal,
    stops: {
      hold: (requestId: string) => outbox.hold({ requestId, address: ORIGIN }),
      leave: (requestId: string) => outbox.leave({ requestId, address: ORIGIN }),
      withdraw: (requestId: string) => outbox.withdraw(requestId),
    },
    report: () => undefined,
  }
  return {
    unfinished: () => unfinished,
    forgets: false,
    begin({ requestId, content }, listen, left) {
      const options = { requestId, ...(left === undefined ? {} : { after: left.after, text: left.text }) }
      const backend = tutorBackend({ url: URL, token: 'token', clientId: () => 'phone', nextLink })
      return createAnswerStream(deps, backend, left?.input ?? { content }, listen, options)
    },
  }
}
