import { bodyOf } from '../call'
import { type Frame, parseFrame, seqOf, textAfter } from '../frame'
import { hold, holdShapes, NotTried, type Promised, requestOf, type Session } from '../promise'

interface StreamEvent {
  id: string | undefined
  frame: Frame
}

/** All events of a response, keepalives too. */
export async function eventsOf(
  session: Session,
  body: object,
  headers: Record<string, string> = {},
): Promise<StreamEvent[]> {
  const response = await session.stream('/learning/ask-stream', body, headers)
  const type = response.headers.get('content-type') ?? ''
  hold('it is an event stream', response.status === 200 && type.startsWith('text/event-stream'), [
    response.status,
    type,
  ])
  return (await bodyOf(response))
    .split('\n\n')
    .filter((event) => /^data:/m.test(event))
    .map((event) => ({
      id: /^id: ?(.*)$/m.exec(event)?.[1],
      frame: parseFrame(/^data: ?(.*)$/m.exec(event)?.[1] ?? ''),
    }))
}

/** The same without keepalives. */
async function streamed(
  session: Session,
  body: object,
  headers: Record<string, string> = {},
): Promise<StreamEvent[]> {
  const events = await eventsOf(session, body, headers)
  return events.filter(({ frame }) => frame.type !== 'keepalive')
}

/** The same answer as server-sent events. */
export const eventStream: Promised[] = [
  [
    'the event stream gives the same frames, their numbers as ids',
    async (session) => {
      const whole = await session.whole()
      const events = await streamed(session, session.ask(requestOf(whole)))
      holdShapes(events.map(({ frame }) => frame))
      hold(
        'ids are numbers',
        events.every(({ id, frame }) => id === seqOf(frame)?.toString()),
        events,
      )
      hold('the same text', textAfter(events.map(({ frame }) => frame)) === textAfter(whole.frames))
      hold('it ends with done', events.at(-1)?.frame.type === 'done', events.at(-1))
    },
  ],
  [
    'Last-Event-ID goes on after that frame',
    async (session) => {
      const whole = await session.whole()
      const after = Math.floor(whole.lastSeq / 2)
      const events = await streamed(session, session.ask(requestOf(whole)), {
        'last-event-id': String(after),
      })
      const numbers = events.flatMap(({ frame }) => seqOf(frame) ?? [])
      hold(`each is beyond ${after}`, numbers.length > 0 && numbers.every((seq) => seq > after), numbers)
    },
  ],
  [
    'an answer may be asked over the event stream; its silence is filled by keepalives that are events',
    async (session) => {
      const events = await eventsOf(session, session.ask(session.newRequestId()))
      const frames = events.map(({ frame }) => frame)
      holdShapes(frames)
      hold('the first event is accepted', frames[0]?.type === 'accepted', frames[0])
      hold('it is no resume', frames[0]?.resumed === false, frames[0])
      hold('it ends with done', frames.at(-1)?.type === 'done', frames.at(-1))
      const silent = events.filter(({ frame }) => frame.type === 'keepalive')
      if (silent.length === 0) throw new NotTried('the answer came without a silence that needs a keepalive')
      hold(
        'a keepalive has no id',
        silent.every(({ id }) => id === undefined),
        silent[0],
      )
    },
  ],
  [
    'what is refused is an HTTP status with {code, message}',
    async (session) => {
      const response = await session.call('/learning/ask-stream', {}, { authorization: 'Bearer nonsense' })
      const { code, message } = parseFrame(await bodyOf(response))
      hold(
        '401 AUTH_ERROR',
        response.status === 401 && code === 'AUTH_ERROR' && typeof message === 'string',
        [response.status, code],
      )
    },
  ],
]
