/**
 * `npx wuhao-answer-conformance --url URL` tries a server, `npx wuhao-answer-conformance serve` a client; `--help` tells the rest. Each
 * prints one line a promise, and closes with `N passed, N failed`. Exits with 0 only where none failed. The tokens are never printed.
 */
import { tryPromises } from './check-server'
import { readCommandLine, USAGE, UsageError, type Wish } from './command-line'
import { logIn } from './log-in'
import { Report } from './report'
import { serve } from './serve'
import { targetOf } from './target'

async function main(): Promise<number> {
  const wish = readCommandLine(process.argv.slice(2))
  if (wish.does === 'help') {
    console.log(USAGE)
    return 0
  }
  const report = new Report()
  if (wish.does === 'serve') await serve(wish, report)
  else await tryServer(wish, report)
  return report.close()
}

async function tryServer(wish: Extract<Wish, { does: 'try' }>, report: Report): Promise<void> {
  const { url, question, patience, failingQuestion } = wish
  const unknown = targetOf(url, { token: '', question, patience })
  const token = wish.token ?? (await logIn(unknown, 'conformance'))
  const otherToken =
    wish.otherToken ?? (wish.token === undefined ? await logIn(unknown, 'conformance-other') : undefined)
  const target = {
    ...unknown,
    token,
    ...(otherToken === undefined ? {} : { otherToken }),
    ...(failingQuestion === undefined ? {} : { failingQuestion }),
  }
  await tryPromises(target, (outcome) => report.tell(outcome))
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error)
    if (error instanceof UsageError) console.error('--help tells what there is')
    console.log('0 passed, 1 failed')
    process.exit(1)
  },
)
