import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { type LockEntry, lockPath, readLock, resolveInLock } from './lock-file'

/**
 * `npm run lock:complete`, after a change of dependencies: adds the optional binaries of other platforms to
 * each package-lock.json where npm left them out, as it does when the registry that it asked lags behind. Without them
 * `npm ci` calls the lock file out of sync. What is added has a version and the platform that its name tells, no hash.
 */
const SYSTEMS = /(?:^|[-/])(android|darwin|freebsd|linux|openharmony|win32)(?=-|$)/
const PROCESSORS = /-(arm64|x64|ia32|arm|ppc64|riscv64|s390x|loong64)(?=-|$)/

const root = path.resolve(__dirname, '..')
/** The repository's, of what it fetches where it is needed, and of the example that stands alone. */
const folders = [root, path.join(root, 'scripts', 'wechat'), path.join(root, 'examples', 'web')]

function entryFor(name: string, version: string, dev: boolean): LockEntry {
  const system = SYSTEMS.exec(name)?.[1]
  const processor = PROCESSORS.exec(name)?.[1]
  const musl = /musl/.test(name) ? ['musl'] : system === 'linux' && /gnu/.test(name) ? ['glibc'] : undefined
  return {
    version,
    ...(processor === undefined ? {} : { cpu: [processor] }),
    ...(dev ? { dev: true } : {}),
    ...(musl === undefined ? {} : { libc: musl }),
    optional: true,
    ...(system === undefined ? {} : { os: [system] }),
  }
}

/** Returns how many packages were added. */
function complete(folder: string): number {
  const lock = readLock(folder)
  let added = 0
  for (const [place, { optionalDependencies = {}, dev = false }] of Object.entries(lock.packages)) {
    for (const [name, version] of Object.entries(optionalDependencies)) {
      if (!/^\d/.test(version) || resolveInLock(lock, place, name) !== undefined) continue
      lock.packages[`node_modules/${name}`] = entryFor(name, version, dev)
      added += 1
    }
  }
  // As npm sorts, or its next `npm install` would order them anew.
  const sorted = Object.entries(lock.packages).sort(([one], [other]) => one.localeCompare(other, 'en'))
  const text = JSON.stringify({ ...lock, packages: Object.fromEntries(sorted) }, null, 2)
  writeFileSync(lockPath(folder), `${text}\n`)
  return added
}

const added = folders.map(complete).reduce((sum, each) => sum + each, 0)
console.log(`${added} packages of other platforms added`)
