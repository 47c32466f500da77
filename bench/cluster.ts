import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Child, measured, plain } from './server/children'
import { type Contender, type OurContender, startOurs } from './server/contender'
import { numberIn } from './server/fields'
import { questionOf } from './server/plan'
import { Reader, Tally } from './server/reader'
import { type Streaming, streamingRound } from './server/streaming'
import { bareTongue, ourTongue, type Tongue } from './server/tongues'

const USAGE =
  'DATABASE_URL (an empty PostgreSQL) and REDIS_URL (a Redis of its own) say where two servers meet: npm run bench -- cluster'

/** Deltas a second of each stream, and seconds that are measured. */
const PACE = 30
const SECONDS = 10
const QUICK_SECONDS = 4
const STREAMS = 500
const QUICK_STREAMS = 100

/** Two servers on one PostgreSQL and one Redis: what it costs to read an answer where it is not written, and how long nobody writes one. */
export async function benchCluster(options: readonly string[]): Promise<void> {
  const { DATABASE_URL, REDIS_URL } = process.env
  if (!DATABASE_URL || !REDIS_URL) throw new Error(USAGE)
  const quick = options.includes('--quick')
  const named = (name: string, otherwise: number) =>
    options.includes(name) ? Number(options[options.indexOf(name) + 1]) : otherwise
  const streams = named('--streams', quick ? QUICK_STREAMS : STREAMS)
  const round = { streams, pace: named('--pace', PACE), seconds: quick ? QUICK_SECONDS : SECONDS }
  const { child: source, ready } = await Child.start(plain(join(__dirname, 'server', 'source.ts')))
  const baseUrl = `http://127.0.0.1:${numberIn(ready, 'port')}/v1`
  const shared = {
    DATABASE_URL,
    REDIS_URL,
    JWT_SECRET: 'of the bench',
    LOG_LEVEL: 'warn',
    ASKS_PER_MINUTE: '100000',
  }
  const writing = await startOurs('writes', baseUrl, shared)
  const reading = await startOurs('reads', baseUrl, shared)
  try {
    console.log(`## ${streams} answers at ${round.pace} deltas/s, written by one server\n`)
    console.log('| read | delay p50 / p99 ms | frames a CPU second | deltas a frame |')
    console.log('|---|---|---|---|')
    tell('bare `ws` relay, one process', await bareRound(source, baseUrl, round))
    const near = await streamingRound(writing, source, round)
    tell('where it is written', near)
    const far = await acrossRound(writing, reading, source, round)
    tell('at the other one, both servers counted', { ...far, perFrame: far.perFrame + far.perFrameRead })
    tell('the same, the one that is read at alone', { ...far, perFrame: far.perFrameRead })
    const added = percentile(far.delays, 0.5) - percentile(near.delays, 0.5)
    console.log(
      `\nAdded delay p50: ${added.toFixed(1)} ms. ${far.lost} of ${streams} streams missed something or were given it twice.`,
    )
    console.log(`Redis: ${far.redis}`)
    await takeover(writing, reading, source)
  } finally {
    writing.end()
    reading.end()
    source.end()
  }
}

/** `perFrame` is of the server that writes. */
interface Across extends Pick<Streaming, 'perFrame' | 'delays' | 'deltasPerFrame'> {
  /** The same of the one that is read at. */
  perFrameRead: number
  /** Streams that missed something, or were given something twice. */
  lost: number
  redis: string
}

async function bareRound(
  source: Child,
  baseUrl: string,
  round: Parameters<typeof streamingRound>[2],
): Promise<Streaming> {
  const script = join(__dirname, 'server', 'contenders', 'bare-ws.ts')
  const { child, ready } = await Child.start(measured(script, baseUrl, 'http', ''))
  const contender: Contender = {
    name: 'bare',
    child,
    port: numberIn(ready, 'port'),
    tongue: bareTongue,
    end: () => child.end(),
  }
  try {
    return await streamingRound(contender, source, round)
  } finally {
    contender.end()
  }
}

