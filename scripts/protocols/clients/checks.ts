import type { Place } from './cutting-proxy'

/** What a check is given: the server, a login, and what its model writes. */
export interface Setting {
  /** Directly, for plain calls. */
  server: string
  headers: Record<string, string>
  /** The text of each answer. */
  text: string
  reasoning: string
  /** A check asks one more question: at the end the model must have been asked as often. */
  asks(times?: number): void
}

export type Check = [sentence: string, check: (setting: Setting) => Promise<void>]

/** Throws where it does not hold. */
export function hold(what: string, held: boolean, seen?: unknown): void {
  if (!held) throw new Error(`${what}${seen === undefined ? '' : `: ${JSON.stringify(seen)}`}`)
}

/** Resolves when the condition holds; the whole check has a time of its own. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 10))
}

/** Where an answer is cut: in the headers, in its thoughts, at the beginning, in the midst and at the end of its text. */
export const PLACES: Place[] = [40, '看题', '第1步', '第20步', '第40步']
