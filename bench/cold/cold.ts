import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import path from 'node:path'
import { buildSync } from 'esbuild'
import { answerOf } from '../answers'
import { quantile, ROUNDS, type Spread, shown, table } from '../measure'
import { bundleCloudbase } from './cloudbase'
import { INTERVAL, type Places } from './contenders'
import type { Shown, Task } from './process'
import type { Start } from './start'

const CHARACTERS = 10_000

/** Each contender with its words in the report. */
const NAMES: readonly (readonly [string, string])[] = [
  ['ours', 'ours'],
  ['tdesign', 'TDesign chat-markdown'],
  ['cloudbase', 'CloudBase agent-ui'],
  ['text', 'the whole text, no Markdown'],
]

/** Engines: Node's own, and without a compiler, as iOS runs a mini-program's logic. */
const ENGINES: readonly (readonly [string, readonly string[]])[] = [
  ['with a compiler', []],
  ['without (`--jitless`)', ['--jitless']],
]

/** Runs a task in a process of its own; answers what it printed. */
type Runs = <Result>(flags: readonly string[], what: string) => Result

const spreadOf = (values: readonly number[]): Spread => ({
  median: quantile(values, 0.5),
  low: Math.min(...values),
  high: Math.max(...values),
})
const milliseconds = ({ median, low, high }: Spread): string =>
  `${shown(median)} (${shown(low)}–${shown(high)})`

/** The contenders in alternating rounds, so that what else the machine does falls on all of them. */
function stream(run: Runs, names: typeof NAMES, answer: string): string {
  const results = new Map<string, Shown[]>()
  for (let round = 0; round < ROUNDS; round++)
    for (const [name] of names)
      for (const [engine, flags] of ENGINES) {
        const key = `${name} ${engine}`
        results.set(key, [...(results.get(key) ?? []), run<Shown>(flags, name)])
      }
  const spread = (name: string, engine: string, of: keyof Shown): Spread =>
    spreadOf((results.get(`${name} ${engine}`) ?? []).map((result) => result[of]))
  const rows = [
    [
      '',
      ...ENGINES.flatMap(([engine]) => [`CPU of the stream ${engine}, ms`, '× ours']),
      'bytes ÷ text',
      'calls',
    ],
  ]
  for (const [name, words] of names) {
    const cells = ENGINES.flatMap(([engine]) => {
      const cost = spread(name, engine, 'processor')
      return [milliseconds(cost), shown(cost.median / spread('ours', engine, 'processor').median)]
    })
    const [engine] = ENGINES[0] ?? ['']
    const bytes = spread(name, engine, 'bytes').median / Buffer.byteLength(answer)
    rows.push([words, ...cells, shown(bytes), shown(spread(name, engine, 'calls').median)])
  }
  const loads = ENGINES.map(([engine]) => `${milliseconds(spread('ours', engine, 'load'))} ms ${engine}`)
  return `${table(rows)}\n\nBefore that ours is loaded in ${loads.join(', ')}.`
}

function formula(run: Runs): string {
  const rows = [['', 'as the program does it, ms', 'if KaTeX began with it, ms']]
  for (const [engine, flags] of ENGINES) {
    const cells = ['formula', 'formula at once'].map((what) =>
      milliseconds(spreadOf(Array.from({ length: ROUNDS }, () => run<number>(flags, what)))),
    )
    rows.push([engine, ...cells])
  }
  return table(rows)
}

/** Folders by which the modules of a start are told apart. */
const PARTS = /^(?:miniprogram_npm|@babel|[^/]+(?=\/))/

function starting(run: Runs): string {
  const starts = ENGINES.map(([, flags]) => Array.from({ length: ROUNDS }, () => run<Start>(flags, 'start')))
  const modules = starts[0]?.[0]?.modules ?? []
  const parts = new Map<string, { count: number; bytes: number }>()
  for (const [name, size] of modules) {
    const part = PARTS.exec(name)?.[0] ?? 'app and program'
    const { count, bytes } = parts.get(part) ?? { count: 0, bytes: 0 }
    parts.set(part, { count: count + 1, bytes: bytes + size })
  }
  const rows = [['before the first frame', 'modules run', 'bytes']]
  for (const [part, { count, bytes }] of [...parts].sort(([, one], [, other]) => other.bytes - one.bytes))
    rows.push([part, shown(count), shown(bytes)])
  rows.push(['all', shown(modules.length), shown(modules.reduce((sum, [, size]) => sum + size, 0))])
  const times = ENGINES.map(
    ([engine], place) =>
      `${milliseconds(spreadOf((starts[place] ?? []).map(({ processor }) => processor)))} ms ${engine}`,
  )
  return `${table(rows)}\n\nRunning them takes ${times.join(', ')}.`
}

/**
 * Prints what a student's first answer costs, as Markdown: each measurement is the first thing that a new process does, of what
 * WeChat's compiler makes of the program. CloudBase's component is measured where CLOUDBASE_AGENT_UI names a checkout of
 * TencentCloudBase/cloudbase-agent-ui.
 */
export function benchCold(): void {
  const folder = mkdtempSync(path.join(tmpdir(), 'wuhao-tutor-cold-'))
  const root = path.join(__dirname, '..', '..')
  try {
    const places: Places = {
      compiled: path.join(folder, 'compiled'),
      nodeModules: path.join(root, 'node_modules'),
      cloudbase: path.join(folder, 'cloudbase.js'),
    }
    const script = path.join(folder, 'process.js')
    const compile = path.join(root, 'scripts', 'wechat', 'write-official-compile.ts')
    execFileSync(process.execPath, ['--import', 'tsx', compile, places.compiled], {
      stdio: 'ignore',
      cwd: root,
    })
    buildSync({
      entryPoints: [path.join(__dirname, 'process.ts')],
      bundle: true,
      platform: 'node',
      outfile: script,
    })
    const hasCloudbase = bundleCloudbase(process.env.CLOUDBASE_AGENT_UI, places.cloudbase)
    const answer = answerOf(CHARACTERS)
    const run: Runs = (flags, what) => {
      const task: Task = { what, places, answer }
      return JSON.parse(
        execFileSync(process.execPath, [...flags, script, JSON.stringify(task)], { encoding: 'utf8' }),
      )
    }
    const [cpu] = cpus()
    console.log(
      `Node ${process.versions.node}, ${cpu?.model ?? 'unknown processor'}; a process each, medians of ${ROUNDS} (lowest–highest).\n`,
    )
    console.log(`### One answer of ${shown(CHARACTERS)} characters, batches of ${INTERVAL} ms\n`)
    console.log(
      `${stream(
        run,
        NAMES.filter(([name]) => hasCloudbase || name !== 'cloudbase'),
        answer,
      )}\n`,
    )
    if (!hasCloudbase) console.log('CloudBase agent-ui: CLOUDBASE_AGENT_UI names no checkout of it.\n')
    console.log(
      `### From the first formula's last character to its layout in \`setData\`\n\n${formula(run)}\n`,
    )
    console.log(`### From \`onLaunch\` to the first frame\n\n${starting(run)}\n`)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
