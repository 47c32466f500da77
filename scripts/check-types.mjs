/**
 * `npm run typecheck`: the types of every project, by TypeScript's native compiler, which takes seconds where the other takes
 * minutes. Named by its path: the other, whose interface ts-jest and the packages' build need, has a command of the same name.
 */
import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'
import path from 'node:path'

const projects = ['.', 'test', 'server', 'preview', 'scripts', 'bench', 'packages']
const manifest = createRequire(import.meta.url).resolve('typescript-native/package.json')
const compiler = path.join(path.dirname(manifest), 'bin', 'tsc')

let failed = false
for (const project of projects) {
  const { status } = spawnSync(process.execPath, [compiler, '-p', project, '--noEmit'], { stdio: 'inherit' })
  failed ||= status !== 0
}
process.exitCode = failed ? 1 : 0
