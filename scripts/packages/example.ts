import { execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { officialPackage } from '../wechat/official-package'

const EXAMPLES = path.resolve(__dirname, '..', '..', 'examples')

/** An example in a folder of its own, as a stranger would have it. */
export interface InstalledExample {
  /** The project's folder. */
  readonly folder: string
  remove(): void
}

/**
 * Copies an example out of this repository, installs the tarballs into it, packs them with WeChat's own packer, and gives it
 * the configuration of a test. Rejects where any of that fails.
 */
export async function installExample(
  name: string,
  tarballs: readonly string[],
  config: Readonly<Record<string, unknown>>,
): Promise<InstalledExample> {
  const folder = mkdtempSync(path.join(os.tmpdir(), `wuhao-example-${name}-`))
  cpSync(path.join(EXAMPLES, name), folder, { recursive: true })
  execFileSync('npm', ['install', '--no-audit', '--no-fund', '--silent', ...tarballs], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32',
  })
  writeFileSync(path.join(folder, 'miniprogram', 'config.js'), `module.exports = ${JSON.stringify(config)}\n`)
  await officialPackage().packNpmManually({
    packageJsonPath: path.join(folder, 'package.json'),
    miniprogramNpmDistDir: path.join(folder, 'miniprogram'),
  })
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) }
}
