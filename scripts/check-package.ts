import path from 'node:path'
import { checkEngine } from './package/check-engine'
import { checkFirstFrame } from './package/check-first-frame'
import { checkLoading } from './package/check-loading'
import { checkNpm } from './package/check-npm'
import { checkRendering } from './package/check-rendering'
import type { CheckResult } from './package/check-result'
import { checkSources } from './package/check-sources'
import { checkStyles } from './package/check-styles'
import { checkTests } from './package/check-tests'
import { checkWeight } from './package/check-weight'
import { compiledIn, compileOfficially } from './wechat/official-compile'

/**
 * `npm run check:package`: what WeChat's compiler makes of the program is what runs on a phone, so that is held against
 * what was meant. Compiles as an upload would, into artifacts/compiled (`-- --compiled`: looks at what was compiled there before), and
 * prints a closing line `N passed, N failed`.
 */
const folder = path.resolve(__dirname, '..', 'artifacts', 'compiled')

async function main(): Promise<number> {
  const files = process.argv.includes('--compiled') ? compiledIn(folder) : await compileOfficially(folder)
  const checks: [name: string, check: () => CheckResult | Promise<CheckResult>][] = [
    ['the sources rely on nothing that a compiler changes', checkSources],
    ['npm packages are what WeChat’s packer makes of them', checkNpm],
    ['the packages are light enough', () => checkWeight(files)],
    ['scripts are ES5 and use nothing that iOS 12 lacks', () => checkEngine(folder)],
    ['styles use nothing that iOS 12 lacks', () => checkStyles(folder)],
    ['little runs before the first frame', () => checkFirstFrame(folder)],
    ['every module loads', () => checkLoading(folder)],
    ['answers and formulas come out as from the sources', () => checkRendering(folder)],
    ['the tests of the answer’s way pass', () => checkTests(folder)],
  ]
  let passed = 0
  let failed = 0
  for (const [name, check] of checks) {
    const result = await attempt(check)
    console.log(`${name}: ${result.passed} held, ${result.failures.length} did not`)
    for (const failure of result.failures) console.error(`  ${failure}`)
    passed += result.passed
    failed += result.failures.length
  }
  console.log(`${passed} passed, ${failed} failed`)
  return failed === 0 ? 0 : 1
}

/** A check that cannot even begin, e.g. since the renderer does not load, has failed; the others still run. */
async function attempt(check: () => CheckResult | Promise<CheckResult>): Promise<CheckResult> {
  try {
    return await check()
  } catch (error) {
    console.error(error)
    return { passed: 0, failures: ['the check could not be made'] }
  }
}

main().then(
  // The compiler leaves a child process behind that would keep Node alive.
  (code) => process.exit(code),
  (error: unknown) => {
    console.error('The mini-program does not compile:', error)
    console.log('0 passed, 1 failed')
    process.exit(1)
  },
)
