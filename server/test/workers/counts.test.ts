import { Counter, Gauge, Histogram, Registry } from 'prom-client'
import { countedBy, scrapeTogether } from '../../src/operate/metrics'
import { type Counted, Counts } from '../../src/workers/counts'
import { FakeClock } from '../support/fake-clock'

/** A process that counts, and tells it or not. */
class Counting {
  readonly registry = new Registry()
  readonly errors = new Counter({
    name: 'errors',
    help: '-',
    labelNames: ['code'],
    registers: [this.registry],
  })
  readonly seconds = new Histogram({
    name: 'seconds',
    help: '-',
    buckets: [1, 5],
    registers: [this.registry],
  })
  readonly running = new Gauge({ name: 'running', help: '-', registers: [this.registry] })
  isSilent = false
}

describe('What several processes have counted', () => {
  let clock: FakeClock
  let counts: Counts
  let processes: Map<number, Counting>

  beforeEach(() => {
    clock = new FakeClock()
    counts = new Counts(clock)
    processes = new Map([1, 2].map((id) => [id, new Counting()]))
  })

  async function scrape(): Promise<string[]> {
    const asked = counts.ask([...processes.keys()], (id, round) => {
      const counting = processes.get(id)
      if (counting === undefined || counting.isSilent) return
      countedBy(counting.registry).then(
        (metrics) => counts.take(id, round, metrics),
        () => undefined,
      )
    })
    await clock.advance(2000)
    const text = await scrapeTogether(await asked)
    return text.split('\n').filter((line) => line !== '' && !line.startsWith('#'))
  }

  function at(id: number): Counting {
    const counting = processes.get(id)
    if (counting === undefined) throw new Error('it is gone')
    return counting
  }

  function die(id: number): void {
    processes.delete(id)
    counts.gone(id)
  }

  test('is their sum, of those that died only what goes up', async () => {
    at(1).errors.inc({ code: 'A' }, 3)
    at(2).errors.inc({ code: 'A' }, 4)
    at(2).errors.inc({ code: 'B' })
    at(2).seconds.observe(2)
    at(1).running.set(5)
    at(2).running.set(7)
    const before = await scrape()
    expect(before).toEqual(
      expect.arrayContaining(['errors{code="A"} 7', 'errors{code="B"} 1', 'running 12', 'seconds_sum 2']),
    )
    die(2)
    const after = ['errors{code="A"} 7', 'errors{code="B"} 1', 'running 5', 'seconds_bucket{le="5"} 1']
    expect(await scrape()).toEqual(expect.arrayContaining(after))
    processes.set(3, new Counting())
    at(3).errors.inc({ code: 'A' }, 1)
    expect(await scrape()).toContain('errors{code="A"} 8')
    die(3)
    die(1)
    processes.set(4, new Counting())
    const last = ['errors{code="A"} 8', 'errors{code="B"} 1', 'running 0', 'seconds_count 1']
    expect(await scrape()).toEqual(expect.arrayContaining(last))
  })

  test('falls neither while one of them is silent, nor where one dies between its word and the others', async () => {
    at(1).errors.inc({ code: 'A' }, 3)
    at(2).errors.inc({ code: 'A' }, 4)
    await scrape()
    at(1).errors.inc({ code: 'A' })
    at(2).isSilent = true
    expect(await scrape()).toContain('errors{code="A"} 8')
    const asked = counts.ask([1, 2], () => undefined)
    counts.take(1, 3, await countedBy(at(1).registry))
    die(1)
    die(2)
    // Nobody is left to be waited for.
    expect(await scrapeTogether(await asked)).toContain('errors{code="A"} 8')
  })

  test('falls by not even its last digit, in whatever order it is added up', async () => {
    processes = new Map([1, 2, 3].map((id) => [id, new Counting()]))
    for (const [id, seconds] of [0.1, 0.7, 0.2].entries()) at(id + 1).seconds.observe(seconds)
    const sum = (lines: string[]) =>
      Number(lines.find((line) => line.startsWith('seconds_sum'))?.split(' ')[1])
    const before = sum(await scrape())
    expect(before).toBeCloseTo(1)
    for (const id of [1, 3, 2]) {
      die(id)
      expect(sum(await scrape())).toBe(before)
    }
  })

  test('is what was told last, also where an older word comes later', async () => {
    const words = new Map<number, Counted[]>()
    const rounds = [1, 2].map(async (round) => {
      const asked = counts.ask([1], () => undefined)
      at(1).errors.inc({ code: 'A' })
      words.set(round, await countedBy(at(1).registry))
      return asked
    })
    await clock.advance(1)
    for (const round of [2, 1]) counts.take(1, round, words.get(round) ?? [])
    for (const round of rounds) expect(await scrapeTogether(await round)).toContain('errors{code="A"} 2')
  })
})

describe('What one process has of its own, among several', () => {
  const gauges = (values: Record<string, number>): Promise<Counted[]> => {
    const registry = new Registry()
    for (const [name, value] of Object.entries(values)) {
      new Gauge({ name, help: '-', registers: [registry], aggregator: 'average' }).set(value)
    }
    return countedBy(registry)
  }

  test.each([
    ['process_start_time_seconds', 'is that of the one that began last', 9],
    ['process_resident_memory_bytes', 'is that of the largest', 9],
    ['nodejs_heap_size_used_bytes', 'is that of the largest', 9],
    ['nodejs_eventloop_lag_p99_seconds', 'is that of the latest', 9],
    ['nodejs_eventloop_lag_min_seconds', 'is that of the most punctual', 1],
    ['process_open_fds', 'is that of the one with most', 9],
    ['process_max_fds', 'is that of the one that may have least', 1],
  ])('%s %s', async (name, _what, value) => {
    const text = await scrapeTogether([await gauges({ [name]: 1 }), await gauges({ [name]: 9 })])
    expect(text).toContain(`${name} ${value}\n`)
  })
})
