import { hold, type Promised, refusal } from '../promise'

/** What cannot be asked. */
const BAD_PARAMS: readonly [what: string, params: object][] = [
  ['nothing', { content: '' }],
  ['blanks', { content: '  \n' }],
  ['8,001 characters', { content: '字'.repeat(8001) }],
  [
    'eleven pictures',
    { content: '看', image_urls: Array.from({ length: 11 }, (_, index) => `/api/v1/files/${index}`) },
  ],
  ['a picture from elsewhere', { content: '看', image_urls: ['https://example.com/a.png'] }],
  ['a session of nobody', { content: '问', session_id: '00000000-0000-7000-8000-000000000000' }],
  ['51 turns of history', { content: '问', max_history: 51 }],
  ['an unknown mode', { content: '问', mode: 'from_the_future' }],
  ['another exercise like none', { content: '问', mode: 'similar' }],
  ['no text at all', {}],
]

/** What is refused, and how. */
export const refusals: Promised[] = [
  [
    'a wrong token is AUTH_ERROR, told before the close and before everything else',
    async (session) => {
      for (const params of [{ content: '一加一？' }, {}]) {
        const ask = session.ask(session.newRequestId(), { token: 'nonsense', params })
        const { code, retryable } = await refusal(session.open(ask))
        hold('AUTH_ERROR, not retryable', code === 'AUTH_ERROR' && retryable === false, code)
      }
    },
  ],
  ...BAD_PARAMS.map(
    ([what, params]): Promised => [
      `${what} is BAD_REQUEST`,
      async (session) => {
        const { code, retryable } = await refusal(
          session.open(session.ask(session.newRequestId(), { params })),
        )
        hold('BAD_REQUEST, not retryable', code === 'BAD_REQUEST' && retryable === false, code)
      },
    ],
  ),
  [
    'a first message that is none is BAD_REQUEST',
    async (session) => {
      for (const text of [
        '{',
        '[]',
        '"ask"',
        JSON.stringify({ type: 'resume', token: session.target.token }),
      ]) {
        const { code } = await refusal(session.open(text))
        hold(`BAD_REQUEST for ${text.slice(0, 20)}`, code === 'BAD_REQUEST', code)
      }
    },
  ],
]
