import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { type Lock, type LockEntry, readLock, resolveInLock } from '../lock-file'

/**
 * Libraries that the built server loads from `node_modules`: native ones, PostgreSQL's client and a developer's log lines,
 * which most starts do without, and what reads pages, which is optional and of which a thread is made.
 */
export const INSTALLED = ['libsql', 'sharp', 'pg', 'pino-pretty', 'onnxruntime-web', 'paddleocr'] as const

/** Loaded by Fastify only where a route has a schema; ours have none (server/src/app.ts). */
export const UNUSED = ['@fastify/ajv-compiler', '@fastify/fast-json-stringify-compiler'] as const

interface Manifest {
  version: string
  license: string
  engines: Record<string, string>
  dependencies: Record<string, string>
  peerDependencies: Record<string, string>
  peerDependenciesMeta: Record<string, { optional: boolean }>
}

/**
 * Writes `package.json` and `package-lock.json` into `target`: the same versions as at the root, and only what the built
 * server loads. With them `npm ci --omit=dev` runs where nothing else of the repository is.
 */
export function writeManifest(root: string, target: string): void {
  const server: Manifest = JSON.parse(readFileSync(path.join(root, 'server', 'package.json'), 'utf8'))
  const { version, license, engines, peerDependencies, peerDependenciesMeta } = server
  const dependencies = Object.fromEntries(
    Object.entries(server.dependencies).filter(([name]) => INSTALLED.some((each) => each === name)),
  )
  const own = { name: 'wuhao-tutor-server', version, license, engines, dependencies }
  const manifest = { ...own, peerDependencies, peerDependenciesMeta }
  write(target, 'package.json', { ...manifest, private: true, main: 'main.js' })
  const packages = { '': manifest, ...reachable(readLock(root), Object.keys(dependencies)) }
  const { name } = own
  write(target, 'package-lock.json', { name, version, lockfileVersion: 3, requires: true, packages })
}

/** Entries of all that these need, each at the place where the root's lock file has it. */
function reachable(lock: Lock, names: readonly string[]): Record<string, LockEntry> {
  const found = new Map<string, LockEntry>()
  const visit = (from: string, name: string): void => {
    const place = resolveInLock(lock, from, name)
    const entry = place === undefined ? undefined : lock.packages[place]
    // Only an optional package or an optional peer may be missing; npm refuses the lock file of any other.
    if (place === undefined || entry === undefined || found.has(place)) return
    found.set(place, entry)
    for (const each of Object.keys({ ...entry.dependencies, ...entry.optionalDependencies }))
      visit(place, each)
  }
  for (const name of names) visit('server', name)
  const misplaced = [...found.keys()].find((place) => !place.startsWith('node_modules/'))
  if (misplaced !== undefined)
    throw new Error(`${misplaced} is not at the root, where the build looks for it`)
  return Object.fromEntries([...found].sort(([one], [other]) => (one < other ? -1 : 1)))
}

function write(folder: string, name: string, content: object): void {
  writeFileSync(path.join(folder, name), `${JSON.stringify(content, null, 2)}\n`)
}