/** All are asked at one server and read at the other. */
async function acrossRound(
  writing: OurContender,
  reading: OurContender,
  source: Child,
  { streams, pace, seconds }: Parameters<typeof streamingRound>[2],
): Promise<Across> {
  const tally = new Tally()
  const texts: string[] = []
  const wholes: (string | undefined)[] = []
  const readers: Reader[] = []
  for (let stream = 0; stream < streams; stream += 1) {
    const [asks, reads] = tonguesOf(writing.tokens, `across-${stream}`)
    const question = questionOf({ begin: 'held', interval: 1000 / pace, deltas: 0, before: 0 })
    const asker = new Reader(writing.port, asks, question, new Tally())
    await asker.accepted
    texts.push('')
    const noting = noted(
      reads,
      (text) => {
        texts[stream] += text
      },
      (whole) => {
        wholes[stream] = String(whole)
      },
    )
    const reader = new Reader(reading.port, noting, question, tally)
    await reader.accepted
    asker.close()
    readers.push(reader)
  }
  await source.command('flow')
  await sleep(1500)
  const cpu = async ({ child }: OurContender) => numberIn(await child.probe('used'), 'cpu')
  const from = { writing: await cpu(writing), reading: await cpu(reading) }
  const seen = { ...tally }
  tally.delays = []
  await sleep(seconds * 1000)
  const used = { writing: (await cpu(writing)) - from.writing, reading: (await cpu(reading)) - from.reading }
  const { deltas, delays = [] } = tally
  const frames = tally.frames - seen.frames
  tally.delays = undefined
  const redis = redisUse()
  await source.command('end')
  await Promise.all(readers.map(({ ended }) => ended))
  return {
    perFrame: used.writing / frames,
    perFrameRead: used.reading / frames,
    deltasPerFrame: (deltas - seen.deltas) / frames,
    delays,
    lost: texts.filter((text, stream) => text === '' || text !== wholes[stream]).length,
    redis,
  }
}

/** One asks as one client, the other reads along as another. */
function tonguesOf(tokens: readonly string[], requestId: string): [Tongue, Tongue] {
  const token = tokens[0] ?? ''
  const say = (message: object) => JSON.stringify({ token, request_id: requestId, ...message })
  const ours = ourTongue(tokens)
  return [
    {
      ...ours,
      opening: (content) => say({ client_id: 'asks', params: { content, include_history: false } }),
    },
    { ...ours, opening: () => say({ type: 'resume', after_seq: 0, client_id: 'reads' }) },
  ]
}

/** `end` hears the whole text as the server has it. */
function noted(
  tongue: Tongue,
  note: (text: string) => void,
  end: (whole: unknown) => void = () => undefined,
): Tongue {
  return {
    ...tongue,
    hear: (message, question) => {
      const heard = tongue.hear(message, question)
      if (heard.type === 'content') note(heard.text)
      const { type, full_content } = JSON.parse(message)
      if (type === 'content_finished') end(full_content)
      return heard
    },
  }
}

/** What the streams of the answers under way take. */
function redisUse(): string {
  const { REDIS_URL = '' } = process.env
  const redis = (...words: string[]) =>
    execFileSync('redis-cli', ['-u', REDIS_URL, ...words], { encoding: 'utf8' }).trim()
  const keys = redis('--scan', '--pattern', 'wuhao:frames:*').split('\n').filter(Boolean).slice(0, 50)
  const sizes = keys.map((key) => Number(redis('memory', 'usage', key)))
  const frames = keys.map((key) => Number(redis('xlen', key)))
  const mean = (all: number[]) => all.reduce((sum, each) => sum + each, 0) / Math.max(1, all.length)
  return `${Math.round(mean(sizes) / 1024)} KB an answer of ${Math.round(mean(frames))} frames, ${Math.round(mean(sizes) / mean(frames))} bytes a frame`
}

/** The one that writes is killed; a reader at the other one waits for the next word. */
async function takeover(writing: OurContender, reading: OurContender, source: Child): Promise<void> {
  const [asks, reads] = tonguesOf(writing.tokens, 'taken over')
  const question = questionOf({ begin: 'flowing', interval: 1000 / PACE, deltas: 3000, before: 0 })
  const asker = new Reader(writing.port, asks, question, new Tally())
  await asker.accepted
  let killedAt = 0
  let heard = 0
  const waited = new Promise<number>((resolve) => {
    const tongue = noted(reads, () => {
      heard += 1
      // What was on its way is told within a moment.
      if (killedAt > 0 && performance.now() - killedAt > 1000) resolve(performance.now() - killedAt)
    })
    new Reader(reading.port, tongue, question, new Tally())
  })
  while (heard < 20) await sleep(50)
  killedAt = performance.now()
  writing.child.end()
  const took = await waited
  console.log(`Takeover after kill -9: the next word after ${(took / 1000).toFixed(1)} s.`)
  await source.command('end')
}

function tell(
  name: string,
  { delays, perFrame, deltasPerFrame }: Pick<Streaming, 'perFrame' | 'delays' | 'deltasPerFrame'>,
): void {
  const delay = `${percentile(delays, 0.5).toFixed(1)} / ${percentile(delays, 0.99).toFixed(1)}`
  console.log(`| ${name} | ${delay} | ${Math.round(1_000_000 / perFrame)} | ${deltasPerFrame.toFixed(1)} |`)
}

function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((one, other) => one - other)
  return sorted[Math.floor(share * (sorted.length - 1))] ?? Number.NaN
}
