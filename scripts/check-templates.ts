import { spawnSync } from 'node:child_process'
import { chmodSync } from 'node:fs'
import path from 'node:path'
import { miniprogramRoot, ownSources } from './miniprogram-sources'

/**
 * Runs WeChat's own template and style compilers (`wcc`, `wcsc`) over every template, script and style sheet of ours.
 * Prints what they say and a closing line `N passed, N failed`; exits with 1 where one of them refuses a file.
 */
const platformFolder: Partial<Record<NodeJS.Platform, string>> = {
  darwin: 'mac',
  linux: 'linux',
  win32: 'windows',
}

function compiler(name: 'wcc' | 'wcsc'): string {
  const folder = platformFolder[process.platform]
  if (folder === undefined) throw new Error(`WeChat ships no ${name} for ${process.platform}`)
  const suffix = process.platform === 'win32' ? '.exe' : ''
  const home = path.dirname(require.resolve('miniprogram-compiler/package.json'))
  const file = path.join(home, 'bin', folder, name + suffix)
  chmodSync(file, 0o755)
  return file
}

/** The compiler's complaint, or undefined where it takes the input. */
function complaint(name: 'wcc' | 'wcsc', args: string[]): string | undefined {
  const run = spawnSync(compiler(name), args, { cwd: miniprogramRoot, maxBuffer: 1 << 28, encoding: 'utf8' })
  if (run.error) throw run.error
  return run.status === 0 ? undefined : run.stderr.trim() || `${name} ended with ${run.status ?? run.signal}`
}

const templates = ownSources('.wxml')
const scripts = ownSources('.wxs')
const styles = ownSources('.wxss')
const failures: string[] = []

// One template a call: wcc stops at its first error, and each faulty file should be named.
for (const template of templates) {
  const message = complaint('wcc', ['-d', '-cc', '0', template, ...scripts, '-gn', '$gwx'])
  if (message !== undefined) failures.push(`${template}: ${message}`)
}
// All style sheets in one call: an `@import` is looked up among the files given.
const styleMessage = complaint('wcsc', ['-db', '-pc', String(styles.length), ...styles])
if (styleMessage !== undefined) failures.push(`style sheets: ${styleMessage}`)

for (const failure of failures) console.error(failure)
console.log(`${templates.length + 1 - failures.length} passed, ${failures.length} failed`)
process.exit(failures.length === 0 ? 0 : 1)
