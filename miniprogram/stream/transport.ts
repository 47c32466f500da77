/** The two ways to the same frames. */
export type Transport = 'socket' | 'chunked'

/** Shared by all answers of one run of the program: a network that blocks WebSocket goes on blocking it. */
export class TransportChoice {
  private settled: Transport = 'socket'

  /** Every fourth attempt in a row without a frame goes over the fallback, once that worked all of them do. */
  forAttempt(attempt: number, chunkedSupported: boolean): Transport {
    if (!chunkedSupported) return 'socket'
    return this.settled === 'chunked' || attempt % 4 === 0 ? 'chunked' : 'socket'
  }

  /** A frame came this way; the fallback is kept to until the program starts again. */
  worked(transport: Transport): void {
    if (transport === 'chunked') this.settled = 'chunked'
  }
}
