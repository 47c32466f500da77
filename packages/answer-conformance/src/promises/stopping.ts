import { bodyOf } from '../call'
import { parseFrame, textAfter } from '../frame'
import type { Link } from '../link'
import { hold, NotTried, type Promised } from '../promise'

/** Milliseconds after a stop in which text may still come: it was under way. */
const UNDER_WAY = 3000

/** What is written after a stop shows that nobody heeded it; an answer that was over too soon shows nothing. */
export function holdStopped(link: Link, stoppedAt: number): void {
  const done = link.frames.at(-1)
  hold('it comes to done', done?.type === 'done', done)
  const late = link.heard.some(({ frame, at }) => frame.type === 'content' && at > stoppedAt + UNDER_WAY)
  hold('nothing is written any more', !late, done)
  if (done?.finish_reason !== 'stopped')
    throw new NotTried(
      `the answer ended by itself (${String(done?.finish_reason)}) before it could be stopped`,
    )
}

/** A stop, and what is kept. */
export const stopping: Promised[] = [
  [
    'stop ends the answer: what was written is kept, and done says stopped',
    async (session) => {
      const requestId = session.newRequestId()
      const link = session.open(session.ask(requestId))
      await link.until('content')
      const stoppedAt = link.now
      link.say({ type: 'stop' })
      await link.ended()
      holdStopped(link, stoppedAt)
      const again = session.open(session.resume(requestId, 0))
      await again.ended()
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
      await again.ended()
      holdStopped(again, 0)
    },
  ],
  [
    'a stop that is said before the answer has begun counts',
    async (session) => {
      const requestId = session.newRequestId()
      const link = session.open(session.ask(requestId), { type: 'stop' })
      await link.ended()
      hold('it is accepted all the same', link.frames[0]?.type === 'accepted', link.frames[0])
      holdStopped(link, 0)
    },
  ],
  [
    'a second stop changes nothing, on the link or as a call',
    async (session) => {
      const requestId = session.newRequestId()
      const link = session.open(session.ask(requestId))
      await link.until('content')
      const stoppedAt = link.now
      for (let times = 0; times < 2; times += 1) link.say({ type: 'stop' })
      await link.ended()
      holdStopped(link, stoppedAt)
      const dones = link.frames.filter(({ type }) => type === 'done')
      hold('it is done once', dones.length === 1, dones)
      const response = await session.call('/learning/stop', { request_id: requestId })
      hold('the call succeeds where the answer has ended', response.status === 200, response.status)
      const again = session.open(session.resume(requestId, 0))
      await again.ended()
      const now = again.first('done')
      hold('the answer is the same', now?.answer_id === dones[0]?.answer_id, now)
    },
  ],
  [
    'a stop of an answer that nobody asked for is 404 STREAM_NOT_FOUND',
    async (session) => {
      const response = await session.call('/learning/stop', { request_id: session.newRequestId() })
      const { code } = parseFrame(await bodyOf(response))
      const isUnknown = response.status === 404 && code === 'STREAM_NOT_FOUND'
      hold('404 STREAM_NOT_FOUND', isUnknown, [response.status, code])
    },
  ],
]
