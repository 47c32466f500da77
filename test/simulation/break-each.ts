import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { build, type Plugin } from 'esbuild'
import { argument } from './argument'
import { BREAKAGES, type Breakage } from './breakages'

/**
 * `npm run simulate:broken -- [--schedules N] [--seed N] [--only PATTERN]`: breaks each promise of several servers in turn, and runs the
 * simulation until it notices. No source is touched: the change is made while they are bundled. Exit code 1 where one is not noticed.
 */

const ROOT = path.resolve(__dirname, '..', '..')
/** Milliseconds after which a run that does not end counts as noticed: virtual time stood still. */
const LONGEST = 600_000

function broken({ file, from, to }: Breakage): Plugin {
  const source = path.join(ROOT, file)
  return {
    name: 'broken',
    setup(bundler) {
      bundler.onLoad({ filter: /\.ts$/ }, ({ path: loaded }) => {
        if (loaded !== source) return undefined
        const parts = readFileSync(source, 'utf8').split(from)
        if (parts.length !== 2) throw new Error(`${file} has ${parts.length - 1} times: ${from}`)
        return { contents: parts.join(to), loader: 'ts' }
      })
    },
  }
}

/** After how many schedules it was noticed, and as what. */
async function noticed(
  breakage: Breakage,
  folder: string,
): Promise<{ run: string; seen: string } | undefined> {
  const outfile = path.join(folder, 'run.js')
  await build({
    entryPoints: [path.join(__dirname, 'broken-run.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    packages: 'external',
    logLevel: 'error',
    plugins: [broken(breakage)],
  })
  const given = [outfile, argument('schedules') ?? '3000', argument('seed') ?? '7']
  const { status, signal, stdout, stderr } = spawnSync(process.execPath, given, {
    cwd: ROOT,
    encoding: 'utf8',
    timeout: LONGEST,
    env: { ...process.env, NODE_PATH: path.join(ROOT, 'node_modules') },
  })
  if (signal !== null) return { run: '?', seen: 'a schedule did not end' }
  if (status !== 0) return { run: '?', seen: `the process died: ${/Error: .*/.exec(stderr)?.[0] ?? stderr}` }
  const told: { run?: number; seen?: string } = JSON.parse(stdout)
  return told.run === undefined ? undefined : { run: String(told.run), seen: told.seen ?? '' }
}

async function main(): Promise<void> {
  const only = new RegExp(argument('only') ?? '')
  const chosen = BREAKAGES.filter(({ name }) => only.test(name))
  const folder = mkdtempSync(path.join(tmpdir(), 'broken-'))
  let missed = 0
  try {
    console.log('| broken | noticed after | as |\n|---|--:|---|')
    for (const breakage of chosen) {
      const found = await noticed(breakage, folder)
      if (found === undefined) missed += 1
      console.log(`| ${breakage.name} | ${found?.run ?? 'never'} | ${found?.seen ?? ''} |`)
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
  console.log(`${chosen.length - missed} passed, ${missed} failed`)
  process.exitCode = missed > 0 ? 1 : 0
}

main().catch((error: unknown) => {
  console.error(error)
  process.exit(1)
})
