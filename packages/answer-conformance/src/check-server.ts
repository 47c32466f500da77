import { NotTried, type Promised, Session } from './promise'
import { comingBack } from './promises/coming-back'
import { eventStream } from './promises/event-stream'
import { order } from './promises/order'
import { readers } from './promises/readers'
import { refusals } from './promises/refusals'
import { stopping } from './promises/stopping'
import type { Target } from './target'

/** How one promise was kept; `detail`: what was seen instead, or why it could not be tried. */
export interface Outcome {
  sentence: string
  held: 'yes' | 'no' | 'not tried'
  detail: string
}

const PROMISES: readonly Promised[] = [
  ...order,
  ...comingBack,
  ...stopping,
  ...readers,
  ...eventStream,
  ...refusals,
]

/** Tries each promise of the protocol, one after the other, since a user may have few answers at once. `told` hears of each. */
export async function tryPromises(
  target: Target,
  told: (outcome: Outcome) => void = () => undefined,
): Promise<Outcome[]> {
  const session = new Session(target)
  const outcomes: Outcome[] = []
  for (const promised of PROMISES) {
    const outcome = await tried(promised, session)
    told(outcome)
    outcomes.push(outcome)
  }
  return outcomes
}

async function tried([sentence, attempt]: Promised, session: Session): Promise<Outcome> {
  try {
    await attempt(session)
    return { sentence, held: 'yes', detail: '' }
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error)
    return { sentence, held: error instanceof NotTried ? 'not tried' : 'no', detail }
  }
}
