/** A start that failed for a reason that the person at the keyboard can put right: one line, no stack. */
export class StartError extends Error {}

/** Where a program listens, from the environment. */
export interface ListenAddress {
  host: string
  port: number
  /** The host by which this machine reaches it: a wildcard is no address to connect to. */
  reach: string
}

const MAX_PORT = 65_535

/** Reads HOST and the port in the variable `name`. Throws a {@link StartError} that says what is wrong with it. */
export function listenAddress(
  environment: NodeJS.ProcessEnv,
  name: 'PORT' | 'PREVIEW_PORT',
  otherwise: number,
): ListenAddress {
  const text = environment[name] ?? ''
  const port = text === '' ? otherwise : Number(text)
  if (!Number.isInteger(port) || port < 0 || port > MAX_PORT) {
    throw new StartError(`${name} must be a port number between 0 and ${MAX_PORT}, not "${text}".`)
  }
  const host = environment.HOST || '127.0.0.1'
  const isWildcard = host === '0.0.0.0' || host === '::'
  return { host, port, reach: isWildcard ? '127.0.0.1' : host }
}
