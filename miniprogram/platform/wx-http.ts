import {
  type Cancel,
  type FileUpload,
  HostFailure,
  HostLacks,
  type Http,
  type HttpResponse,
  type Uploads,
} from './ports'
import { answered, failureText, type Host, ignored, optional } from './wx-host'

/** Milliseconds after its own time in which the host may still tell of a call. */
const GRACE = 5000
/** Milliseconds for a look at a file. */
const LOOK = 5000

/** `wx.request`. It knows no PATCH: that goes out as POST with `X-HTTP-Method-Override: PATCH`. */
export const wxHttp: Http = {
  send({ method, url, headers, body, timeout, binary = false }) {
    return answered((wx, resolve, fail) => {
      if (wx.request === undefined) return fail(new HostLacks('request'))
      wx.request({
        url,
        method: method === 'PATCH' ? 'POST' : method,
        header: {
          ...headers,
          ...(method === 'PATCH' ? { 'X-HTTP-Method-Override': 'PATCH' } : {}),
          ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        },
        ...(body === undefined ? {} : { data: JSON.stringify(body) }),
        timeout,
        ...(binary ? { responseType: 'arraybuffer' as const } : {}),
        success: ({ statusCode, data }) => resolve({ status: statusCode, body: parsed(data) }),
        fail,
      })
    }, timeout + GRACE)
  },
}

/** How hosts say that a file is not there. */
const NO_FILE = /no such file|not exist/i

/** `wx.uploadFile`: multipart, with progress and abort. */
export const wxUploads: Uploads = {
  start(upload) {
    let abort: Cancel = ignored
    const response = answered<HttpResponse>((wx, resolve, fail) => {
      abort = begin(wx, upload, resolve, fail)
    }, upload.timeout + GRACE)
    return { response, abort: () => abort() }
  },
  size(path) {
    const looked = answered<number>((wx, resolve, fail) => {
      const files = wx.getFileSystemManager?.()
      if (!files || files.getFileInfo === undefined) return fail(new HostLacks('getFileInfo'))
      files.getFileInfo({ filePath: path, success: ({ size }) => resolve(size), fail })
    }, LOOK)
    // What else is wrong with it the upload itself finds out.
    return looked.catch((reason: unknown) => (NO_FILE.test(failureText(reason)) ? 'gone' : undefined))
  },
}

function begin(
  wx: Host,
  upload: FileUpload,
  resolve: (response: HttpResponse) => void,
  fail: (reason: unknown) => void,
): Cancel {
  const task = wx.uploadFile?.({
    url: upload.url,
    filePath: upload.path,
    name: upload.field,
    header: upload.headers,
    timeout: upload.timeout,
    success: ({ statusCode, data }) => resolve({ status: statusCode, body: parsed(data) }),
    fail,
  })
  if (task === undefined) {
    fail(new HostLacks('uploadFile'))
    return ignored
  }
  // A host that cannot tell how far it is uploads all the same.
  optional(() => task.onProgressUpdate?.(({ progress }) => upload.onProgress(progress)))
  return () => {
    optional(() => task.abort())
    // Some hosts call nobody after an abort.
    fail(new HostFailure('aborted'))
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
