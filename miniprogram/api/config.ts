import { serverOrigin } from '../config'
import type { HttpResponse } from '../platform/ports'
import { wxHttp } from '../platform/wx-http'
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
  /** Names of its models; none: its local tutor answers. */
  models: string[]
  examples: Example[]
}

/** What the server can do, asked without a login. Rejects with `LearningError`. */
export async function getServerConfig(): Promise<ServerConfig> {
  return readResponse(await asked(), readServerConfig)
}

async function asked(): Promise<HttpResponse> {
  try {
    const url = `${serverOrigin()}/api/v1/config`
    return await wxHttp.send({ method: 'GET', url, headers: {}, timeout: TIMEOUT })
  } catch (error) {
    throw callError(error)
  }
}

const readServerConfig = (body: BodyReader): ServerConfig => ({
  models: body.texts('models'),
  examples: body.objects('examples', (example) => ({
    subject: example.text('subject'),
    question: example.text('question'),
  })),
})
