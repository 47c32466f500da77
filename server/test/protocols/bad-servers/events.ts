import { type BadServer, instead } from './bad-server'

/** Their event stream is no other view of the same answer. */
export const badAtEvents: readonly BadServer[] = [
  {
    does: 'gives its events no ids',
    promise: 'the event stream gives the same frames, their numbers as ids',
    answers: async (call, pass) => {
      const reply = await pass(call)
      return { ...reply, body: reply.body.replace(/^id:.*\n/gm, '') }
    },
  },
  {
    does: 'only replays over the event stream',
    promise:
      'an answer may be asked over the event stream; its silence is filled by keepalives that are events',
    answers: instead('/learning/ask-stream', 404, '{"code":"STREAM_NOT_FOUND"}'),
  },
  {
    does: 'numbers the keepalives of its event stream',
    promise:
      'an answer may be asked over the event stream; its silence is filled by keepalives that are events',
    answers: async (call, pass) => {
      const reply = await pass(call)
      return { ...reply, body: reply.body.replace(/^(?=data: .*"keepalive")/gm, 'id: 7\n') }
    },
  },
  {
    does: 'does not look at Last-Event-ID',
    promise: 'Last-Event-ID goes on after that frame',
    answers: (call, pass) => {
      const { 'last-event-id': _unread, ...headers } = call.headers
      return pass({ ...call, headers })
    },
  },
  {
    does: 'refuses by an event',
    promise: 'what is refused is an HTTP status with {code, message}',
    answers: async (call, pass) => ({ ...(await pass(call)), status: 200 }),
  },
  {
    does: 'numbers an error',
    promise: 'over the event stream an error after accepted is an event without an id, the last one',
    answers: async (call, pass) => {
      const reply = await pass(call)
      return { ...reply, body: reply.body.replace(/^(?=data: .*"error")/gm, 'id: 99\n') }
    },
  },
]
