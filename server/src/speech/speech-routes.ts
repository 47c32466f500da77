import multipart from '@fastify/multipart'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import * as v from 'valibot'
import { TooManyAsked } from '../answer/answer-store'
import { badRequest, HttpError } from '../errors/http-error'
import { countedFile } from '../http/arriving-body'
import { characters, parseInput } from '../http/parse-input'
import { FORM_LIMITS, readable } from '../http/readable-form'
import { messages } from '../messages/zh-CN'
import type { SpeechConfig } from '../settings/config'
import type { GiveBack, SpeechCounts } from '../store/speech-counts'
import { type RecordingKind, readRecording } from './recording'
import { SpeechEndpoint, SpeechFailed } from './speech-endpoint'
import { RECORDING_BYTES, SPEECH_SECONDS, SPOKEN_CHARACTERS } from './speech-limits'

/** Seconds by which an encoder fills its last frames. */
const FILLED = 0.5

const spokenBody = v.object({ text: characters(1, SPOKEN_CHARACTERS) })

/** Speech to text and back, where a model for it is configured, so often a day. The scope has made sure who asks. */
export async function registerSpeechRoutes(
  scope: FastifyInstance,
  { speech, speechCounts }: { speech: SpeechConfig; speechCounts: Pick<SpeechCounts, 'count'> },
): Promise<void> {
  const endpoint = new SpeechEndpoint(speech)
  await scope.register(multipart, { limits: { ...FORM_LIMITS, fileSize: RECORDING_BYTES } })

  scope.post('/api/v1/speech/transcriptions', { config: { takesLong: true } }, async (request, reply) => {
    const { listen } = speech
    if (listen === undefined) throw notConfigured()
    const recording = await receive(request)
    const ask = (signal: AbortSignal) => endpoint.transcribe(listen, recording, signal)
    return { text: await answered(request, reply, { counts: speechCounts, ask }) }
  })

  scope.post('/api/v1/speech', async (request, reply) => {
    const { speak } = speech
    if (speak === undefined) throw notConfigured()
    const { text } = parseInput(spokenBody, request.body)
    const ask = (signal: AbortSignal) => endpoint.speak(speak, text, signal)
    const sound = await answered(request, reply, { counts: speechCounts, ask })
    return reply.type('audio/mpeg').send(sound)
  })
}

const notConfigured = (): HttpError => new HttpError(501, 'NOT_CONFIGURED')

/**
 * What the endpoint says, as one of the student's day; it is let go of when nobody waits any more. A failure of the endpoint is given back
 * to the day, what nobody waited for is not: it may have been paid. Rejects with a 429 or a 503.
 */
async function answered<T>(
  request: FastifyRequest,
  reply: FastifyReply,
  { counts, ask }: { counts: Pick<SpeechCounts, 'count'>; ask: (signal: AbortSignal) => Promise<T> },
): Promise<T> {
  const gone = new AbortController()
  const leave = () => gone.abort()
  reply.raw.once('close', leave)
  const giveBack = await counted(counts, request.userId)
  try {
    return await ask(gone.signal)
  } catch (error) {
    const isKept = (failure: unknown) =>
      request.log.warn({ err: failure }, 'speech that failed stays counted')
    if (!gone.signal.aborted) await giveBack().catch(isKept)
    if (!(error instanceof SpeechFailed)) throw error
    request.log.warn({ err: error }, 'the endpoint for speech failed')
    throw new HttpError(503, 'MODEL_UNAVAILABLE', undefined, { cause: error })
  } finally {
    reply.raw.off('close', leave)
  }
}

async function counted(counts: Pick<SpeechCounts, 'count'>, userId: string): Promise<GiveBack> {
  try {
    return await counts.count(userId)
  } catch (error) {
    if (!(error instanceof TooManyAsked)) throw error
    throw new HttpError(429, 'RATE_LIMITED', messages.speechOfADay(error.limit), { cause: error })
  }
}

/** The recording of a form, by its content and not by its name. Rejects with a 400 or 413. */
async function receive(
  request: FastifyRequest,
): Promise<{ bytes: Buffer<ArrayBuffer>; kind: RecordingKind }> {
  if (!request.isMultipart()) throw badRequest(messages.recording.missing)
  const part = await readable(request.file(), messages.recording.missing)
  if (part === undefined) throw badRequest(messages.recording.missing)
  const pieces: Buffer[] = []
  await readable(collect(countedFile(request, part.file), pieces), messages.recording.missing)
  if (part.fieldname !== 'file') throw badRequest(messages.recording.missing)
  if (part.file.truncated) throw new HttpError(413, 'BAD_REQUEST', messages.recording.tooLarge)
  const bytes = Buffer.concat(pieces)
  const recording = readRecording(bytes)
  if (recording === undefined) throw badRequest(messages.recording.foreign)
  const { kind, seconds = 0 } = recording
  if (seconds > SPEECH_SECONDS + FILLED) throw badRequest(messages.recording.tooLong(SPEECH_SECONDS))
  return { bytes, kind }
}

async function collect(stream: AsyncIterable<Buffer>, pieces: Buffer[]): Promise<void> {
  for await (const piece of stream) pieces.push(piece)
}
