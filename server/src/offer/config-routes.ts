import type { FastifyInstance } from 'fastify'
import { largestFile } from '../files/file-routes'
import type { Config } from '../settings/config'
import { MAX_IMAGES, MAX_QUESTION_CHARACTERS } from '../socket/client-message'
import { examplesFor } from './examples'

/** Seconds of a spoken question. PROTOCOL §5. */
const SPEECH_SECONDS = 60

/** `GET /api/v1/config`: what this server can do, for a client that is not logged in yet. PROTOCOL §5. */
export function registerConfig(
  scope: FastifyInstance,
  { model, otherModels = [] }: Pick<Config, 'model' | 'otherModels'>,
): void {
  const models = model === undefined ? [] : [model, ...otherModels].map(({ name }) => name)
  const config = {
    speech: { listen: false, speak: false },
    models,
    examples: examplesFor(model !== undefined),
    limits: {
      question_characters: MAX_QUESTION_CHARACTERS,
      images: MAX_IMAGES,
      image_bytes: largestFile,
      speech_seconds: SPEECH_SECONDS,
    },
  }
  scope.get('/api/v1/config', async () => config)
}
