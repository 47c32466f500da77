import { failed, kept, type Outcome, printable } from './outcome'
import { type Promised, Session } from './promise'
import { comingBack } from './promises/coming-back'
import { eventStream } from './promises/event-stream'
import { failing } from './promises/failing'
import { firstMessage } from './promises/first-message'
import { keepalives, order } from './promises/order'
import { readers } from './promises/readers'
import { refusals } from './promises/refusals'
import { stopping } from './promises/stopping'
import type { Target } from './target'
import { Unreachable } from './unreachable'

/** What a server that speaks the protocol keeps. */
export const PROMISES: readonly Promised[] = [
  ...order,
  ...comingBack,
  ...stopping,
  ...readers,
  ...eventStream,
  ...firstMessage,
  ...refusals,
  ...failing,
  ...keepalives,
]

/**
 * Tries promises one after the other, since a user may have few answers at once. `told` hears of each. Ends with the first one where the
 * server is not reached: nothing else could be seen.
 */
export async function tryPromises(
  target: Target,
  told: (outcome: Outcome) => void = () => undefined,
  promises = PROMISES,
): Promise<Outcome[]> {
  const session = new Session(target)
  const secrets = [target.token, target.otherToken ?? '']
  const outcomes: Outcome[] = []
  try {
    for (const promised of promises) {
      const { outcome, isLast } = await tried(promised, session)
      const result = printable(outcome, secrets)
      told(result)
      outcomes.push(result)
      if (isLast) break
    }
    return outcomes
  } finally {
    // A server may have left them open.
    for (const link of session.links) link.cut()
  }
}

async function tried(
  [sentence, attempt]: Promised,
  session: Session,
): Promise<{ outcome: Outcome; isLast: boolean }> {
  try {
    await attempt(session)
    return { outcome: kept(sentence), isLast: false }
  } catch (error) {
    if (!isInVain(error, session)) return { outcome: failed(sentence, error), isLast: false }
    return { outcome: failed('the server can be asked', error), isLast: true }
  }
}

/** Whether everything else would fail alike: a wrong address, a wrong token. What is refused or lost later is a fault of its own. */
function isInVain(error: unknown, { isReached, hasAccepted }: Session): boolean {
  return error instanceof Unreachable && (error.code === 'REFUSED' ? !hasAccepted : !isReached)
}
