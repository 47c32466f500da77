import type { FastifyInstance } from 'fastify'
import { largestFile } from '../files/file-routes'
import type { Config } from '../settings/config'
import { MAX_IMAGES, MAX_QUESTION_CHARACTERS } from '../socket/client-message'
import { SPEECH_SECONDS } from '../speech/speech-limits'
import { examplesFor } from './examples'

/** `GET /api/v1/config`: what this server can do, for a client that is not logged in yet. docs/protocol.md, "Plain calls". */
export function registerConfig(
  scope: FastifyInstance,
  { model, otherModels = [], speech }: Pick<Config, 'model' | 'otherModels' | 'speech'>,
): void {
  const models = model === undefined ? [] : [model, ...otherModels].map(({ name }) => name)
  const config = {
    speech: { listen: speech.listen !== undefined, speak: speech.speak !== undefined },
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
