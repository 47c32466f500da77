import type { Frame } from '../frame'
import type { Scene } from './scene'

/** Milliseconds that a server asks a client to wait. */
const WAIT = 1500

const error = (code: string, retryable: boolean, more: object = {}): Frame => ({
  type: 'error',
  code,
  message: '给学生的话',
  retryable,
  ...more,
})

const named = (code: string): string => code.toLowerCase().replace(/_/g, '-')

/** Codes after which the answer has ended, and whether a person may try again. */
const ENDING: Readonly<Record<string, boolean>> = {
  BAD_REQUEST: false,
  AUTH_ERROR: false,
  RATE_LIMITED: true,
  CONTENT_REJECTED: false,
  MODEL_UNAVAILABLE: true,
  MODEL_TIMEOUT: true,
  GENERATION_INTERRUPTED: true,
  SAVE_FAILED: true,
  STREAM_NOT_FOUND: false,
  SUPERSEDED: false,
  OVERLOADED: true,
  INTERNAL: true,
  A_CODE_FROM_THE_FUTURE: true,
}

/** Errors: all end the answer but one, and what a person had of it stays. */
export const failures: readonly Scene[] = [
  ...Object.entries(ENDING).map(
    ([code, retryable]): Scene => ({
      name: `refused-${named(code)}`,
      does: `The question is refused with ${code}: the client does not come back by itself.`,
      links: [1, 1],
      async play(stage) {
        stage.tell(error(code, retryable, retryable ? { retry_after_ms: WAIT } : {}))
        await stage.close()
      },
    }),
  ),
  ...['MODEL_UNAVAILABLE', 'SUPERSEDED', 'SAVE_FAILED'].map(
    (code): Scene => ({
      name: `fails-${named(code)}`,
      does: `${code} comes in the midst: the answer has ended, its text is kept and not called whole.`,
      links: [1, 1],
      async play(stage) {
        stage.accept()
        await stage.write(5)
        stage.tell(error(code, code !== 'SUPERSEDED'))
        await stage.close()
      },
    }),
  ),
  {
    name: 'error-without-code',
    does: 'An older server’s error has no code: it is SERVER_ERROR.',
    links: [1, 1],
    async play(stage) {
      stage.tell({ type: 'error', message: '给学生的话' })
      await stage.close()
    },
  },
  {
    name: 'busy',
    does: `SHUTTING_DOWN, retryable, in ${WAIT} ms, before accepted: the same question goes out again, no sooner.`,
    links: [2, 2],
    pauses: [[WAIT - 50, WAIT + 6000]],
    async play(stage) {
      if (stage.number === 0) {
        stage.tell(error('SHUTTING_DOWN', true, { retry_after_ms: WAIT }))
        return stage.close()
      }
      stage.accept()
      await stage.writeRest()
    },
  },
  {
    name: 'shutting-down',
    does: `SHUTTING_DOWN, retryable, in ${WAIT} ms, in the midst: a lost link, no end.`,
    links: [2, 2],
    pauses: [[WAIT - 50, WAIT + 6000]],
    async play(stage) {
      stage.accept()
      if (stage.number > 0) return stage.writeRest()
      await stage.write(6)
      stage.tell(error('SHUTTING_DOWN', true, { retry_after_ms: WAIT }))
      await stage.close()
    },
  },
  {
    name: 'token-expired',
    does: 'AUTH_EXPIRED at first: a client that can get another token says the same with it, once; any other ends.',
    links: [1, 2],
    async play(stage) {
      if (stage.number === 0) {
        stage.tell(error('AUTH_EXPIRED', false))
        return stage.close()
      }
      stage.accept()
      await stage.writeRest()
    },
  },
  {
    name: 'token-expired-for-good',
    does: 'AUTH_EXPIRED each time: it is not asked for ever.',
    links: [1, 2],
    async play(stage) {
      stage.tell(error('AUTH_EXPIRED', false))
      await stage.close()
    },
  },
]
