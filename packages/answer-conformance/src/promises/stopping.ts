import { textAfter } from '../frame'
import type { Link } from '../link'
import { hold, NotTried, type Promised } from '../promise'

/** Milliseconds after a stop in which text may still come: it was under way. */
const UNDER_WAY = 3000

/** What is written after a stop shows that nobody heeded it; an answer that was over too soon shows nothing. */
function holdStopped(link: Link, stoppedAt: number): void {
  const done = link.frames.at(-1)
  hold('it comes to done', done?.type === 'done', done)
  const late = link.heard.some(({ frame, at }) => frame.type === 'content' && at > stoppedAt + UNDER_WAY)
  hold('nothing is written any more', !late, done)
  if (done?.finish_reason !== 'stopped')
    throw new NotTried(
      `the answer ended by itself (${String(done?.finish_reason)}) before it could be stopped`,
    )
}

export const stopping: Promised[] = [
  [
    'stop ends the answer: what was written is kept, and done says stopped',
    async (session) => {
      const requestId = session.newRequestId()
      const link = session.open(session.ask(requestId))
      await link.until('content')
      const stoppedAt = link.now
      link.say({ type: 'stop' })
      await link.closed
      holdStopped(link, stoppedAt)
      const again = session.open(session.resume(requestId, 0))
      await again.closed
      hold('what was written is kept', textAfter(again.frames) === textAfter(link.frames))
    },
  ],
  [
    'stop is a call too, for a client that has no link',
    async (session) => {
      const requestId = session.newRequestId()
      const link = session.open(session.ask(requestId))
      await link.until('content')
      link.cut()
      const response = await session.call('/learning/stop', { request_id: requestId })
      hold('the call succeeds', response.status === 200, response.status)
      const again = session.open(session.resume(requestId, link.lastSeq))
      await again.closed
      holdStopped(again, 0)
    },
  ],
]
