import type { Link } from '../link'
import { hold, type Promised, refusal, requestOf, type Session } from '../promise'

/** Characters that a name may have, and a message. */
const LONGEST_NAME = 128
const LONGEST_MESSAGE = 262_144
/** Of a character that UTF-16 writes in two: 4,001 of them are fewer than 8,000 only where characters are counted. */
const WIDE = '𝑥'
/** What is left where a text is cut in the midst of one. */
const HALF = '\ud83d'

/** What a name cannot be. */
const BAD_NAMES: readonly [what: string, name: unknown][] = [
  ['of 129 characters', 'n'.repeat(LONGEST_NAME + 1)],
  ['without a character', ''],
  ['with half of a character', `name-${HALF}`],
  ['that is a number', 7],
]

/** It is asked, and stopped at once: only whether it is taken counts. */
async function taken(session: Session, message: object): Promise<Link> {
  const link = session.open(message)
  await link.until('accepted')
  hold('it is accepted', link.frames[0]?.type === 'accepted', link.frames[0])
  link.say({ type: 'stop' })
  await link.ended()
  return link
}

async function refused(session: Session, message: unknown): Promise<void> {
  const { code, retryable } = await refusal(session.open(message))
  hold('BAD_REQUEST, not retryable', code === 'BAD_REQUEST' && retryable === false, code)
}

/** What a first message may hold. */
export const firstMessage: Promised[] = [
  [
    'a field that is null counts as missing',
    async (session) => {
      const { question } = session.target
      const nothing = { session_id: null, image_urls: null, subject: null, max_history: null, mode: null }
      const params = { content: question, include_history: false, ...nothing }
      const ask = session.ask(session.newRequestId(), {
        type: null,
        client_id: null,
        traceparent: null,
        params,
      })
      await taken(session, ask)
    },
  ],
  [
    'an ask without a request_id gets one, by which it is resumed',
    async (session) => {
      const link = await taken(session, { ...session.ask(''), request_id: undefined })
      const again = session.open(session.resume(requestOf(link), 0))
      await again.ended()
      const [first] = again.frames
      hold('it is the same question', first?.question_id === link.frames[0]?.question_id, first)
    },
  ],
  [
    'request_id and client_id may have 128 characters',
    async (session) => {
      const requestId = session.newRequestId().padEnd(LONGEST_NAME, '-')
      const link = await taken(session, session.ask(requestId, { client_id: 'c'.repeat(LONGEST_NAME) }))
      hold('the request is called so', requestOf(link) === requestId, requestOf(link))
    },
  ],
  ...BAD_NAMES.flatMap(([what, name]): Promised[] => [
    [
      `a request_id ${what} is BAD_REQUEST`,
      (session) => refused(session, session.ask('', { request_id: name })),
    ],
    [
      `a client_id ${what} is BAD_REQUEST`,
      (session) => refused(session, session.ask(session.newRequestId(), { client_id: name })),
    ],
  ]),
  [
    'half of a character in content is no reason to refuse it',
    async (session) => {
      const params = { content: `${session.target.question}${HALF}`, include_history: false }
      await taken(session, session.ask(session.newRequestId(), { params }))
    },
  ],
  [
    'content is counted in characters, not in the halves of UTF-16',
    async (session) => {
      const { question } = session.target
      const params = { content: `${question}\n${WIDE.repeat(4001)}`, include_history: false }
      await taken(session, session.ask(session.newRequestId(), { params }))
    },
  ],
  [
    'an after_seq that is no number is BAD_REQUEST',
    (session) => refused(session, { ...session.resume(session.newRequestId(), 0), after_seq: '0' }),
  ],
  [
    'a message of 262,145 characters is BAD_REQUEST',
    async (session) => {
      const ask = session.ask(session.newRequestId())
      const room = LONGEST_MESSAGE + 1 - JSON.stringify({ ...ask, also: '' }).length
      await refused(session, { ...ask, also: 'a'.repeat(room) })
    },
  ],
  [
    'a link that says nothing at first has 10 s, and is refused then',
    async (session) => {
      const link = session.open()
      const { code } = await refusal(link)
      const at = Math.round(link.heard[0]?.at ?? 0)
      hold('BAD_REQUEST', code === 'BAD_REQUEST', code)
      hold('it has 10 s', at >= 9500 && at <= 12_000, `after ${at} ms`)
    },
  ],
  [
    'errors close the link with 1011',
    async (session) => {
      const unknown = session.open(session.resume(session.newRequestId(), 0))
      await refusal(unknown)
      const code = await unknown.closed()
      hold('after a refusal', code === 1011, code)
    },
  ],
]
