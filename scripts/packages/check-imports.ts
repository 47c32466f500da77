import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { type CheckResult, checkEach, together } from '../package/check-result'

/** Each way in which TypeScript looks for a module, with the file that it reads so. */
const RESOLUTIONS: readonly (readonly [file: string, module: string, moduleResolution: string])[] = [
  ['stranger.ts', 'commonjs', 'node10'],
  ['stranger.ts', 'esnext', 'bundler'],
  ['stranger.cts', 'node16', 'node16'],
  ['stranger.mts', 'node16', 'node16'],
  ['stranger.mts', 'nodenext', 'nodenext'],
]

/** In a folder where these modules are installed Node gives every name that they export to an ES module that imports it. */
export function checkImports(folder: string, modules: readonly string[]): CheckResult {
  return checkEach(modules, (name) => {
    const names: string[] = JSON.parse(
      run(folder, 'names.cjs', `console.log(JSON.stringify(Object.keys(require('${name}'))))`),
    )
    if (names.length === 0) throw new Error('it exports nothing')
    run(
      folder,
      'names.mjs',
      `import { ${names.join(', ')} } from '${name}'\nconsole.log(${names.join(', ')})`,
    )
  })
}

/** Code that uses what is installed there has no wrong type, however TypeScript looks for it, without the DOM and without anybody's typings. */
export function checkResolutions(folder: string, code: string): CheckResult {
  return together(
    RESOLUTIONS.map(([file, module, moduleResolution]) => {
      const compilerOptions = {
        noEmit: true,
        // A library of theirs tells others the types of what it exports.
        declaration: true,
        strict: true,
        exactOptionalPropertyTypes: true,
        target: 'es2018',
        lib: ['es2018'],
        module,
        moduleResolution,
        types: [],
      }
      writeFileSync(path.join(folder, file), code)
      const config = path.join(folder, 'stranger.json')
      writeFileSync(config, JSON.stringify({ compilerOptions, files: [file] }))
      const { passed, failures } = compiled(['-p', config])
      return { passed, failures: failures.map((failure) => `${moduleResolution}: ${failure}`) }
    }),
  )
}

/** Compiles by these options of TypeScript's command. */
export function compiled(options: readonly string[]): CheckResult {
  const compiler = require.resolve('typescript/lib/tsc.js')
  const { status, stdout } = spawnSync(process.execPath, [compiler, ...options], { encoding: 'utf8' })
  return status === 0 ? { passed: 1, failures: [] } : { passed: 0, failures: stdout.trim().split('\n') }
}

/** What a file says that is run there. Throws with what it complains of. */
function run(folder: string, file: string, code: string): string {
  writeFileSync(path.join(folder, file), code)
  const { status, stdout, stderr } = spawnSync(process.execPath, [file], { cwd: folder, encoding: 'utf8' })
  if (status !== 0) throw new Error(/^\w*Error.*$/m.exec(stderr)?.[0] ?? stderr)
  return stdout
}
