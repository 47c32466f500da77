import type { AnswerError } from './answer-error'

/**
 * Where an answer stands. `unsaved`: whole, but the database would not take it, and the next ask tries again. `written`: the database
 * knows of the failure; else it still calls the answer unfinished.
 */
export type AnswerPhase =
  | { readonly name: 'writing' | 'saving' | 'done' }
  | { readonly name: 'unsaved'; readonly error: AnswerError }
  | { readonly name: 'failed'; readonly error: AnswerError; readonly written: boolean }

/** What follows what. One that failed or was not saved is taken up again; one of the database may be over from the start. */
const LEADS_TO: Readonly<Record<AnswerPhase['name'], readonly AnswerPhase['name'][]>> = {
  writing: ['writing', 'saving', 'done', 'failed'],
  saving: ['saving', 'done', 'unsaved', 'failed'],
  unsaved: ['saving'],
  failed: ['writing', 'saving'],
  done: [],
}

/** The phase after `phase` when it is to be `next`: as it was where that does not follow. What is done stays done. */
export function phaseAfter(phase: AnswerPhase, next: AnswerPhase): AnswerPhase {
  return LEADS_TO[phase.name].includes(next.name) ? next : phase
}
