import { createEmitter } from '../emitter'
import { asynchronous, number, type Options, requiredText, text, textFields, WxFailure } from './call'
import { readTemporaryFile } from './files'

const DEFAULT_TIMEOUT_MS = 60_000

interface Progress {
  /** Percent. */
  progress: number
  totalBytesSent: number
  totalBytesExpectedToSend: number
}

/** A phone names the part after the temporary file; here the chosen file's own name is known. */
const fileName = (options: Options, file: Blob): string =>
  text(options, 'fileName') ?? (file instanceof File ? file.name : 'file')

function sendForm(
  options: Options,
  file: Blob,
  transport: XMLHttpRequest,
  onProgress: (p: Progress) => void,
) {
  return new Promise<Options>((resolve, reject) => {
    const form = new FormData()
    for (const [name, value] of Object.entries(textFields(options.formData))) form.append(name, value)
    form.append(requiredText(options, 'name'), file, fileName(options, file))
    transport.open('POST', requiredText(options, 'url'))
    for (const [name, value] of Object.entries(textFields(options.header))) {
      // the browser writes the multipart boundary itself
      if (name.toLowerCase() !== 'content-type') transport.setRequestHeader(name, value)
    }
    transport.timeout = number(options, 'timeout') ?? DEFAULT_TIMEOUT_MS
    transport.upload.onprogress = ({ loaded, total }) => {
      const progress = total === 0 ? 0 : Math.round((loaded / total) * 100)
      onProgress({ progress, totalBytesSent: loaded, totalBytesExpectedToSend: total })
    }
    transport.onload = () =>
      resolve({ data: transport.responseText, statusCode: transport.status, header: {} })
    transport.onerror = () => reject(new WxFailure('network error'))
    transport.ontimeout = () => reject(new WxFailure('timeout'))
    transport.onabort = () => reject(new WxFailure('abort'))
    transport.send(form)
  })
}

/** wx.uploadFile: a multipart POST; `data` of the answer is text, as on a phone. */
export function uploadFile(given: unknown): unknown {
  const transport = new XMLHttpRequest()
  const progress = createEmitter<Progress>()
  const headers = createEmitter<Options>()
  let aborted = false
  const outcome = asynchronous('uploadFile', async (options) => {
    const file = await readTemporaryFile(requiredText(options, 'filePath'))
    if (aborted) throw new WxFailure('abort')
    return sendForm(options, file, transport, progress.emit)
  })(given)
  const task = {
    abort: () => {
      aborted = true
      transport.abort()
    },
    onProgressUpdate: progress.on,
    offProgressUpdate: progress.off,
    onHeadersReceived: headers.on,
    offHeadersReceived: headers.off,
  }
  return outcome === undefined ? task : Object.assign(outcome, task)
}
