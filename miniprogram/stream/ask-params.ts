import type { TokenSource } from './answer-types'
import { clientError, type LearningError } from './learning-error'
import { QUESTION_PAGES } from './question-contract'
import { isToken } from './token'

/** What a question without words may be about. */
const REFERENCES = ['about', 'mistake_id', 'again'] as const

/**
 * Why this question cannot be sent at all, or `undefined`. `params` is what a caller gave, whatever its types say; the server
 * checks everything else.
 */
export function askProblem(params: unknown, token: TokenSource): LearningError | undefined {
  const fields = fieldsOf(params)
  const { content = '', image_urls: images = [], mode, mistake_id: mistakeId } = fields
  if (typeof content !== 'string' || !Array.isArray(images)) return clientError('VALIDATION_ERROR')
  const says = content.trim() !== '' || images.length > 0
  if (!says && !REFERENCES.some((name) => isId(fields[name]))) return clientError('VALIDATION_ERROR')
  if (mode === 'similar' && !isId(mistakeId)) return clientError('VALIDATION_ERROR')
  if (images.length > QUESTION_PAGES) return clientError('VALIDATION_ERROR')
  return typeof token === 'function' || isToken(token) ? undefined : clientError('AUTH_ERROR')
}

function isId(value: unknown): boolean {
  return typeof value === 'string' && value !== ''
}

type Fields = { readonly [name in 'content' | 'image_urls' | 'mode' | (typeof REFERENCES)[number]]?: unknown }

function fieldsOf(params: unknown): Fields {
  return typeof params === 'object' && params !== null ? params : {}
}
