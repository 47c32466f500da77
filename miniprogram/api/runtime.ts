import { wxClock } from '../platform/wx-clock'
import { wxLifecycle } from '../platform/wx-lifecycle'
import { wxLogger } from '../platform/wx-logger'
import { wxStorage } from '../platform/wx-storage'
import { AnswerJournal } from '../stream/answer-journal'
import { StopOutbox } from '../stream/stop-outbox'
import { deliverStop } from './stop'

/** What is known of answers without any being asked. */
interface Runtime {
  journal: AnswerJournal
  outbox: StopOutbox
}

/** One for the program: all of it writes to the same places in storage, and two would write over each other. */
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
  return {
    journal: new AnswerJournal(wxStorage, wxClock),
    outbox: new StopOutbox({
      storage: wxStorage,
      clock: wxClock,
      lifecycle: wxLifecycle,
      logger: wxLogger,
      deliver: deliverStop,
    }),
  }
}
