import { quantile, shown, spread, table } from '../measure'
import type { Child } from './children'
import type { Contender } from './contender'
import type { BenchOptions } from './options'
import { type Streaming, streamingRound } from './streaming'

/** A column of the table: its head, and what of a round stands in it; `spreads`: with the lowest and highest. */
interface Column {
  head: string
  value: (round: Streaming) => number | undefined
  spreads?: boolean
}

const columns: Column[] = [
  { head: 'CPU a delta, µs', value: ({ perDelta }) => perDelta, spreads: true },
  { head: 'CPU a frame, µs', value: ({ perFrame }) => perFrame },
  { head: 'deltas a frame', value: ({ deltasPerFrame }) => deltasPerFrame },
  { head: 'delay p50, ms', value: ({ delays }) => quantile(delays, 0.5) },
  { head: 'p99', value: ({ delays }) => quantile(delays, 0.99) },
  { head: 'bytes ÷ text', value: ({ bytesOverText }) => bytesOverText },
  { head: 'with handshake and end', value: ({ allBytesOverText }) => allBytesOverText },
  { head: 'begin, ms', value: ({ begin }) => begin / 1000, spreads: true },
  { head: 'end, ms', value: ({ finish }) => finish / 1000, spreads: true },
  { head: 'what follows, ms', value: ({ follow }) => follow && follow / 1000, spreads: true },
  { head: 'memory, MB', value: ({ rss }) => rss / 1e6 },
]

/** Measures all contenders in alternating rounds. The first round warms them and is not counted. */
export async function compareStreaming(
  contenders: readonly Contender[],
  source: Child,
  { rounds, streams, seconds }: BenchOptions,
): Promise<string> {
  const results = contenders.map((contender) => ({ contender, rounds: [] as Streaming[] }))
  for (let round = 0; round <= rounds; round++) {
    for (const result of results) {
      const options = { streams, pace: 30, seconds: round === 0 ? Math.min(3, seconds) : seconds }
      const streaming = await streamingRound(result.contender, source, options)
      if (round > 0) result.rounds.push(streaming)
    }
  }
  const limit = results.find(({ contender }) => contender.isLimit)?.rounds ?? []
  const rows = results.map((result) => [
    result.contender.name,
    shown(spread(ratios(result.rounds, limit)).median),
    ...columns.map((column) => cell(column, result.rounds)),
  ])
  return table([['', '× the limit', ...columns.map(({ head }) => head)], ...rows])
}

/** Each round beside the limit's of the same time: what else the machine did then, both felt. */
function ratios(rounds: readonly Streaming[], limit: readonly Streaming[]): number[] {
  return rounds.map(({ perDelta }, round) => perDelta / (limit[round]?.perDelta ?? Number.NaN))
}

function cell({ value, spreads }: Column, rounds: readonly Streaming[]): string {
  const values = rounds.map(value).filter((one) => one !== undefined)
  if (values.length === 0) return ''
  const { median, low, high } = spread(values)
  return spreads ? `${shown(median)} (${shown(low)}–${shown(high)})` : shown(median)
}
