/** Why there is nothing that could be tried. */
export type UnreachableCode =
  /** No connection, or none that is in time: a wrong host or port, a certificate. */
  | 'NOT_CONNECTED'
  /** Something answers there by HTTP, which opens no socket at that path. */
  | 'NO_SOCKET'
  /** The socket opens, and nothing is ever said on it. */
  | 'SILENT'
  /** A call that is needed first has no answer that can be used. */
  | 'NO_ANSWER'
  /** The question is refused: a wrong token, no model. */
  | 'REFUSED'

/** The server could not be spoken with. `message` names the network's error or the HTTP status. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable'

  constructor(
    readonly code: UnreachableCode,
    message: string,
  ) {
    super(message)
  }
}

/** What an error of the network says; `fetch` and Node keep it within one or several others. */
export function networkError(error: unknown): string {
  const { code, cause, errors, message } = Object(error)
  if (cause !== undefined) return networkError(cause)
  if (Array.isArray(errors) && errors.length > 0) return networkError(errors[0])
  const said = typeof message === 'string' && message !== '' ? message : String(error)
  return typeof code !== 'string' || said.includes(code) ? said : `${code}: ${said}`
}
