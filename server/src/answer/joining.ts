/** For how long deltas are joined to one frame, in milliseconds. An answer's first delta waits for nothing. */
export interface Joining {
  /** While an answer is this young, its reader waits for each word. */
  youth: number
  /** In its youth, and later: the page draws every 100 ms, so that nobody sees the difference. */
  young: number
  grown: number
}

/** Milliseconds between two looks at who has waited long enough: many answers are written down together then. */
export function grainOf({ young, grown }: Joining): number {
  return Math.min(young, grown)
}

/** Milliseconds between two frames of an answer of that age; what comes after such a silence need not wait. */
export function intervalAt(age: number, { youth, young, grown }: Joining): number {
  return age < youth ? young : grown
}

/** The same at any age. */
export function fixed(interval: number): Joining {
  return { youth: 0, young: interval, grown: interval }
}
