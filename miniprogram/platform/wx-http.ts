import {
  type Cancel,
  type FileUpload,
  HostFailure,
  HostLacks,
  type Http,
  type HttpResponse,
  type Uploads,
} from './ports'
import { failureText, host } from './wx-host'

/** `wx.request`. It knows no PATCH: that goes out as POST with `X-HTTP-Method-Override: PATCH`. */
export const wxHttp: Http = {
  send({ method, url, headers, body, timeout }) {
    return new Promise<HttpResponse>((resolve, reject) => {
      const { request } = host()
      if (request === undefined) return reject(new HostLacks('request'))
      host().request?.({
        url,
        method: method === 'PATCH' ? 'POST' : method,
        header: {
          ...headers,
          ...(method === 'PATCH' ? { 'X-HTTP-Method-Override': 'PATCH' } : {}),
          ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        },
        ...(body === undefined ? {} : { data: JSON.stringify(body) }),
        timeout,
        success: ({ statusCode, data }) => resolve({ status: statusCode, body: parsed(data) }),
        fail: (reason) => reject(new HostFailure(failureText(reason))),
      })
    })
  },
}

/** `wx.uploadFile`: multipart, with progress and abort. */
export const wxUploads: Uploads = {
  start(upload) {
    let abort: Cancel = () => undefined
    const response = new Promise<HttpResponse>((resolve, reject) => {
      abort = begin(upload, resolve, reject)
    })
    return { response, abort: () => abort() }
  },
  size(path) {
    return new Promise((resolve) => {
      const files = host().getFileSystemManager?.()
      if (files?.getFileInfo === undefined) return resolve(undefined)
      files.getFileInfo({
        filePath: path,
        success: ({ size }) => resolve(size),
        // The upload itself finds out what is wrong with it.
        fail: () => resolve(undefined),
      })
    })
  },
}

function begin(
  upload: FileUpload,
  resolve: (response: HttpResponse) => void,
  reject: (error: HostFailure) => void,
): Cancel {
  const task = host().uploadFile?.({
    url: upload.url,
    filePath: upload.path,
    name: upload.field,
    header: upload.headers,
    timeout: upload.timeout,
    success: ({ statusCode, data }) => resolve({ status: statusCode, body: parsed(data) }),
    fail: (reason) => reject(new HostFailure(failureText(reason))),
  })
  if (task === undefined) {
    reject(new HostLacks('uploadFile'))
    return () => undefined
  }
  task.onProgressUpdate?.(({ progress }) => upload.onProgress(progress))
  return () => {
    task.abort()
    // Some hosts call nobody after an abort.
    reject(new HostFailure('aborted'))
  }
}

/** Text that is JSON becomes its value; anything else stays as it came. */
function parsed(data: unknown): unknown {
  if (typeof data !== 'string') return data
  try {
    return JSON.parse(data)
  } catch {
    return data
  }
}
