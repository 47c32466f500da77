import type { Cancel } from '../platform/ports'
import { wxFiles } from '../platform/wx-files'
import { wxHttp } from '../platform/wx-http'
import { clientError } from '../stream/learning-error'
import { Utf8Decoder } from '../stream/utf8'
import { withToken } from './calls'
import { callError, checkResponse, readResponse } from './responses'
import { uploadFile } from './upload'

/** Milliseconds: a model listens or speaks meanwhile. */
const TIMEOUT = 60_000
/** Files of spoken text that are kept on the device: the oldest is written over. */
const MOST_FILES = 4

/** For whoever speaks: the files of all lie in one folder of the device. */
let spoken = 0

/** A recording on its way to become text. */
export interface Transcription {
  /** What was said. Rejects with `LearningError`: `NOT_CONFIGURED` where the server does not listen. */
  result: Promise<string>
  abort: Cancel
}

/** Makes text of a recording (mp3, m4a or wav; the server's limits say how long). `path`: of a file on the device. */
export function transcribe(path: string): Transcription {
  const { response, abort } = uploadFile('/speech/transcriptions', path, TIMEOUT)
  return { abort, result: response.then((answer) => readResponse(answer, (body) => body.text('text'))) }
}

/**
 * Has a text (1–4,096 characters) read aloud; gives the path of an mp3 on the device, which later ones write over. Rejects
 * with `LearningError`: `NOT_CONFIGURED` where the server does not speak.
 */
export async function speak(text: string): Promise<string> {
  const response = await withToken((api, authorization) =>
    wxHttp.send({
      method: 'POST',
      url: `${api}/speech`,
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
  if (response.status !== 200) checkResponse({ ...response, body: jsonIn(body) })
  spoken += 1
  try {
    return await wxFiles.write(`speech-${spoken % MOST_FILES}.mp3`, body)
  } catch (error) {
    throw callError(error)
  }
}

/** What the server says when it does not speak. */
function jsonIn(bytes: ArrayBuffer): unknown {
  const decoder = new Utf8Decoder()
  try {
    return JSON.parse(decoder.decode(new Uint8Array(bytes)) + decoder.end())
  } catch {
    return undefined
  }
}
