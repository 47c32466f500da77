import { wxChunkedRequests } from '../platform/wx-chunked-request'
import { wxClock } from '../platform/wx-clock'
import { wxLifecycle } from '../platform/wx-lifecycle'
import { wxLogger } from '../platform/wx-logger'
import { wxSockets } from '../platform/wx-socket'
import { wxStorage } from '../platform/wx-storage'
import type { AnswerDeps } from '../stream/answer-deps'
import { AnswerJournal } from '../stream/answer-journal'
import { BoundedSockets } from '../stream/bounded-sockets'
import { StopOutbox } from '../stream/stop-outbox'
import { TransportChoice } from '../stream/transport'
import { deliverStop } from './stop'

/** What all answers of one run of the program share. */
interface Runtime {
  deps: Omit<AnswerDeps, 'stops' | 'report'>
  journal: AnswerJournal
  outbox: StopOutbox
}

let made: Runtime | undefined

/** Made at the first use: a program that only starts does nothing for it. Stops that an earlier run left go out then. */
export function runtime(): Runtime {
  if (made === undefined) {
    made = makeRuntime()
    made.outbox.flush()
  }
  return made
}

function makeRuntime(): Runtime {
  const journal = new AnswerJournal(wxStorage, wxClock)
  const outbox = new StopOutbox({
    storage: wxStorage,
    clock: wxClock,
    lifecycle: wxLifecycle,
    logger: wxLogger,
    deliver: deliverStop,
  })
  return {
    deps: {
      clock: wxClock,
      sockets: new BoundedSockets(wxSockets, wxClock),
      chunked: wxChunkedRequests,
      lifecycle: wxLifecycle,
      logger: wxLogger,
      random: Math.random,
      transports: new TransportChoice(),
      keeper: journal,
    },
    journal,
    outbox,
  }
}
