import { parseArgs } from 'node:util'
import { checkServer } from './checks'
import { Report } from './report'
import { ServerLink } from './server-link'

const usage = 'npm run --silent deploy:check -- URL [--token TOKEN, or TUTOR_TOKEN in the environment]'

/** `npm run deploy:check -- URL [--token T]`: looks at a server from outside. Ends with 0 only if nothing failed. */
async function main(): Promise<number> {
  const report = new Report(console.log)
  const options = readOptions()
  if (options === undefined) {
    console.error(usage)
    return 2
  }
  report.keepSecret(options.token ?? '')
  await checkServer(new ServerLink(options.url), report, options.token)
  return report.close() ? 0 : 1
}

/** `undefined` where they are no options. What is wrong with them is not repeated: a token may be among them. */
function readOptions(): { url: string; token: string | undefined } | undefined {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: { token: { type: 'string' } },
    })
    const [url, ...rest] = positionals
    if (url === undefined || rest.length > 0 || !/^https?:\/\/./.test(url) || !URL.canParse(url))
      return undefined
    // An argument is seen by everybody on the machine; the environment is not.
    return { url, token: values.token ?? (process.env.TUTOR_TOKEN || undefined) }
  } catch {
    return undefined
  }
}

main().then(
  (code) => {
    process.exitCode = code
  },
  (error: unknown) => {
    console.error(error instanceof Error ? error.name : 'it could not be checked')
    process.exitCode = 1
  },
)
