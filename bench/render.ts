import { cpus } from 'node:os'
import type { Typesetter } from '../miniprogram/render/index'
import { createTypesetter } from '../miniprogram/render/math/typesetter'
import { rendererSize } from '../scripts/renderer-size'
import { answerOf, DELTA, DELTAS_PER_SECOND, deltasOf } from './answers'
import { quantile, ROUNDS, repeat, type Spread, shown, table, timeOf } from './measure'
import { costOfDeltas, stream, trafficOf } from './ours'
import { type Peer, peers } from './peers'

/** Prefixes of an answer at which a peer is measured; it would take hours to measure it at each delta. */
const SAMPLES = 25

const LENGTHS = [10_000, 50_000] as const

/** What a peer needs for a whole answer, from its cost at evenly spaced prefixes. */
function streamPeer(
  peer: Peer,
  text: string,
  deltas: number,
): { milliseconds: number; bytes: number; largest: number } {
  let milliseconds = 0
  let bytes = 0
  let largest = 0
  for (let sample = 1; sample <= SAMPLES; sample++) {
    const prefix = text.slice(0, Math.floor((text.length * (sample - 0.5)) / SAMPLES))
    let json = ''
    milliseconds += timeOf(() => {
      json = JSON.stringify(peer.parse(prefix))
    })
    const size = Buffer.byteLength(json)
    bytes += size
    largest = Math.max(largest, size)
  }
  return { milliseconds: (milliseconds * deltas) / SAMPLES, bytes: (bytes * deltas) / SAMPLES, largest }
}

const milliseconds = ({ median, low, high }: Spread) => `${shown(median)} (${shown(low)}–${shown(high)})`

function compare(length: number): string {
  const text = answerOf(length)
  const deltas = deltasOf(text)
  const size = Buffer.byteLength(text)
  let characters = 0
  const count = (call: string): void => {
    characters += call.length
  }
  for (let round = 0; round < ROUNDS; round++) stream(deltas, count)
  const ours = repeat(() => timeOf(() => stream(deltas, count)))
  if (characters === 0) throw new Error('nothing was sent')
  const each = repeat(() => costOfDeltas(deltas).reduce((sum, cost) => sum + cost, 0))
  const { bytes, largest } = trafficOf(deltas)
  const rows = [
    ['', 'CPU, ms (lowest–highest)', 'CPU × ours', '`setData` bytes ÷ text', 'largest call, bytes'],
  ]
  rows.push(['ours, batches of 100 ms', milliseconds(ours), '1', shown(bytes / size), shown(largest)])
  rows.push(['ours, every delta sent at once', milliseconds(each), shown(each.median / ours.median), '', ''])
  for (const peer of peers()) {
    streamPeer(peer, text.slice(0, 2000), 1)
    let last = { milliseconds: 0, bytes: 0, largest: 0 }
    const cost = repeat(() => {
      last = streamPeer(peer, text, deltas.length)
      return last.milliseconds
    })
    rows.push([
      peer.name,
      milliseconds(cost),
      shown(cost.median / ours.median),
      shown(last.bytes / size),
      shown(last.largest),
    ])
  }
  return `### ${shown(length)} characters (${shown(size)} bytes, ${shown(deltas.length)} deltas)\n\n${table(rows)}`
}

function traffic(): string {
  const rows = [['', 'bytes ÷ text', 'calls', 'largest call, bytes']]
  const ways: [string, Typesetter | undefined][] = [
    ['formulas as source', undefined],
    ['formulas laid out', createTypesetter()],
  ]
  for (const length of LENGTHS) {
    const text = answerOf(length)
    for (const [name, typesetter] of ways) {
      const { calls, bytes, largest } = trafficOf(deltasOf(text), typesetter)
      const ratio = bytes / Buffer.byteLength(text)
      rows.push([`${shown(length)} characters, ${name}`, shown(ratio), shown(calls), shown(largest)])
    }
  }
  return `### \`setData\`\n\n${table(rows)}`
}

function perDelta(): string {
  // The same passage at the beginning and at the end: only the length before it is different.
  const passage = `${answerOf(1000)}\n\n`
  const deltas = [...deltasOf(passage), ...deltasOf(`${answerOf(48_000)}\n\n`), ...deltasOf(passage)]
  const beginning = Math.ceil(passage.length / DELTA)
  costOfDeltas(deltas)
  const runs = Array.from({ length: ROUNDS }, () => costOfDeltas(deltas))
  const early = quantile(
    runs.map((costs) => quantile(costs.slice(0, beginning), 0.5)),
    0.5,
  )
  const late = quantile(
    runs.map((costs) => quantile(costs.slice(-beginning), 0.5)),
    0.5,
  )
  const slow = quantile(
    runs.map((costs) => quantile(costs, 0.99)),
    0.5,
  )
  const rows = [
    ['a delta that is parsed and sent at once', 'ms'],
    ['median of the first 1,000 characters', shown(early)],
    ['median of the same 1,000 at the end of 50,000', `${shown(late)} (${shown(late / early)} ×)`],
    ['99th percentile of all', shown(slow)],
  ]
  return `### Cost of a delta\n\n${table(rows)}`
}

function bundle(): string {
  const { markdown, whole } = rendererSize()
  const rows = [
    ['bundled and minified', 'bytes'],
    ['Markdown (`render/block`, `render/inline`)', shown(markdown)],
    ['rows, runs, colours of code, batches', shown(whole - markdown)],
    ['`render/index.ts` with all that it imports', shown(whole)],
  ]
  return `### Size\n\n${table(rows)}`
}

/** Prints the report of the renderer as Markdown. */
export async function benchRender(): Promise<void> {
  const [cpu] = cpus()
  console.log(
    `Node ${process.versions.node}, ${cpu?.model ?? 'unknown processor'}, medians of ${ROUNDS} runs.`,
  )
  console.log(
    `Deltas of ${DELTA} characters, ${DELTAS_PER_SECOND} a second. Peers: cost at ${SAMPLES} evenly spaced prefixes, for all deltas.\n`,
  )
  console.log(`${traffic()}\n`)
  console.log(`${perDelta()}\n`)
  console.log(`${bundle()}\n`)
  for (const length of LENGTHS) console.log(`${compare(length)}\n`)
}
