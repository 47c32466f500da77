import { setTimeout as sleep } from 'node:timers/promises'
import type { Child } from './children'
import type { Contender } from './contender'
import { numberIn } from './fields'
import { questionOf } from './plan'
import { Reader, Tally } from './reader'

export interface StreamingOptions {
  streams: number
  /** Deltas a second of each. */
  pace: number
  /** Seconds that are measured. */
  seconds: number
  /** Characters of each answer before the first that is measured. */
  before?: number
}

/** What one round of one contender has cost. CPU in microseconds, of its process. */
export interface Streaming {
  perDelta: number
  perFrame: number
  deltasPerFrame: number
  /** Milliseconds. */
  delays: number[]
  /** Of what was written to clients while the text grew. */
  bytesOverText: number
  /** The same, from the handshake to the close, `content_finished` with its whole text counted in. */
  allBytesOverText: number
  /** Of an answer: from the handshake until the model is asked, and from its last word until the socket is closed. */
  begin: number
  finish: number
  /** Of what follows an answer: a job, which calls the model for its title and next questions; missing where a contender has none. */
  follow?: number
  /** Bytes of the process, all answers under way. */
  rss: number
}

/** Milliseconds of streaming before it is measured: the joining of an answer's first second is over. */
const WARM = 1500
const QUIET = 300
/** So many may wait for their turn. */
const MOST_IN_LINE = 100
/** Milliseconds between two questions: those who ask faster wait for their turn. */
export const AS_THEY_BEGIN = 12

/** Has all answers asked, flowing, and ended, and measures each. */
export async function streamingRound(
  { child, port, tongue, hasExtras = false }: Contender,
  source: Child,
  { streams, pace, seconds, before = 0 }: StreamingOptions,
): Promise<Streaming> {
  const tally = new Tally()
  const started = await child.probe('used')
  const readers: Reader[] = []
  for (let stream = 0; stream < streams; stream++) {
    const question = questionOf({ begin: 'held', interval: 1000 / pace, deltas: 0, before })
    readers.push(new Reader(port, tongue, question, tally))
    await sleep(streams > MOST_IN_LINE ? AS_THEY_BEGIN : 4)
  }
  await Promise.all(readers.map(({ accepted }) => accepted))
  await allOpen(source, streams)
  await sleep(QUIET)
  const begun = await child.probe('used')
  await source.command('flow')
  await sleep(WARM)
  const from = await child.probe('used')
  const seen = { ...tally }
  tally.delays = []
  await sleep(seconds * 1000)
  const to = await child.probe('used')
  const { frames, deltas, text, delays = [] } = tally
  tally.delays = undefined
  const { rss } = await child.probe('memory')
  const followed = numberIn(await source.command('hold extras'), 'followed')
  const ending = await child.probe('used')
  await source.command('end')
  await Promise.all(readers.map(({ ended }) => ended))
  await sleep(QUIET)
  const ended = await child.probe('used')
  await source.command('tell extras')
  if (hasExtras) await allFollowed(source, followed + streams)
  const over = await child.probe('used')
  const used = (name: string, since: typeof from, until: typeof from) =>
    numberIn(until, name) - numberIn(since, name)
  return {
    perDelta: used('cpu', from, to) / (deltas - seen.deltas),
    perFrame: used('cpu', from, to) / (frames - seen.frames),
    deltasPerFrame: (deltas - seen.deltas) / (frames - seen.frames),
    delays,
    bytesOverText: used('bytes', from, to) / (text - seen.text),
    allBytesOverText: used('bytes', started, ended) / tally.text,
    begin: used('cpu', started, begun) / streams,
    finish: used('cpu', ending, ended) / streams,
    ...(hasExtras ? { follow: used('cpu', ended, over) / streams } : {}),
    rss: Number(rss),
  }
}

/** Until the source holds that many answers. */
export async function allOpen(source: Child, answers: number): Promise<void> {
  while (numberIn(await source.command('count'), 'open') < answers) await sleep(20)
}

/** Until what follows that many answers was told, and is kept. */
async function allFollowed(source: Child, answers: number): Promise<void> {
  while (numberIn(await source.command('count'), 'followed') < answers) await sleep(20)
  await sleep(QUIET)
}
