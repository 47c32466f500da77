import { failed, kept, type Outcome } from './outcome'
import { type Promised, Session } from './promise'
import { comingBack } from './promises/coming-back'
import { eventStream } from './promises/event-stream'
import { order } from './promises/order'
import { readers } from './promises/readers'
import { refusals } from './promises/refusals'
import { stopping } from './promises/stopping'
import type { Target } from './target'

/** What a server that speaks the protocol keeps. */
export const PROMISES: readonly Promised[] = [
  ...order,
  ...comingBack,
  ...stopping,
  ...readers,
  ...eventStream,
  ...refusals,
]

/** Tries promises one after the other, since a user may have few answers at once. `told` hears of each. */
export async function tryPromises(
  target: Target,
  told: (outcome: Outcome) => void = () => undefined,
  promises = PROMISES,
): Promise<Outcome[]> {
  const session = new Session(target)
  const outcomes: Outcome[] = []
  for (const promised of promises) {
    const outcome = await tried(promised, session)
    told(outcome)
    outcomes.push(outcome)
  }
  return outcomes
}

async function tried([sentence, attempt]: Promised, session: Session): Promise<Outcome> {
  try {
    await attempt(session)
    return kept(sentence)
  } catch (error) {
    return failed(sentence, error)
  }
}
