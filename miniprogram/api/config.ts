import { serverOrigin } from '../config'
import type { HttpResponse } from '../platform/ports'
import { wxHttp } from '../platform/wx-http'
import { QUESTION_CHARACTERS, QUESTION_PAGES } from '../stream/question-contract'
import type { BodyReader } from './body-reader'
import { callError, readResponse } from './responses'

/** Milliseconds. */
const TIMEOUT = 15000

/** A question to try. */
export interface Example {
  subject: string
  question: string
}

/** What the server can do. */
export interface ServerConfig {
  /** Whether it makes text of speech, and speech of text. */
  speech: { listen: boolean; speak: boolean }
  /** Names of its models; none: its local tutor answers. */
  models: string[]
  examples: Example[]
  limits: ServerLimits
}

/** How much it takes of one question. A number that an older server does not tell is what the contract says. */
export interface ServerLimits {
  questionCharacters: number
  images: number
  imageBytes: number
  speechSeconds: number
}

/**
 * What the server can do, asked without a login. Where another one is chosen meanwhile it is that one's: it is asked in its turn. Rejects with
 * `LearningError`.
 */
export async function getServerConfig(): Promise<ServerConfig> {
  const origin = serverOrigin()
  const response = await asked(origin)
  return serverOrigin() === origin ? readResponse(response, readServerConfig) : getServerConfig()
}

async function asked(origin: string): Promise<HttpResponse> {
  try {
    const url = `${origin}/api/v1/config`
    return await wxHttp.send({ method: 'GET', url, headers: {}, timeout: TIMEOUT })
  } catch (error) {
    throw callError(error)
  }
}

const readServerConfig = (body: BodyReader): ServerConfig => ({
  speech: body.objectOrNull('speech', readSpeech) ?? { listen: false, speak: false },
  models: body.texts('models'),
  examples: body.objects('examples', (example) => ({
    subject: example.text('subject'),
    question: example.text('question'),
  })),
  limits: body.objectOrNull('limits', readLimits) ?? CONTRACT,
})

const readSpeech = (body: BodyReader): ServerConfig['speech'] => ({
  listen: body.flag('listen'),
  speak: body.flag('speak'),
})

/** What is so where a server does not tell. */
const CONTRACT: ServerLimits = {
  questionCharacters: QUESTION_CHARACTERS,
  images: QUESTION_PAGES,
  imageBytes: 10 * 1024 * 1024,
  speechSeconds: 60,
}

const readLimits = (body: BodyReader): ServerLimits => ({
  questionCharacters: body.countOr('question_characters', CONTRACT.questionCharacters),
  images: body.countOr('images', CONTRACT.images),
  imageBytes: body.countOr('image_bytes', CONTRACT.imageBytes),
  speechSeconds: body.countOr('speech_seconds', CONTRACT.speechSeconds),
})
