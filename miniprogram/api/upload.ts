import { type Cancel, HostFailure, type HttpResponse } from '../platform/ports'
import { wxUploads } from '../platform/wx-http'
import { withToken } from './calls'

/** A file on its way to the server. */
interface Upload {
  /** Whatever the server answered. Rejects with `LearningError`: `NETWORK_ERROR` also after `abort`. */
  response: Promise<HttpResponse>
  /** Gives it up, also where it waits for a token. */
  abort: Cancel
}

/**
 * Uploads a file of the device, logged in, as the field `file`. `call` begins after `/api/v1`; `timeout`: milliseconds; `onProgress` gets whole
 * per cent.
 */
export function uploadFile(
  call: string,
  path: string,
  timeout: number | Promise<number>,
  onProgress: (percent: number) => void = () => undefined,
): Upload {
  let phase: { name: 'waiting' } | { name: 'running'; abort: Cancel } | { name: 'aborted' } = {
    name: 'waiting',
  }
  const attempt = async (api: string, authorization: string) => {
    const milliseconds = await timeout
    if (phase.name === 'aborted') throw new HostFailure('aborted')
    const { response, abort } = wxUploads.start({
      url: api + call,
      headers: { Authorization: authorization },
      path,
      field: 'file',
      onProgress,
      timeout: milliseconds,
    })
    phase = { name: 'running', abort }
    return response
  }
  return {
    response: withToken(attempt),
    abort() {
      if (phase.name === 'running') phase.abort()
      phase = { name: 'aborted' }
    },
  }
}
