import path from 'node:path'
import { ask, BuiltServer } from './built-server'
import { type InstalledBuild, installAtRoot, installBesideBuild } from './installed-build'

/**
 * `npm run check:build`: what ships is run. Installs production dependencies alone, beside the build and at a root, starts
 * each by plain `node`, asks, and ends it by SIGTERM in the middle of its answer: by this Node, whose code cache the build has, and by
 * those of `-- NODE…` as well. Prints a closing line `N passed, N failed`.
 */
const root = path.resolve(__dirname, '..', '..')
const nodes = [process.execPath, ...process.argv.slice(2)]
const MOST_BYTES = 150e6

let passed = 0
let failed = 0

/** One thing that has to hold; its failure ends neither the others nor the run. */
async function holds(name: string, check: () => Promise<unknown> | unknown): Promise<void> {
  try {
    const wrong = await check()
    if (wrong !== undefined) throw new Error(String(wrong))
    passed += 1
    console.log(`held: ${name}`)
  } catch (error) {
    failed += 1
    console.error(`did not hold: ${name}:`, error)
  }
}

/** What a server that is asked 7×8 and told to end in mid-answer did wrong, if anything. */
async function asked(node: string, main: string): Promise<string | undefined> {
  const server = new BuiltServer(node, main)
  try {
    let isEnding = false
    const frames = await ask(await server.address(), '7×8', ({ type }) => {
      // Once: a second time would end it at once.
      if (type === 'content' && !isEnding) server.end()
      isEnding ||= type === 'content'
    })
    const last = frames.at(-1)
    if (last?.type !== 'done') return `no done: ${JSON.stringify(last)}`
    const finished = frames.find((frame) => frame.type === 'content_finished')
    if (finished?.full_content.includes('$56$') !== true) return `not the answer: ${JSON.stringify(finished)}`
    const code = await server.code()
    if (code !== 0) return `it ended with ${String(code)}: ${server.output}`
    return server.output.includes('is not installed') ? undefined : 'it did not say that it reads no pages'
  } finally {
    await server.remove()
  }
}

/** It is asked for a database that is not there: PostgreSQL's client is loaded, and the debug log has a trace. */
async function failing(node: string, main: string): Promise<string | undefined> {
  const server = new BuiltServer(node, main, {
    DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none',
    LOG_LEVEL: 'debug',
  })
  try {
    const code = await server.code()
    if (code !== 1) return `it ended with ${String(code)}`
    return /at \S+ \([^)]*server\/src\/store\/postgres\.ts:\d+/.test(server.output)
      ? undefined
      : server.output
  } finally {
    await server.remove()
  }
}

async function check(place: string, install: (root: string) => InstalledBuild): Promise<void> {
  let installed: InstalledBuild | undefined
  await holds(`${place}: production dependencies alone are installed, by an engine that is declared`, () => {
    installed = install(root)
  })
  if (installed === undefined) return
  const { main, size, remove } = installed
  const megabytes = (size / 1e6).toFixed(0)
  await holds(`${place}: ${megabytes} MB of ${MOST_BYTES / 1e6}`, () =>
    size > MOST_BYTES ? 'too much' : undefined,
  )
  for (const node of nodes) {
    await holds(`${place}: it answers and ends on SIGTERM, by ${node}`, () => asked(node, main))
    await holds(`${place}: a trace names the sources, by ${node}`, () => failing(node, main))
  }
  remove()
}

async function run(): Promise<void> {
  await check('beside the build', installBesideBuild)
  await check('at the root', installAtRoot)
  console.log(`${passed} passed, ${failed} failed`)
  process.exitCode = failed === 0 ? 0 : 1
}

void run()
