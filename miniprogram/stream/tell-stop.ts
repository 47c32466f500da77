import { HostLacks, type Http } from '../platform/ports'

/** Milliseconds for one call. */
const TIMEOUT = 15000

/** The call that tells a server to stop an answer. */
export interface StopCall {
  url: string
  headers(): Promise<Record<string, string>>
  /** `headers` gives others when it is asked again: a refused login is tried once more. */
  renewable: boolean
  body?: unknown
}

/** True when the server answered: also a refusal is final. False where no answer came or it cannot serve. */
export async function tellStop(http: Http, call: StopCall): Promise<boolean> {
  try {
    const status = await post(http, call)
    const final = status === 401 && call.renewable ? await post(http, call) : status
    return final < 500 && final !== 429
  } catch (error) {
    // A host without requests will never deliver it.
    return error instanceof HostLacks
  }
}

async function post(http: Http, { url, headers, body }: StopCall): Promise<number> {
  const response = await http.send({ method: 'POST', url, headers: await headers(), body, timeout: TIMEOUT })
  return response.status
}
