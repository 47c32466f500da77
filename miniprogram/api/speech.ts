import { serverOrigin } from '../config'
import { type Cancel, HostFailure, type HttpResponse } from '../platform/ports'
import { wxFiles } from '../platform/wx-files'
import { wxHttp, wxUploads } from '../platform/wx-http'
import { clientError } from '../stream/learning-error'
import { Utf8Decoder } from '../stream/utf8'
import { withToken } from './calls'
import { callError, checkResponse, readResponse } from './responses'

/** Milliseconds: a model listens or speaks meanwhile. */
const TIMEOUT = 60_000
/** Files of spoken text that are kept on the device: the oldest is written over. */
const MOST_FILES = 4

let spoken = 0

/** A recording on its way to become text. */
export interface Transcription {
  /** What was said. Rejects with `LearningError`: `NOT_CONFIGURED` where the server does not listen. */
  result: Promise<string>
  abort: Cancel
}

/** Makes text of a recording (mp3, m4a or wav; the server's limits say how long). `path`: of a file on the device. */
export function transcribe(path: string): Transcription {
  let phase: { name: 'waiting' } | { name: 'running'; abort: Cancel } | { name: 'aborted' } = {
    name: 'waiting',
  }
  const attempt = (authorization: string): Promise<HttpResponse> => {
    if (phase.name === 'aborted') return Promise.reject(new HostFailure('aborted'))
    const { response, abort } = wxUploads.start({
      url: `${serverOrigin()}/api/v1/speech/transcriptions`,
      headers: { Authorization: authorization },
      path,
      field: 'file',
      onProgress: () => undefined,
      timeout: TIMEOUT,
    })
    phase = { name: 'running', abort }
    return response
  }
  return {
    result: withToken(attempt).then((response) => readResponse(response, (body) => body.text('text'))),
    abort() {
      if (phase.name === 'running') phase.abort()
      phase = { name: 'aborted' }
    },
  }
}

/**
 * Has a text (1–4,096 characters) read aloud; gives the path of an mp3 on the device, which later ones write over. Rejects
 * with `LearningError`: `NOT_CONFIGURED` where the server does not speak.
 */
export async function speak(text: string): Promise<string> {
  const response = await withToken((authorization) =>
    wxHttp.send({
      method: 'POST',
      url: `${serverOrigin()}/api/v1/speech`,
      headers: { Authorization: authorization },
      body: { text },
      timeout: TIMEOUT,
      binary: true,
    }),
  )
  const { body } = response
  if (!(body instanceof ArrayBuffer)) {
    checkResponse(response)
    throw clientError('SERVER_ERROR')
  }
  if (response.status !== 200) checkResponse({ ...response, body: refusalIn(body) })
  spoken += 1
  try {
    return await wxFiles.write(`speech-${spoken % MOST_FILES}.mp3`, body)
  } catch (error) {
    throw callError(error)
  }
}

/** What the server says when it does not speak. */
function refusalIn(bytes: ArrayBuffer): unknown {
  const decoder = new Utf8Decoder()
  try {
    return JSON.parse(decoder.decode(new Uint8Array(bytes)) + decoder.end())
  } catch {
    return undefined
  }
}
