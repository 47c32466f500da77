import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { openDatabase } from '../../server/src/store/database'
import { keepAsTemplates } from '../../server/src/store/empty-database'
import { bundleServer } from './bundle-server'
import { writeManifest } from './server-manifest'

/**
 * `npm run build`: the server as plain JavaScript in `dist/server` (or the folder that is named), started by
 * `node dist/server/main.js`. What is native, a thread of its own or rarely used is installed instead, either at the root
 * (`npm ci --omit=dev`) or beside the build, whose own manifest and lock file name just that.
 */
const root = path.resolve(__dirname, '..', '..')
const target = path.resolve(process.argv[2] ?? path.join(root, 'dist', 'server'))

async function main(): Promise<void> {
  rmSync(target, { recursive: true, force: true })
  mkdirSync(target, { recursive: true })
  await bundleServer(target)
  writeManifest(root, target)
  await writeTemplates()
  execFileSync(process.execPath, ['--import', 'tsx', path.join(__dirname, 'write-code-cache.ts'), target], {
    cwd: root,
    stdio: 'inherit',
  })
  const told = path.relative(process.cwd(), target)
  console.log(`built: ${told}. Start it with: node ${path.join(told, 'main.js')}`)
}

/** What a new database begins with. */
async function writeTemplates(): Promise<void> {
  const dataDirectory = mkdtempSync(path.join(tmpdir(), 'tutor-build-'))
  const database = await openDatabase({ dataDirectory })
  await database.close()
  keepAsTemplates(dataDirectory, target)
  rmSync(dataDirectory, { recursive: true, force: true })
}

main().catch((error: unknown) => {
  console.error(error)
  process.exit(1)
})
