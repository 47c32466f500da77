import * as v from 'valibot'
import { type Clock, within } from '../time/clock'

/** One metric of a process, as its registry tells it. */
export const countedSchema = v.looseObject({
  name: v.string(),
  type: v.string(),
  values: v.array(
    v.looseObject({
      /** Of nothing that was measured it is no number, and null between processes. */
      value: v.union([v.number(), v.nan(), v.null()]),
      labels: v.record(v.string(), v.union([v.string(), v.number()])),
      /** Of a histogram: which of its series. */
      metricName: v.optional(v.string()),
    }),
  ),
})
/** A metric in this form. */
export type Counted = v.InferOutput<typeof countedSchema>

/** Milliseconds that a process may take to tell; of one that is silent for longer what it told before stands. */
const PATIENCE = 2000

/** What only goes up, and to Prometheus begins anew when it falls. */
const ASCENDING: ReadonlySet<string> = new Set(['counter', 'histogram'])

/** Seconds are told in parts of so many, a microsecond: what has that few digits adds up to the same in whatever order. */
const PARTS = 2 ** 20

interface Round {
  waiting: Set<number>
  end(): void
}

/**
 * What the processes of one machine have counted, kept by their parent. What only goes up falls neither when one of them dies nor while one is
 * silent: a series that falls is read as one that began anew, and all that it had counted before as counted just now.
 */
export class Counts {
  private lastRound = 0
  private readonly rounds = new Map<number, Round>()
  private readonly told = new Map<number, { round: number; metrics: readonly Counted[] }>()
  private lost: readonly Counted[] = []

  constructor(private readonly clock: Clock) {}

  /** Asks these, by `ask`, and resolves with what each has counted, and those that are gone. */
  async ask(
    processes: readonly number[],
    ask: (process: number, round: number) => void,
  ): Promise<(readonly Counted[])[]> {
    this.lastRound += 1
    const round = this.lastRound
    const all = new Promise<void>((end) => this.rounds.set(round, { waiting: new Set(processes), end }))
    for (const process of processes) ask(process, round)
    await within(this.clock, PATIENCE, all)
    this.rounds.delete(round)
    return [...[...this.told.values()].map(({ metrics }) => metrics), this.lost]
  }

  /** What a process that lives tells when it is asked; two rounds may overtake each other. */
  take(process: number, round: number, metrics: readonly Counted[]): void {
    if (round > (this.told.get(process)?.round ?? 0)) {
      this.told.set(process, { round, metrics: metrics.map(addable) })
    }
    this.over(process, round)
  }

  /** It has died: what it told last stays. */
  gone(process: number): void {
    this.lost = withAscending(this.lost, this.told.get(process)?.metrics ?? [])
    this.told.delete(process)
    for (const round of [...this.rounds.keys()]) this.over(process, round)
  }

  private over(process: number, number: number): void {
    const round = this.rounds.get(number)
    round?.waiting.delete(process)
    if (round?.waiting.size === 0) round.end()
  }
}

function addable(metric: Counted): Counted {
  if (!ASCENDING.has(metric.type)) return metric
  const values = metric.values.map((each) => ({
    ...each,
    value: Math.floor((each.value ?? 0) * PARTS) / PARTS,
  }))
  return { ...metric, values }
}

/** The sums of what only goes up. */
function withAscending(sums: readonly Counted[], further: readonly Counted[]): Counted[] {
  const byName = new Map(sums.map((metric) => [metric.name, metric]))
  for (const metric of further) {
    if (!ASCENDING.has(metric.type)) continue
    const series = new Map((byName.get(metric.name)?.values ?? []).map((each) => [keyOf(each), each]))
    for (const each of metric.values) {
      const before = series.get(keyOf(each))?.value ?? 0
      series.set(keyOf(each), { ...each, value: before + (each.value ?? 0) })
    }
    byName.set(metric.name, { ...metric, values: [...series.values()] })
  }
  return [...byName.values()]
}

function keyOf({ metricName, labels }: Counted['values'][number]): string {
  return JSON.stringify([metricName, Object.entries(labels).sort(([one], [other]) => (one < other ? -1 : 1))])
}
