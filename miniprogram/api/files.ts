import type { UploadedFile } from '../../typings/protocol'
import { serverOrigin } from '../config'
import { type Cancel, HostFailure } from '../platform/ports'
import { wxUploads } from '../platform/wx-http'
import { clientError } from '../stream/learning-error'
import { readUploadedFile } from './bodies'
import { withToken } from './calls'
import { callError, readResponse } from './responses'

/** Milliseconds that any upload may take, and bytes a millisecond below which a slow network is given up. */
const SHORTEST_TIMEOUT = 300_000
const SLOWEST = 16

/** Milliseconds for an upload of so many bytes; ten megabytes, the most that the server takes, where that is not known. */
function timeoutFor(bytes = 10 * 1024 * 1024): number {
  return Math.max(SHORTEST_TIMEOUT, Math.ceil(bytes / SLOWEST))
}

/** A page on its way to the server. */
export interface PageUpload {
  /** Rejects with `LearningError`: `NETWORK_ERROR` also after `abort`, `FILE_GONE` where the device has no such file. */
  result: Promise<UploadedFile>
  abort: Cancel
}

/** Uploads one page image. `path`: of a file on the device. `onProgress` gets whole per cent. */
export function uploadPage(
  path: string,
  onProgress: (percent: number) => void = () => undefined,
): PageUpload {
  let phase: { name: 'waiting' } | { name: 'running'; abort: Cancel } | { name: 'aborted' } = {
    name: 'waiting',
  }
  const size = wxUploads.size(path)
  const attempt = async (authorization: string) => {
    const bytes = await size
    const timeout = timeoutFor(bytes === 'gone' ? undefined : bytes)
    if (phase.name === 'aborted') throw new HostFailure('aborted')
    const upload = wxUploads.start({
      url: `${serverOrigin()}/api/v1/files`,
      headers: { Authorization: authorization },
      path,
      field: 'file',
      onProgress,
      timeout,
    })
    phase = { name: 'running', abort: upload.abort }
    return upload.response
  }
  return {
    result: withToken(attempt).then(
      (response) => readResponse(response, readUploadedFile),
      async (error: unknown) => {
        const failure = callError(error)
        // A host may not find what it can upload all the same: that is only asked when it failed.
        throw failure.code === 'NETWORK_ERROR' && (await size) === 'gone' ? clientError('FILE_GONE') : failure
      },
    ),
    abort() {
      if (phase.name === 'running') phase.abort()
      phase = { name: 'aborted' }
    },
  }
}

/** The whole address of an uploaded file, for an `<image>`: the server gives it without the origin. */
export function fileAddress(url: string): string {
  return url.startsWith('/') ? serverOrigin() + url : url
}
