import { textAfter } from '../frame'
import { hold, NotTried, type Promised } from '../promise'

const unlessOver = (reason: unknown): void => {
  if (reason !== 'stopped')
    throw new NotTried(`the answer ended by itself (${String(reason)}) before it could be stopped`)
}

export const stopping: Promised[] = [
  [
    'stop ends the answer: what was written is kept, and done says stopped',
    async (session) => {
      const requestId = session.newRequestId()
      const link = session.open(session.ask(requestId))
      await link.until('content')
      link.say({ type: 'stop' })
      await link.closed
      const done = link.frames.at(-1)
      hold('it comes to done', done?.type === 'done', done)
      unlessOver(done?.finish_reason)
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
      const again = session.open(session.resume(requestId, 0))
      await again.closed
      hold('it comes to done', again.frames.at(-1)?.type === 'done', again.frames.at(-1))
      unlessOver(again.first('done')?.finish_reason)
    },
  ],
]
