import { type BadServer, deafUntilAccepted, instead, isFirst, SLOW, stranger } from './bad-server'

/** They mix up links: which of them stops, and which of them reads. */
export const badAtLinks: readonly BadServer[] = [
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
    answers: instead('/learning/stop', 200, '{}'),
  },
  {
    does: 'does not hear a stop that comes early',
    promise: 'a stop that is said before the answer has begun counts',
    question: SLOW,
    ...deafUntilAccepted(),
  },
  {
    does: 'is done as often as it is stopped',
    promise: 'a second stop changes nothing, on the link or as a call',
    says: (frame) => (frame.type === 'done' ? [frame, frame] : [frame]),
  },
  {
    does: 'knows no answer that has ended',
    promise: 'a second stop changes nothing, on the link or as a call',
    answers: async (call, pass) => ({
      ...(await pass(call)),
      ...(call.path.endsWith('/learning/stop') && { status: 404 }),
    }),
  },
  {
    does: 'stops whatever it is told',
    promise: 'a stop of an answer that nobody asked for is 404 STREAM_NOT_FOUND',
    answers: instead('/learning/stop', 200, '{"ok":true}'),
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
    does: 'closes the older link as if all were well',
    promise: 'among links that name no client the newest wins, and the older is told SUPERSEDED',
    closes: () => 1000,
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
    does: 'lets nobody stop but who asked',
    promise: 'links of other clients read along, and any of them may stop',
    question: SLOW,
    hears: (message, { first }) =>
      message.type === 'stop' && first?.type === 'resume' ? undefined : message,
  },
  {
    does: 'jumps without a word to who reads along',
    promise:
      'a resume beyond what is written has the numbers jump, and whoever reads along gets a snapshot too',
    says: (frame, { first }) => (frame.type === 'snapshot' && first?.type === 'ask' ? [] : [frame]),
  },
  {
    does: 'puts the eighth reader out for the ninth',
    promise: 'a ninth reader is refused with OVERLOADED and disturbs nobody',
    question: SLOW,
    hears: (message) => (message.client_id === 'reader-9' ? { ...message, client_id: 'reader-8' } : message),
  },
]
