import { parseArgs } from 'node:util'
import { PATIENCE } from './link'

/** Takes any model some seconds, in which it can be cut and stopped. */
const QUESTION = '请从 1 数到 300，每个数写一行，不要省略。'
/** Where the scenes are listed; each has one of the ports behind it. */
const PORT = 8600

/** What `--help` says. */
export const USAGE = `Tries a server:
  wuhao-answer-conformance --url URL [--token T] [--other-token T] [--question TEXT] [--failing-question TEXT] [--patience SECONDS]

  --url               the server (https://tutor.example.com), or the whole address of its socket
  --token             an access token; without it the development login is asked for one
  --other-token       one of another user: without it what is between users is not tried
  --question          what is asked; its answer should take some seconds (default: ${QUESTION})
  --failing-question  what your server accepts and then fails at: without it what holds of failed answers is not tried
  --patience          seconds of silence after which nothing is waited for any more (default: ${PATIENCE / 1000})

Plays scenes to a client:
  wuhao-answer-conformance serve [--port N] [--host H]

  --port              where the scenes are listed, and the first of the ports of the scenes (default: ${PORT}; 0: any)
  --host              (default: 127.0.0.1)

One line a promise: ✓ kept, ✗ not, – not tried. The last line is "N passed, N failed"; the exit code is 0 only with none failed.`

/** What a person wants of the command. */
export type Wish =
  | { readonly does: 'help' }
  | { readonly does: 'serve'; readonly port: number; readonly host: string }
  | {
      readonly does: 'try'
      readonly url: string
      readonly question: string
      /** Milliseconds. */
      readonly patience: number
      readonly token: string | undefined
      readonly otherToken: string | undefined
      readonly failingQuestion: string | undefined
    }

/** The command was not understood; `message` says why. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
  readonly code = 'USAGE'
}

/** Throws {@link UsageError}. */
export function readCommandLine(words: readonly string[]): Wish {
  const { values, positionals } = parsed(words)
  const [command, ...others] = positionals
  if (values.help === true || command === 'help') return { does: 'help' }
  if (others.length > 0) throw new UsageError(`${others.join(' ')}: there is one command at a time`)
  if (command === 'serve')
    return { does: 'serve', port: numberOf('--port', values.port, 65_535), host: values.host }
  if (command !== undefined) throw new UsageError(`${command} is no command; there is serve, or --url`)
  const { url, token, question } = values
  if (url === undefined) throw new UsageError('--url is missing: the address of the server, or of its socket')
  return {
    does: 'try',
    url,
    token,
    question,
    patience: 1000 * Math.max(1, numberOf('--patience', values.patience, 3600)),
    otherToken: values['other-token'],
    failingQuestion: values['failing-question'],
  }
}

function parsed(words: readonly string[]) {
  try {
    return parseArgs({
      args: [...words],
      allowPositionals: true,
      options: {
        help: { type: 'boolean', short: 'h' },
        url: { type: 'string' },
        token: { type: 'string' },
        'other-token': { type: 'string' },
        question: { type: 'string', default: QUESTION },
        'failing-question': { type: 'string' },
        patience: { type: 'string', default: String(PATIENCE / 1000) },
        port: { type: 'string', default: String(PORT) },
        host: { type: 'string', default: '127.0.0.1' },
      },
    })
  } catch (error) {
    // What Node says of an option that there is not.
    throw new UsageError(error instanceof Error ? error.message : String(error))
  }
}

function numberOf(option: string, text: string, most: number): number {
  const number = Number(text)
  if (/^\d+$/.test(text) && number <= most) return number
  throw new UsageError(`${option} is a number from 0 to ${most}, not ${text}`)
}
