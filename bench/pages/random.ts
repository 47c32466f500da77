/** Numbers that look drawn, the same ones for the same seed (mulberry32). */
export interface Random {
  /** From `least` to `most`, both included. */
  whole(least: number, most: number): number
  of<Value>(values: readonly [Value, ...Value[]]): Value
  /** True in so many of a hundred. */
  percent(share: number): boolean
}

export function randomOf(seed: number): Random {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  return {
    whole: (least, most) => least + Math.floor(next() * (most - least + 1)),
    of: (values) => values[Math.floor(next() * values.length)] ?? values[0],
    percent: (share) => next() * 100 < share,
  }
}
