import * as v from 'valibot'
import type { SpeechConfig } from '../settings/config'
import type { RecordingKind } from './recording'

/** OpenAI's own. */
const DEFAULT_BASE_URL = 'https://api.openai.com/v1'
/** Milliseconds for a whole call. */
const PATIENCE = 60_000
/** Bytes of spoken text: an hour of it. */
const MOST_SOUND = 32 * 1024 * 1024

const mimes: Record<RecordingKind, string> = { mp3: 'audio/mpeg', m4a: 'audio/mp4', wav: 'audio/wav' }
const transcription = v.object({ text: v.string() })

/** The endpoint could not be asked, refused, or gave nothing useful. `message` is for the log: no text of a student is in it. */
export class SpeechFailed extends Error {
  override readonly name = 'SpeechFailed'
}

/** Speech to text and back, by OpenAI's interface for both. */
export class SpeechEndpoint {
  constructor(private readonly config: Pick<SpeechConfig, 'baseUrl' | 'apiKey'>) {}

  /** What is said in a recording. Rejects with {@link SpeechFailed}. */
  async transcribe(
    model: string,
    { bytes, kind }: { bytes: Buffer<ArrayBuffer>; kind: RecordingKind },
    signal: AbortSignal,
  ): Promise<string> {
    const form = new FormData()
    form.set('model', model)
    form.set('response_format', 'json')
    form.set('file', new Blob([bytes], { type: mimes[kind] }), `recording.${kind}`)
    const answer = await this.ask('audio/transcriptions', { body: form }, signal)
    try {
      return v.parse(transcription, JSON.parse(answer.bytes.toString())).text.trim()
    } catch {
      // What could not be read is what was said, and the error quotes it.
      throw new SpeechFailed('the transcription is none')
    }
  }

  /** A text as mp3. Rejects with {@link SpeechFailed}. */
  async speak(
    { model, voice }: { model: string; voice: string },
    input: string,
    signal: AbortSignal,
  ): Promise<Buffer> {
    const body = JSON.stringify({ model, voice, input, response_format: 'mp3' })
    const headers = { 'content-type': 'application/json' }
    const { type, bytes } = await this.ask('audio/speech', { body, headers }, signal)
    if (bytes.length === 0 || /json|html/.test(type)) throw new SpeechFailed(`no sound but ${type}`)
    return bytes
  }

  private async ask(
    path: string,
    { headers = {}, body }: { headers?: Record<string, string>; body: FormData | string },
    signal: AbortSignal,
  ): Promise<{ type: string; bytes: Buffer }> {
    const { baseUrl = DEFAULT_BASE_URL, apiKey } = this.config
    const url = new URL(baseUrl)
    url.pathname = `${url.pathname.replace(/\/+$/, '')}/${path}`
    const authorization = apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` }
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: { ...headers, ...authorization },
        body,
        signal: AbortSignal.any([signal, AbortSignal.timeout(PATIENCE)]),
      })
      const bytes = await wholeBody(response)
      if (!response.ok) throw new SpeechFailed(`the endpoint answered ${response.status}`)
      return { type: response.headers.get('content-type') ?? '', bytes }
    } catch (error) {
      if (error instanceof SpeechFailed) throw error
      throw new SpeechFailed('the endpoint could not be asked', { cause: error })
    }
  }
}

async function wholeBody(response: Response): Promise<Buffer> {
  const pieces: Uint8Array[] = []
  let length = 0
  const reader = response.body?.getReader()
  for (let read = await reader?.read(); read?.value !== undefined; read = await reader?.read()) {
    length += read.value.length
    if (length > MOST_SOUND) {
      await reader?.cancel()
      throw new SpeechFailed('the answer is too long')
    }
    pieces.push(read.value)
  }
  return Buffer.concat(pieces)
}
