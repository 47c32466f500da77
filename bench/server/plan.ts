/** What the source is to do with one question; it stands in the question, since that reaches the source by every way. */
export interface Plan {
  /** `held`: silent until it is told to flow; `flowing`: at once. */
  begin: 'held' | 'flowing'
  /** Milliseconds between two deltas. */
  interval: number
  /** Deltas until it ends by itself; 0: it ends when it is told to. */
  deltas: number
  /** Characters that it sends in one piece before the first delta. */
  before: number
}

/** Questions must not be alike, or a vendor's cache could answer them. */
let asked = 0

export function questionOf({ begin, interval, deltas, before }: Plan): string {
  asked += 1
  return `bench ${begin} ${interval} ${deltas} ${before} number ${asked}`
}

/** The plan of the last question in a request's body. */
export function planIn(body: string): Plan {
  const all = [...body.matchAll(/bench (held|flowing) ([\d.]+) (\d+) (\d+) number/g)]
  const [, begin, interval, deltas, before] = all.at(-1) ?? []
  return {
    begin: begin === 'flowing' ? 'flowing' : 'held',
    interval: Number(interval ?? 1000 / 30),
    deltas: Number(deltas ?? 1),
    before: Number(before ?? 0),
  }
}
