import type { Logger } from '../platform/ports'
import type { Turn } from './turn'
import { isLive, mayFollow, type SavedAnswer, type TurnPhase } from './turn-phase'

/** What of a turn is another from now on; the rest stays. */
export interface TurnChange
  extends Partial<
    Pick<Turn, 'questionId' | 'accepted' | 'text' | 'reasoning' | 'tokens' | 'retries' | 'takenBack'>
  > {
  readonly phase?: TurnPhase
  /** Of a saved answer. */
  readonly saved?: Partial<SavedAnswer>
}

/** Changes a turn, and says whether it did. What cannot follow is logged, and changes nothing: a student sees no error of ours. */
export type TurnWriter = (turn: Turn, change: TurnChange) => boolean

/** A change that cannot follow on what a turn is. `TURN_PHASE`: its next phase; `TURN_ENDED`: an answer that is over has grown; `TURN_UNSAVED`: nothing is saved. */
export class TurnChangeError extends Error {
  override readonly name = 'TurnChangeError'
  constructor(
    readonly code: 'TURN_PHASE' | 'TURN_ENDED' | 'TURN_UNSAVED',
    readonly requestId: string,
    from: TurnPhase['name'],
    to: TurnPhase['name'] = from,
  ) {
    super(`a turn that is ${from} was to be ${to}`)
  }
}

/** The only one who writes to turns; `logger` is told of what cannot follow. */
export function turnWriter(logger: Pick<Logger, 'error'>): TurnWriter {
  return (turn, change) => {
    const problem = changeTurn(turn, change)
    if (problem !== undefined) logger.error(problem.message, problem.code, problem.requestId)
    return problem === undefined
  }
}

/** Carries a change out as a whole; where it cannot follow, nothing of it, and it says why. */
function changeTurn(turn: Turn, { saved, ...change }: TurnChange): TurnChangeError | undefined {
  const { phase, requestId } = turn
  const told: { -readonly [Field in keyof Turn]?: Turn[Field] } = change
  if (saved !== undefined) {
    if (phase.name !== 'done' && phase.name !== 'stopped')
      return new TurnChangeError('TURN_UNSAVED', requestId, phase.name)
    told.phase = { ...phase, ...saved }
  }
  if (told.phase !== undefined && !mayFollow(phase, told.phase))
    return new TurnChangeError('TURN_PHASE', requestId, phase.name, told.phase.name)
  const grows = 'text' in change || 'reasoning' in change || 'tokens' in change
  if (grows && !isLive(phase)) return new TurnChangeError('TURN_ENDED', requestId, phase.name)
  Object.assign(turn, told)
  return undefined
}
