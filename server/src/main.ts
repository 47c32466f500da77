import { ConfigError, readConfig } from './config'
import { createLogger } from './log'
import { AddressInUse, startServer } from './server'

/** Starts the server from the environment, and ends it on a signal or when its parent process asks. */
async function main(): Promise<void> {
  const config = readConfig(process.env)
  const readable = !config.production && process.stdout.isTTY
  const logger = createLogger({ level: config.logLevel, readable })
  const server = await startServer(config, logger)
  endOnRequest((reason) => {
    logger.info({ reason }, 'server is ending; once more ends it at once')
    return server.end()
  })
  process.send?.({ type: 'ready', address: server.address })
}

/** The second request does not wait any more. Windows has no SIGTERM: there the parent process sends a message. */
function endOnRequest(end: (reason: string) => Promise<void>): void {
  let ending = false
  const request = (reason: string) => {
    if (ending) process.exit(1)
    ending = true
    end(reason).then(() => process.exit(0), fail)
  }
  process.on('SIGINT', () => request('SIGINT'))
  process.on('SIGTERM', () => request('SIGTERM'))
  process.on('message', (message) => {
    if (isEndMessage(message)) request('message')
  })
  if (process.send !== undefined) process.on('disconnect', () => request('the parent process is gone'))
}

function isEndMessage(message: unknown): boolean {
  return typeof message === 'object' && message !== null && 'type' in message && message.type === 'end'
}

/** What a person can put right is told in one line, anything else with its stack. */
function fail(error: unknown): void {
  const expected = error instanceof ConfigError || error instanceof AddressInUse
  console.error(expected ? error.message : error)
  process.exit(1)
}

main().catch(fail)
