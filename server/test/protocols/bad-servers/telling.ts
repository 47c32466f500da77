import { type BadServer, firstTokenForAll, GOOD_PARAMS, SLOW, stranger } from './bad-server'

/** They tell an answer in another way than it is told, the first time or again. */
export const badAtTelling: readonly BadServer[] = [
  {
    does: 'says that it thinks before it accepts',
    promise: 'accepted comes first, within a second, and tells what the answer is known by',
    says: (frame) =>
      frame.type === 'accepted' ? [{ type: 'status', seq: 1, stage: 'thinking' }, frame] : [frame],
  },
  {
    does: 'takes almost two seconds to accept',
    promise: 'accepted comes first, within a second, and tells what the answer is known by',
    hears: (message, link) => {
      setTimeout(() => link.tellServer(message), 1800)
      return undefined
    },
  },
  {
    does: 'saves an answer without an id',
    promise: 'each frame has the form of its type, and none repeats the text so far',
    says: (frame) => [frame.type === 'done' ? { ...frame, answer_id: undefined } : frame],
  },
  {
    does: 'does not say whether extras follow',
    promise: 'each frame has the form of its type, and none repeats the text so far',
    says: (frame) => [frame.type === 'done' ? { ...frame, extras: undefined } : frame],
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
    does: 'tells no more than that it is done',
    promise: 'who has everything is told the end again, by numbers beyond what it has',
    says: (frame) => (frame.type === 'snapshot' ? [] : [frame]),
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
]
