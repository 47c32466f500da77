import { HostLacks, type Http, type HttpResponse } from '../platform/ports'

/** Milliseconds for one call. */
const TIMEOUT = 15000

/** The call that tells a server to stop an answer. */
export interface StopCall {
  url: string
  headers(): Promise<Record<string, string>>
  /** `headers` gives others when it is asked again: a refused login is tried once more. */
  renewable: boolean
  body?: unknown
  /** Nobody of that id is how this server says that it is over: else only its own refusal, `{code}`, says anything. */
  unknownIsOver?: boolean
}

/**
 * True when the server took it, or refused it in its own words: also that is final. False where no answer came, it cannot serve, or somebody
 * else answered, as at a wrong address.
 */
export async function tellStop(http: Http, call: StopCall): Promise<boolean> {
  try {
    const first = await post(http, call)
    const { status, body } = first.status === 401 && call.renewable ? await post(http, call) : first
    if (status < 300 || (status === 404 && call.unknownIsOver === true)) return true
    return status < 500 && status !== 429 && isRefusal(body)
  } catch (error) {
    // A host without requests will never deliver it.
    return error instanceof HostLacks
  }
}

async function post(http: Http, { url, headers, body }: StopCall): Promise<HttpResponse> {
  return http.send({ method: 'POST', url, headers: await headers(), body, timeout: TIMEOUT })
}

function isRefusal(body: unknown): boolean {
  return typeof body === 'object' && body !== null && 'code' in body && typeof body.code === 'string'
}
