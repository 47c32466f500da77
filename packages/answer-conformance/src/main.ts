/**
 * `npx wuhao-answer-conformance --url URL [--token T] [--other-token T] [--question TEXT]` tries a server,
 * `npx wuhao-answer-conformance serve [--port N] [--host H]` a client. Each prints one line a promise, and closes with
 * `N passed, N failed`. Exits with 0 only where none failed. The tokens are never printed.
 */
import { parseArgs } from 'node:util'
import { tryPromises } from './check-server'
import { logIn } from './log-in'
import { Report } from './report'
import { serve } from './serve'
import { targetOf } from './target'

/** Takes any model some seconds, in which it can be cut and stopped. */
const QUESTION = '请从 1 数到 300，每个数写一行，不要省略。'

/** Where the scenes are listed; each has one of the ports behind it. */
const PORT = '8600'

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      url: { type: 'string' },
      token: { type: 'string' },
      'other-token': { type: 'string' },
      question: { type: 'string', default: QUESTION },
      port: { type: 'string', default: PORT },
      host: { type: 'string', default: '127.0.0.1' },
    },
  })
  const report = new Report()
  const [command] = positionals
  if (command === 'serve') {
    const { port = PORT, host = '127.0.0.1' } = values
    await serve({ port: Number(port), host }, report)
    return report.close()
  }
  if (command !== undefined) throw new Error(`${command} is no command; there is serve, or --url`)
  const { url, question = QUESTION } = values
  if (url === undefined) throw new Error('--url is missing: the address of the server, or of its socket')
  const unknown = targetOf(url, { token: '', question })
  const token = values.token ?? (await logIn(unknown, 'conformance'))
  const otherToken =
    values['other-token'] ??
    (values.token === undefined ? await logIn(unknown, 'conformance-other') : undefined)
  const target = { ...unknown, token, ...(otherToken === undefined ? {} : { otherToken }) }
  await tryPromises(target, (outcome) => report.tell(outcome))
  return report.close()
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error)
    console.log('0 passed, 1 failed')
    process.exit(1)
  },
)
