import { CONNECT_TIMEOUT, PROCESSING_TIMEOUT } from '../../miniprogram/stream/tiers'

/** Milliseconds that four attempts to connect may take; only then does the tier begin. */
const FOUR_ATTEMPTS = 4 * CONNECT_TIMEOUT

/** Milliseconds that an answer may be held open, and a little for the timers' own grain. */
const LONGEST_SILENCE = FOUR_ATTEMPTS + PROCESSING_TIMEOUT + 1000

/**
 * What a phone hears of its answer. A keepalive and a frame that it did not have are signs of life; a frame that it had,
 * and an `accepted`, are not: an answer of which nothing else comes must end by itself.
 */
export class SignsOfLife {
  /** The longest stretch without one in the foreground, milliseconds. */
  longestSilence = 0
  /** Whether this run of the program has heard anything: only then does it watch its links. */
  heard = false
  private last: number
  private highestSeq = 0
  private readonly pieces = new Set<string>()
  private over = false

  constructor(private readonly now: () => number) {
    this.last = now()
  }

  /** The phone heard this message. */
  note(text: string): void {
    this.heard = true
    const { type, seq = idOf(text) }: { type?: unknown; seq?: unknown } = parse(text)
    const fresh = typeof seq === 'number' && seq > this.highestSeq
    if (fresh) this.highestSeq = seq
    if (fresh || (seq === undefined && !NO_SIGNS.has(type) && !this.isToldAgain(type, text))) this.sign()
  }

  /** An agent that numbers nothing tells its run from the beginning: each of its pieces here is another one. */
  private isToldAgain(type: unknown, text: string): boolean {
    if (type !== 'TEXT_MESSAGE_CONTENT') return false
    const isKnown = this.pieces.has(text)
    this.pieces.add(text)
    return isKnown
  }

  /** The program starts, or comes to the front: it waits anew. */
  restart(): void {
    this.last = this.now()
  }

  /** The program was killed: the next one has heard nothing. */
  forget(): void {
    this.heard = false
  }

  settled(): void {
    this.sign()
    this.over = true
  }

  /** Whether an answer was held open that gave no sign of life. */
  get heldOpen(): boolean {
    return this.longestSilence > LONGEST_SILENCE
  }

  private sign(): void {
    if (this.over) return
    this.longestSilence = Math.max(this.longestSilence, this.now() - this.last)
    this.last = this.now()
  }
}

/** What a link begins or is refused with: no sign that the answer goes on. Everything else that has no number is one. */
const NO_SIGNS: ReadonlySet<unknown> = new Set(['accepted', 'error', 'RUN_STARTED', 'TEXT_MESSAGE_START'])

/** The number of an event, where it has one beside its data. */
function idOf(text: string): number | undefined {
  const id = /^id: (\d+)\n/.exec(text)?.[1]
  return id === undefined ? undefined : Number(id)
}

function parse(text: string): object {
  const start = text.indexOf('{')
  // A comment, or a word of the protocol's own.
  if (start < 0) return { type: 'keepalive' }
  // An event is the frame behind its field names.
  const value: unknown = JSON.parse(text.slice(start))
  return typeof value === 'object' && value !== null ? value : {}
}
