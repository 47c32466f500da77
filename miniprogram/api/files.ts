import type { UploadedFile } from '../../typings/protocol'
import { serverOrigin } from '../config'
import { type Cancel, HostFailure } from '../platform/ports'
import { wxUploads } from '../platform/wx-http'
import { readUploadedFile } from './bodies'
import { withToken } from './calls'
import { callError, readResponse } from './responses'

/** A page on its way to the server. */
export interface PageUpload {
  /** Rejects with `LearningError`; `NETWORK_ERROR` also after `abort`. */
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
  const attempt = (authorization: string) => {
    if (phase.name === 'aborted') return Promise.reject(new HostFailure('aborted'))
    const upload = wxUploads.start({
      url: `${serverOrigin()}/api/v1/files`,
      headers: { Authorization: authorization },
      path,
      field: 'file',
      onProgress,
    })
    phase = { name: 'running', abort: upload.abort }
    return upload.response
  }
  return {
    result: withToken(attempt).then(
      (response) => readResponse(response, readUploadedFile),
      (error: unknown) => {
        throw callError(error)
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
