import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** The versions that are measured. They are no dependency of anything: nobody who installs the project waits for them. */
const PACKAGES = ['openai@7.59.0', 'socket.io@4.8.4']

/** The folder that has the contenders' packages: they are fetched once, into the folder of temporary files. */
export function fetchPackages(): string {
  const folder = join(tmpdir(), 'wuhao-bench-packages')
  if (PACKAGES.every((name) => existsSync(join(folder, 'node_modules', name.replace(/@.*/, '')))))
    return folder
  mkdirSync(folder, { recursive: true })
  const options = ['--no-save', '--no-audit', '--no-fund', '--ignore-scripts', '--prefix', folder]
  execFileSync('npm', ['install', ...options, ...PACKAGES], { stdio: ['ignore', 'ignore', 'inherit'] })
  return folder
}
