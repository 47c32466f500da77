/**
 * What a test opens and has to close: each of these keeps a process alive, or answers into the tests behind it. A plain socket is not among
 * them: it ends with its server, or its process, and the pools of `fetch` and of `http.globalAgent`, which outlive a file, have some of their own.
 */
const CLOSABLE = [
  'TCPServerWrap',
  'TLSWrap',
  'UDPWrap',
  'ProcessWrap',
  'Worker',
  'MessagePort',
  'FSEventWrap',
  'StatWatcher',
  'Timeout',
]
/** Milliseconds for which it may take to close what was told to. */
const PATIENCE = 10_000
/** Milliseconds between two looks. */
const INTERVAL = 20

/** How many there are of each kind. */
type Open = ReadonlyMap<string, number>

/** What jest tells an environment, as far as it is looked at. */
export interface TestEvent {
  readonly name: string
  readonly test?: { readonly errors: readonly unknown[] }
}

/** What keeps this process alive. */
function openNow(): Open {
  const open = new Map<string, number>()
  for (const kind of process.getActiveResourcesInfo())
    if (CLOSABLE.includes(kind)) open.set(kind, (open.get(kind) ?? 0) + 1)
  return open
}

/** Looks, for the environment of one file of tests, at what is open since it was made. */
export class LeftOpen {
  private readonly before = openNow()
  private hasFailed = false

  heard({ name, test }: TestEvent): void {
    this.hasFailed ||= name === 'test_done' && test !== undefined && test.errors.length > 0
  }

  /**
   * Resolves when no more is open than was; rejects with the kinds of what is not closed. Where a test failed it may not have come to what
   * closes, and it is the failure that has to be told.
   */
  async closedAgain(): Promise<void> {
    if (this.hasFailed) return
    for (let waited = 0; ; waited += INTERVAL) {
      const left = [...openNow()].flatMap(([kind, count]) => {
        const more = count - (this.before.get(kind) ?? 0)
        return more > 0 ? [`${more} × ${kind}`] : []
      })
      if (left.length === 0) return
      if (waited >= PATIENCE)
        throw new Error(
          `left open at the end of this file: ${left.join(', ')}; --detectOpenHandles says where`,
        )
      await new Promise<void>((resolve) => setTimeout(resolve, INTERVAL))
      // A timer counts until its turn is over.
      await new Promise<void>((resolve) => setImmediate(resolve))
    }
  }
}
