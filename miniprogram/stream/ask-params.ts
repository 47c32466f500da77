import type { AskParams } from '../../typings/protocol'
import type { TokenSource } from './answer-types'
import { clientError, type LearningError } from './learning-error'

/** Pages that one question may have. */
const MAX_IMAGES = 10

/** Why this question cannot be sent at all, or `undefined`. The server checks everything else. */
export function askProblem(params: Partial<AskParams>, token: TokenSource): LearningError | undefined {
  const images = params.image_urls?.length ?? 0
  if ((params.content ?? '').trim() === '' && images === 0) return clientError('VALIDATION_ERROR')
  if (images > MAX_IMAGES) return clientError('VALIDATION_ERROR')
  return token === '' ? clientError('AUTH_ERROR') : undefined
}
