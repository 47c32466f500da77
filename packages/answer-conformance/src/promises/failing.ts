import { type Frame, seqOf, textAfter } from '../frame'
import type { Link } from '../link'
import { hold, holdShapes, NotTried, type Promised, type Session } from '../promise'
import { eventsOf } from './event-stream'

/** An answer that failed: its request, and the link on which it was told. */
interface Failed {
  readonly requestId: string
  readonly link: Link
  readonly error: Frame
}

/** Asks what has to fail. */
async function failedAnswer(session: Session): Promise<Failed> {
  const requestId = session.newRequestId()
  const ask = failingAsk(session, requestId)
  const link = session.open(ask)
  await link.ended()
  const error = link.frames.at(-1)
  if (error?.type !== 'error')
    throw new NotTried(`the failing question ended with ${error?.type ?? 'nothing'}`)
  if (link.frames[0]?.type !== 'accepted')
    throw new NotTried(`the failing question was refused with ${String(error.code)} before it was accepted`)
  return { requestId, link, error }
}

function failingAsk(session: Session, requestId: string): object {
  const { failingQuestion } = session.target
  if (failingQuestion === undefined) throw new NotTried('no failing question was given')
  return session.ask(requestId, { params: { content: failingQuestion, include_history: false } })
}

/** It is told what was written, and then the same error. */
function holdToldAgain(again: Link, { link, error }: Failed): void {
  holdShapes(again.frames)
  hold('accepted says that it is known', again.frames[0]?.resumed === true, again.frames[0])
  hold(
    'what was written is kept',
    textAfter(again.frames) === textAfter(link.frames),
    textAfter(again.frames),
  )
  const last = again.frames.at(-1)
  hold(`it is ${String(error.code)} again`, last?.type === 'error' && last.code === error.code, last)
}

/** An answer that fails. */
export const failing: Promised[] = [
  [
    'an answer that fails says so by an error, and closes with 1011',
    async (session) => {
      const { link } = await failedAnswer(session)
      holdShapes(link.frames)
      hold('nothing is done', link.first('done') === undefined, link.frames.at(-1))
      const code = await link.closed()
      hold('it closes with 1011', code === 1011, code)
    },
  ],
  [
    'a failed answer that is resumed is told what was written, then the error again',
    async (session) => {
      const failed = await failedAnswer(session)
      const again = session.open(session.resume(failed.requestId, 0))
      await again.ended()
      holdToldAgain(again, failed)
    },
  ],
  [
    'the same ask takes a failed answer up where that can be tried again, else it is told the same',
    async (session) => {
      const failed = await failedAnswer(session)
      const again = session.open(failingAsk(session, failed.requestId))
      await again.ended()
      if (failed.error.retryable !== true) return holdToldAgain(again, failed)
      const [first] = again.frames
      const before = failed.link.frames[0]
      hold('it is taken up', first?.type === 'accepted' && first.resumed === true, first)
      hold('it is the same question', first?.question_id === before?.question_id, first)
      const text = textAfter(again.frames)
      hold('it goes on from what was written', text.startsWith(textAfter(failed.link.frames)), text)
    },
  ],
  [
    'over the event stream an error after accepted is an event without an id, the last one',
    async (session) => {
      const ask = failingAsk(session, session.newRequestId())
      const events = await eventsOf(session, ask)
      const last = events.at(-1)
      if (last?.frame.type !== 'error') throw new NotTried(`it ended with ${last?.frame.type ?? 'nothing'}`)
      holdShapes(events.map(({ frame }) => frame))
      hold('it has no id', last.id === undefined, last)
      hold(
        'the frames before have',
        events.every(({ id, frame }) => id === seqOf(frame)?.toString()),
        events,
      )
    },
  ],
]
