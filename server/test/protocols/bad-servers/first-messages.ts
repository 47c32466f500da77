import { type BadServer, contentOf, isFirst, refuse, refusing, stranger } from './bad-server'

/** They do not know what can be asked, or say in another way that it cannot be, or has failed. */
export const badAtFirstMessages: readonly BadServer[] = [
  {
    does: 'refuses what it does not know',
    promise: '{token, params} alone is an ask; types and fields that are not known are ignored',
    hears: (message, link) => (isFirst(message.type) ? message : refuse(link)),
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
    promise: 'a link that says nothing at first has 10 s, and is refused then',
    says: (frame) => (frame.type === 'error' ? [] : [frame]),
  },
  {
    does: 'has no patience',
    promise: 'a link that says nothing at first has 10 s, and is refused then',
    opens: (link) => setTimeout(() => refuse(link), 1000),
  },
  {
    does: 'refuses what is null',
    promise: 'a field that is null counts as missing',
    hears: refusing(({ params }) => Object.values(Object(params)).includes(null)),
  },
  {
    does: 'wants every ask to have a name',
    promise: 'an ask without a request_id gets one, by which it is resumed',
    hears: refusing(({ request_id }) => request_id === undefined),
  },
  {
    does: 'forgets the name that it gave',
    promise: 'an ask without a request_id gets one, by which it is resumed',
    says: (frame) => [frame.type === 'accepted' ? { ...frame, request_id: stranger() } : frame],
  },
  {
    does: 'shortens long names',
    promise: 'request_id and client_id may have 128 characters',
    hears: (message) => ({ ...message, request_id: String(message.request_id).slice(0, 100) }),
  },
  {
    does: 'refuses half of a character',
    promise: 'half of a character in content is no reason to refuse it',
    hears: refusing((message) => /[\ud800-\udbff]$/.test(contentOf(message))),
  },
  {
    does: 'counts halves of characters',
    promise: 'content is counted in characters, not in the halves of UTF-16',
    hears: refusing((message) => contentOf(message).length > 8000),
  },
  {
    does: 'closes as if nothing had happened',
    promise: 'errors close the link with 1011',
    closes: () => 1000,
  },
  {
    does: 'closes a failed answer like one that is done',
    promise: 'an answer that fails says so by an error, and closes with 1011',
    closes: () => 1000,
  },
  {
    does: 'throws away what was written when it fails',
    promise: 'a failed answer that is resumed is told what was written, then the error again',
    says: (frame, { first }) =>
      first?.type === 'resume' && ['content', 'snapshot'].includes(frame.type) ? [] : [frame],
  },
  {
    does: 'asks anew what has failed',
    promise: 'the same ask takes a failed answer up where that can be tried again, else it is told the same',
    hears: (message) => (message.type === 'ask' ? { ...message, request_id: stranger() } : message),
  },
]
