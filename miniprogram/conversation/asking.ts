import type { AskParams, Mode } from '../../typings/protocol'

/** How a question is asked, beside its words and pages. */
export interface Asking {
  readonly mode: Mode
  /** The question that a hint is for; none: this one. */
  readonly about?: string
  /** The exercise of the mistake book that another like it is wanted to. */
  readonly mistakeId?: string
  /** The question that is answered anew. */
  readonly again?: string
}

/** A question as any server understands it. */
export const PLAIN: Asking = { mode: 'solve' }

type AskingParams = Pick<AskParams, 'mode' | 'about' | 'mistake_id' | 'again'>

/** As it goes to the server; what is usual is left out. */
export function paramsOf({ mode, about, mistakeId, again }: Asking): AskingParams {
  return {
    ...(mode === 'solve' ? {} : { mode }),
    ...(about === undefined ? {} : { about }),
    ...(mistakeId === undefined ? {} : { mistake_id: mistakeId }),
    ...(again === undefined ? {} : { again }),
  }
}

/** As it was sent. */
export function askingOf({ mode = 'solve', about, mistake_id, again }: AskingParams): Asking {
  return {
    mode,
    ...(about === undefined ? {} : { about }),
    ...(mistake_id === undefined ? {} : { mistakeId: mistake_id }),
    ...(again === undefined ? {} : { again }),
  }
}
