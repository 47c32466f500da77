import { type Frame, parseFrame, seqOf, textAfter } from '../frame'
import { hold, holdShapes, type Promised, requestOf, type Session } from '../promise'

interface StreamEvent {
  id: string | undefined
  frame: Frame
}

async function streamed(
  session: Session,
  body: object,
  headers: Record<string, string> = {},
): Promise<StreamEvent[]> {
  const response = await session.call('/learning/ask-stream', body, headers)
  const type = response.headers.get('content-type') ?? ''
  hold('it is an event stream', response.status === 200 && type.startsWith('text/event-stream'), [
    response.status,
    type,
  ])
  return (await response.text())
    .split('\n\n')
    .filter((event) => /^data:/m.test(event))
    .map((event) => ({
      id: /^id: ?(.*)$/m.exec(event)?.[1],
      frame: parseFrame(/^data: ?(.*)$/m.exec(event)?.[1] ?? ''),
    }))
    .filter(({ frame }) => frame.type !== 'keepalive')
}

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
    'what is refused is an HTTP status with {code, message}',
    async (session) => {
      const response = await session.call('/learning/ask-stream', {}, { authorization: 'Bearer nonsense' })
      const { code, message } = Object(await response.json())
      hold(
        '401 AUTH_ERROR',
        response.status === 401 && code === 'AUTH_ERROR' && typeof message === 'string',
        [response.status, code],
      )
    },
  ],
]
