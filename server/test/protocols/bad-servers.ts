import type { Spoiling } from './spoiling-proxy'

/** A server that breaks one promise. */
export interface BadServer extends Spoiling {
  /** What it does, in words. */
  does: string
  /** The promise of the suite that has to notice. */
  promise: string
  /** What is asked, where it matters. */
  question?: string
}

/** Answered slower than everything else: in its midst is a long silence. */
export const SLOW = '慢慢数到三十。'

const isFirst = (type: string): boolean => type === 'ask' || type === 'resume' || type === ''

/** Each link counts as another client's. */
function stranger(): string {
  return `stranger-${Math.random()}`
}

const GOOD_PARAMS = { content: '一加一等于几？', include_history: false }

/** At least one for each promise, but those on what cannot be asked. */
export const BAD_SERVERS: readonly BadServer[] = [
  {
    does: 'says that it thinks before it accepts',
    promise: 'accepted comes first, within a second, and tells what the answer is known by',
    says: (frame) =>
      frame.type === 'accepted' ? [{ type: 'status', seq: 1, stage: 'thinking' }, frame] : [frame],
  },
  {
    does: 'saves an answer without an id',
    promise: 'each frame has the form of its type, and none repeats the text so far',
    says: (frame) => [frame.type === 'done' ? { ...frame, answer_id: undefined } : frame],
  },
  {
    does: 'repeats the text so far with each piece',
    promise: 'each frame has the form of its type, and none repeats the text so far',
    says: (frame) => [frame.type === 'content' ? { ...frame, full_content: frame.content } : frame],
  },
  {
    does: 'numbers its keepalives',
    promise: 'each frame has the form of its type, and none repeats the text so far',
    question: SLOW,
    says: (frame) => [frame.type === 'keepalive' ? { ...frame, seq: 7 } : frame],
  },
  {
    does: 'leaves every other number out',
    promise: 'frames are numbered 1, 2, 3 …',
    says: (frame) => [typeof frame.seq === 'number' ? { ...frame, seq: 2 * frame.seq } : frame],
  },
  {
    does: 'doubles the text',
    promise: 'the deltas are the whole text of content_finished, and no content comes after it',
    says: (frame) => (frame.type === 'content' ? [frame, frame] : [frame]),
  },
  {
    does: 'writes on after content_finished',
    promise: 'the deltas are the whole text of content_finished, and no content comes after it',
    says: (frame) =>
      frame.type === 'content_finished'
        ? [frame, { type: 'content', seq: Number(frame.seq) + 1, content: '还有' }]
        : [frame],
  },
  {
    does: 'breaks the link off after done',
    promise: 'done is the last frame and of the same answer, and the server closes with 1000',
    closes: () => undefined,
  },
  {
    does: 'names another question in done',
    promise: 'done is the last frame and of the same answer, and the server closes with 1000',
    says: (frame) => [frame.type === 'done' ? { ...frame, question_id: 'another' } : frame],
  },
  {
    does: 'forgets keepalives',
    promise: 'no silence is longer than keepalive_interval, from accepted to done',
    question: SLOW,
    says: (frame) => (frame.type === 'keepalive' ? [] : [frame]),
  },
  {
    does: 'answers a known request_id anew',
    promise: 'the same request_id is the same answer, told from its start',
    hears: (message) => (message.type === 'ask' ? { ...message, request_id: stranger() } : message),
  },
  {
    does: 'refuses what it does not know',
    promise: '{token, params} alone is an ask; types and fields that are not known are ignored',
    hears: (message, link) => {
      if (isFirst(message.type)) return message
      link.tellClient({ type: 'error', code: 'BAD_REQUEST', message: '?', retryable: false })
      link.close()
      return undefined
    },
  },
  {
    does: 'counts from 1 again after a resume',
    promise: 'resume gives every frame after the number, and no other',
    says: (frame, { first }) => [
      typeof frame.seq === 'number' ? { ...frame, seq: frame.seq - Number(first?.after_seq ?? 0) } : frame,
    ],
  },
  {
    does: 'tells everything from the start after a resume',
    promise: 'resume gives every frame after the number, and no other',
    hears: (message) => (message.type === 'resume' ? { ...message, after_seq: 0 } : message),
  },
  {
    does: 'leaves a piece out after a resume',
    promise: 'resume gives every frame after the number, and no other',
    says: (frame, { first }) => {
      const isLeftOut = first?.type === 'resume' && frame.seq === Number(first.after_seq) + 1
      return isLeftOut && frame.type === 'content' ? [] : [frame]
    },
  },
  {
    does: 'writes only as long as somebody reads',
    promise: 'a link that is lost in the midst loses nothing: the answer is written on, and asked once',
    left: (link) => link.tellServer({ type: 'stop' }),
  },
  {
    does: 'tells the end by numbers that are behind',
    promise: 'who has everything is told the end again, by numbers beyond what it has',
    hears: (message) => (message.type === 'resume' ? { ...message, after_seq: 5 } : message),
  },
  {
    does: 'begins an answer where one is resumed that nobody asked for',
    promise: 'an answer that nobody asked for is STREAM_NOT_FOUND',
    hears: (message) =>
      message.type === 'resume' ? { ...message, type: 'ask', params: GOOD_PARAMS } : message,
  },
  {
    does: 'shows anybody any answer',
    promise: 'an answer is its own user’s',
    hears: firstTokenForAll(),
  },
  {
    does: 'does not heed a stop',
    promise: 'stop ends the answer: what was written is kept, and done says stopped',
    question: SLOW,
    hears: (message) => (message.type === 'stop' ? undefined : message),
  },
  {
    does: 'throws away what was written when it is stopped',
    promise: 'stop ends the answer: what was written is kept, and done says stopped',
    says: (frame, { first }) => (frame.type === 'content' && first?.type === 'resume' ? [] : [frame]),
  },
  {
    does: 'does not heed a stop that is a call',
    promise: 'stop is a call too, for a client that has no link',
    question: SLOW,
    answers: async (call, pass) =>
      call.path.endsWith('/learning/stop')
        ? { status: 200, type: 'application/json', body: '{}' }
        : pass(call),
  },
  {
    does: 'lets every link read along',
    promise: 'among links that name no client the newest wins, and the older is told SUPERSEDED',
    hears: (message) => (isFirst(message.type) ? { ...message, client_id: stranger() } : message),
  },
  {
    does: 'closes the older link without a word',
    promise: 'among links that name no client the newest wins, and the older is told SUPERSEDED',
    says: (frame) => (frame.type === 'error' ? [] : [frame]),
  },
  {
    does: 'lets each link of a client read along',
    promise: 'a link takes the place of the same client’s older one',
    hears: (message) => (isFirst(message.type) ? { ...message, client_id: stranger() } : message),
  },
  {
    does: 'has one reader an answer',
    promise: 'links of other clients read along, and any of them may stop',
    hears: (message) => (isFirst(message.type) ? { ...message, client_id: undefined } : message),
  },
  {
    does: 'puts the eighth reader out for the ninth',
    promise: 'a ninth reader is refused with OVERLOADED and disturbs nobody',
    question: SLOW,
    hears: (message) => (message.client_id === 'reader-9' ? { ...message, client_id: 'reader-8' } : message),
  },
  {
    does: 'gives its events no ids',
    promise: 'the event stream gives the same frames, their numbers as ids',
    answers: async (call, pass) => {
      const reply = await pass(call)
      return { ...reply, body: reply.body.replace(/^id:.*\n/gm, '') }
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
    does: 'lets anybody in',
    promise: 'a wrong token is AUTH_ERROR, told before the close and before everything else',
    says: (frame) => [frame.type === 'error' ? { ...frame, code: 'INTERNAL' } : frame],
  },
  {
    does: 'fails over what is no message',
    promise: 'a first message that is none is BAD_REQUEST',
    says: (frame) => [frame.type === 'error' ? { ...frame, code: 'INTERNAL' } : frame],
  },
  {
    does: 'waits without a word for a first message that does not come',
    promise: 'a first message must come within 10 s',
    says: (frame) => (frame.type === 'error' ? [] : [frame]),
  },
]

/** Whoever asked first is everybody. */
function firstTokenForAll(): NonNullable<BadServer['hears']> {
  let token: unknown
  return (message) => {
    token ??= message.token
    return isFirst(message.type) ? { ...message, token } : message
  }
}

/** Takes what cannot be asked for something else that can. */
export function unquestioning(promise: string): BadServer {
  return {
    does: `answers it: ${promise}`,
    promise,
    hears: (message) => (isFirst(message.type) ? { ...message, params: GOOD_PARAMS } : message),
  }
}
