import { parseArgs } from 'node:util'

/** How much is measured; `--quick` is less of everything. */
export interface BenchOptions {
  rounds: number
  streams: number
  /** Of a round. */
  seconds: number
  /** Of the answer that is resumed. */
  characters: number
  questions: number
  idle: number
  /** Only the streaming rounds are measured. */
  streamingOnly: boolean
  /** Without the peers: what a change of ours costs. */
  alone: boolean
}

const whole: BenchOptions = {
  rounds: 5,
  streams: 100,
  seconds: 10,
  characters: 10_000,
  questions: 10_000,
  idle: 5000,
  streamingOnly: false,
  alone: false,
}
const quick: BenchOptions = { ...whole, rounds: 2, seconds: 4, characters: 4000, idle: 1000 }

/** Reads the command line, such as `--rounds 3 --seconds 5`. */
export function readOptions(args: readonly string[]): BenchOptions {
  const number = { type: 'string' } as const
  const { values } = parseArgs({
    args: [...args],
    options: {
      quick: { type: 'boolean' },
      'streaming-only': { type: 'boolean' },
      alone: { type: 'boolean' },
      rounds: number,
      streams: number,
      seconds: number,
      characters: number,
      questions: number,
      idle: number,
    },
  })
  const base = values.quick ? quick : whole
  const given = (name: 'rounds' | 'streams' | 'seconds' | 'characters' | 'questions' | 'idle') =>
    values[name] === undefined ? base[name] : Number(values[name])
  return {
    rounds: given('rounds'),
    streams: given('streams'),
    seconds: given('seconds'),
    characters: given('characters'),
    questions: given('questions'),
    idle: given('idle'),
    streamingOnly: values['streaming-only'] ?? false,
    alone: values.alone ?? false,
  }
}
