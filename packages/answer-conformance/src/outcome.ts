import { NotTried } from './promise'

/** How one promise was kept; `detail`: what was seen instead, or why it could not be tried. */
export interface Outcome {
  sentence: string
  held: 'yes' | 'no' | 'not tried'
  detail: string
}

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
