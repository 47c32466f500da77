import { NotTried } from './promise'
import { withoutSecrets } from './secrets'

/** How one promise was kept; `detail`: what was seen instead, or why it could not be tried. */
export interface Outcome {
  sentence: string
  held: 'yes' | 'no' | 'not tried'
  detail: string
}

/** The promise was kept. */
export const kept = (sentence: string): Outcome => ({ sentence, held: 'yes', detail: '' })

/** What an attempt threw tells how it went. */
export function failed(sentence: string, error: unknown): Outcome {
  const detail = error instanceof Error ? error.message : String(error)
  return { sentence, held: error instanceof NotTried ? 'not tried' : 'no', detail }
}

/** Of an attempt that is made at once. */
export function outcomeOf(sentence: string, attempt: () => void): Outcome {
  try {
    attempt()
    return kept(sentence)
  } catch (error) {
    return failed(sentence, error)
  }
}

/** Characters of what was seen that help: a whole answer does not. */
const LONGEST_DETAIL = 400

/** As it is printed and handed on: without these tokens, whatever was seen of them, and in one line. */
export function printable({ detail, ...outcome }: Outcome, secrets: readonly string[]): Outcome {
  const text = withoutSecrets(detail, secrets)
  const isLong = text.length > LONGEST_DETAIL
  return {
    ...outcome,
    detail: isLong ? `${text.slice(0, LONGEST_DETAIL)}… (${text.length} characters)` : text,
  }
}
