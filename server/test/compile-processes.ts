import { mkdirSync, mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import { bundleServer } from '../../scripts/server/bundle-server'
import { COMPILED } from './compiled'

/**
 * Before the first of the server's tests: what they start as processes, as plain JavaScript. Node would read 600 sources and libraries
 * for each of them, two seconds of the processor every time.
 */
export default async function compileProcesses(): Promise<void> {
  const artifacts = join(__dirname, '..', '..', 'artifacts')
  mkdirSync(artifacts, { recursive: true })
  const folder = mkdtempSync(join(artifacts, 'processes-'))
  await bundleServer(folder, { 'acknowledging-writer': join(__dirname, 'store', 'acknowledging-writer.ts') })
  process.env[COMPILED] = folder
}
