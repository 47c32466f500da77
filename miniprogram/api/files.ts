import type { UploadedFile } from '../../typings/protocol'
import { serverOrigin } from '../config'
import type { Cancel } from '../platform/ports'
import { wxUploads } from '../platform/wx-http'
import { clientError } from '../stream/learning-error'
import { readUploadedFile } from './bodies'
import { callError, readResponse } from './responses'
import { uploadFile } from './upload'

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
  const size = wxUploads.size(path)
  const timeout = size.then((bytes) => timeoutFor(bytes === 'gone' ? undefined : bytes))
  const { response, abort } = uploadFile('/files', path, timeout, onProgress)
  return {
    abort,
    result: response.then(
      (answer) => readResponse(answer, readUploadedFile),
      async (error: unknown) => {
        const failure = callError(error)
        // A host may not find what it can upload all the same: that is only asked when it failed.
        throw failure.code === 'NETWORK_ERROR' && (await size) === 'gone' ? clientError('FILE_GONE') : failure
      },
    ),
  }
}

/** The whole address of an uploaded file, for an `<image>`: the server gives it without the origin. */
export function fileAddress(url: string): string {
  return url.startsWith('/') ? serverOrigin() + url : url
}
