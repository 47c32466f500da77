/** How fast the tutor writes. */
export interface Pace {
  /** Milliseconds between two deltas. */
  interval: number
  /** Characters in a delta: from, to. */
  characters: readonly [number, number]
}

/** Waits; ends early, without an error, when the signal is aborted. */
export type Sleep = (milliseconds: number, signal: AbortSignal) => Promise<void>

/** About as fast as a quick model writes. */
export const NATURAL_PACE: Pace = { interval: 25, characters: [2, 6] }

/** Real time, or until `signal` aborts. */
export const sleep: Sleep = (milliseconds, signal) =>
  new Promise((resolve) => {
    if (signal.aborted) return resolve()
    const wake = (): void => {
      clearTimeout(timer)
      signal.removeEventListener('abort', wake)
      resolve()
    }
    const timer = setTimeout(wake, milliseconds)
    signal.addEventListener('abort', wake)
  })

/** The text in deltas of changing length, never cutting a character; ends at once when it is aborted. */
export async function* paced(
  text: string,
  signal: AbortSignal,
  pace: Pace,
  wait: Sleep,
): AsyncGenerator<string, void, undefined> {
  const characters = [...text]
  const [least, most] = pace.characters
  const range = most - least + 1
  let position = 0
  for (let count = 0; position < characters.length; count++) {
    if (count > 0) await wait(pace.interval, signal)
    if (signal.aborted) return
    // A fixed rhythm that looks uneven: the same answer comes in the same deltas again.
    const length = least + (((count * 7 + 3) % 11) % range)
    yield characters.slice(position, position + length).join('')
    position += length
  }
}
