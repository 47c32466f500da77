import cluster from 'node:cluster'
import { END_TIMES } from '../settings/end-times'

/** Milliseconds within which two requests to end are one. */
const SAME_REQUEST = 1_000

/** Ends what a process does. `patience`: milliseconds that answers under way get. */
export type End = (reason: string, patience: number) => Promise<void>

/**
 * Hears who wants this process to end, from its first moment: a signal, a message of its parent, a parent that is gone. Whoever started to
 * listen only when everything was there would lose a request that comes before.
 */
export class EndRequests {
  private since: number | undefined
  private end: End = async () => undefined

  /**
   * A second signal, by somebody who does not want to wait, ends at once; one signal may arrive twice, from the terminal and from the parent
   * process. Windows has no signals between processes: there the parent sends a message.
   */
  constructor(private readonly fail: (error: unknown) => void) {
    process.on('SIGINT', () => this.request('SIGINT'))
    process.on('SIGTERM', () => this.request('SIGTERM'))
    process.on('message', (message) => {
      // A worker may have had the signal itself, long before its busy parent says the same.
      if (isEndMessage(message)) this.request(reasonIn(message), !cluster.isWorker)
    })
    if (process.send !== undefined) process.on('disconnect', () => this.request('the parent process is gone'))
  }

  /** This is what has to end from now on. Before there is anything the process just goes: nobody was promised an answer. */
  answerBy(end: End): void {
    this.end = end
  }

  private request(reason: string, insists = true): void {
    if (this.since === undefined) {
      this.since = performance.now()
      this.end(reason, patienceAfter(reason)).then(() => process.exit(0), this.fail)
    } else if (insists && performance.now() - this.since > SAME_REQUEST) {
      process.exit(1)
    }
  }
}

function patienceAfter(reason: string): number {
  return reason === 'SIGTERM' ? END_TIMES.service : END_TIMES.desk
}

function isEndMessage(message: unknown): message is { type: 'end' } {
  return typeof message === 'object' && message !== null && 'type' in message && message.type === 'end'
}

function reasonIn(message: object): string {
  return 'reason' in message && typeof message.reason === 'string' ? message.reason : 'message'
}
