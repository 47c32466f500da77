/**
 * `npx wuhao-answer-conformance --url URL [--token T] [--other-token T] [--question TEXT]`: prints one line a promise, and closes with
 * `N passed, N failed`. Exits with 0 only where none failed. The tokens are never printed.
 */
import { parseArgs } from 'node:util'
import { type Outcome, tryPromises } from './check-server'
import { logIn } from './log-in'
import { targetOf } from './target'

/** Takes any model some seconds, in which it can be cut and stopped. */
const QUESTION = '请从 1 数到 300，每个数写一行，不要省略。'

const SIGNS: Record<Outcome['held'], string> = { yes: '✓', no: '✗', 'not tried': '–' }

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      url: { type: 'string' },
      token: { type: 'string' },
      'other-token': { type: 'string' },
      question: { type: 'string', default: QUESTION },
    },
  })
  const { url, question = QUESTION } = values
  if (url === undefined) throw new Error('--url is missing: the address of the server, or of its socket')
  const unknown = targetOf(url, { token: '', question })
  const token = values.token ?? (await logIn(unknown, 'conformance'))
  const otherToken =
    values['other-token'] ??
    (values.token === undefined ? await logIn(unknown, 'conformance-other') : undefined)
  const target = { ...unknown, token, ...(otherToken === undefined ? {} : { otherToken }) }
  const outcomes = await tryPromises(target, ({ sentence, held, detail }) => {
    console.log(`${SIGNS[held]} ${sentence}${detail === '' ? '' : `: ${detail}`}`)
  })
  const count = (held: Outcome['held']) => outcomes.filter((outcome) => outcome.held === held).length
  if (count('not tried') > 0) console.log(`${count('not tried')} not tried`)
  console.log(`${count('yes')} passed, ${count('no')} failed`)
  return count('no') === 0 ? 0 : 1
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error)
    console.log('0 passed, 1 failed')
    process.exit(1)
  },
)
