import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { CODE_CACHE, loadBundle } from '../../server/src/start/load-bundle'

/**
 * `write-code-cache.ts FOLDER`: starts the server that was built into it, on an empty database, and keeps what V8 has compiled by the time that
 * it is ready.
 */
const [, , folder = ''] = process.argv
const data = mkdtempSync(path.join(tmpdir(), 'tutor-build-'))
for (const name of Object.keys(process.env)) if (name !== 'PATH') delete process.env[name]
Object.assign(process.env, { PORT: '0', DATA_DIR: data, LOG_LEVEL: 'silent' })

// What a server tells its parent when it is ready.
process.send = () => {
  writeFileSync(path.join(folder, CODE_CACHE), script.createCachedData())
  rmSync(data, { recursive: true, force: true })
  process.exit()
}
const script = loadBundle(folder)
