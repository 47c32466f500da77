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

/** How long an answer of that age is joined; in the middle between two looks, since it is let go with the next one. */
export function patienceAt(age: number, joining: Joining): number {
  const interval = age < joining.youth ? joining.young : joining.grown
  return interval - grainOf(joining) / 2
}

/** The same at any age. */
export function fixed(interval: number): Joining {
  return { youth: 0, young: interval, grown: interval }
}
