/** The middle value, and the lowest and highest. */
export interface Spread {
  median: number
  low: number
  high: number
}

/** How often each thing is measured. */
export const ROUNDS = 5

/** The value at that part (0–1) of the sorted values. */
export function quantile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((one, other) => one - other)
  return sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? Number.NaN
}

/** Measures several times. */
export function repeat(measure: () => number): Spread {
  return spread(Array.from({ length: ROUNDS }, measure))
}

/** The middle of the values, and how far they lie apart. */
export function spread(values: readonly number[]): Spread {
  return { median: quantile(values, 0.5), low: Math.min(...values), high: Math.max(...values) }
}

/** Milliseconds that it takes. */
export function timeOf(work: () => void): number {
  const started = process.hrtime.bigint()
  work()
  return Number(process.hrtime.bigint() - started) / 1e6
}

/** Rows of a Markdown table, the first its head. */
export function table(rows: readonly (readonly string[])[]): string {
  const [head = [], ...lines] = rows
  const all = [head, head.map((_, column) => (column ? '--:' : ':--')), ...lines]
  return all.map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

/** A number with as many digits as it needs, and thousands parted. */
export function shown(value: number): string {
  const digits = value >= 100 ? 0 : value >= 10 ? 1 : value >= 0.1 ? 2 : 4
  return value.toLocaleString('en-US', { maximumFractionDigits: digits })
}
