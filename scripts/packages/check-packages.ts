/**
 * `npm run check:packages`: a stranger's way. Packs the packages, installs the tarballs into the examples in a clean folder,
 * has WeChat's packer and compiler make of them what a phone would get, loads each module, and asks in Chromium until the
 * answer stands on the page. Prints a closing line `N passed, N failed`.
 */
import { spawnSync } from 'node:child_process'
import { readFileSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { Linter } from 'eslint'
import { launchBrowser, openPhone, picture } from '../../preview/e2e/phone'
import { freePort } from '../../preview/e2e/ports'
import { startPreview } from '../../preview/src/server'
import { startModelEndpoint } from '../../server/test/http/model-endpoint'
import { checkLoading } from '../package/check-loading'
import type { CheckResult } from '../package/check-result'
import { compileOfficially } from '../wechat/official-compile'
import { buildStreamPackage } from './build-packages'
import { type InstalledExample, installExample } from './example'

/** Bytes of the stream's package: as shipped, which is what counts where an app does not minify. */
const LARGEST_STREAM = 120 * 1024

/** How a TypeScript mini-program without WeChat's typings and without the DOM uses it. */
const STRANGERS_CODE = `
import { agUiBackend, type AnswerEvent, createAnswerClient, LearningError, tutorBackend } from 'wuhao-answer-stream'
const client = createAnswerClient({ backend: agUiBackend({ url: 'https://x', idempotent: true }) })
const told: AnswerEvent[] = []
const stream = client.ask({ content: '?', history: [{ role: 'user', content: '!' }] }, (event) => told.push(event))
export const text: Promise<string> = stream.result.then(({ text }) => text, (error) => {
  if (error instanceof LearningError) return error.partial
  throw error
})
export const other = createAnswerClient({ backend: tutorBackend({ url: 'wss://x', token: async () => 't' }) })
for (const left of client.unfinished()) client.resume(left)
`

async function main(): Promise<number> {
  const tarball = await buildStreamPackage()
  const port = await freePort()
  const endpoint = `http://127.0.0.1:${port}/api/v1/chat/completions`
  const example = await installExample('chat-completions', [tarball], { endpoint, model: 'script' })
  const compiled = path.join(example.folder, 'compiled')
  const checks: [name: string, check: () => CheckResult | Promise<CheckResult>][] = [
    ['the package has what its manifest says, and nothing more', () => checkManifest(example)],
    ['its types need neither WeChat’s typings nor the DOM', () => checkTypes(example)],
    ['it runs on the oldest engine', () => checkSyntax(example)],
    ['the official compiler takes the example', () => held(compileOfficially(compiled, example.folder))],
    ['each of its modules loads', () => checkLoading(compiled)],
    ['an answer comes to its end on the page', () => checkOnPage(compiled, port)],
  ]
  let passed = 0
  let failed = 0
  try {
    for (const [name, check] of checks) {
      const result = await attempt(check)
      console.log(`${name}: ${result.passed} held, ${result.failures.length} did not`)
      for (const failure of result.failures) console.error(`  ${failure}`)
      passed += result.passed
      failed += result.failures.length
    }
  } finally {
    example.remove()
  }
  console.log(`${passed} passed, ${failed} failed`)
  return failed === 0 ? 0 : 1
}

async function attempt(check: () => CheckResult | Promise<CheckResult>): Promise<CheckResult> {
  try {
    return await check()
  } catch (error) {
    return { passed: 0, failures: [error instanceof Error ? error.message : String(error)] }
  }
}

/** What only has to come to its end. */
async function held(work: Promise<unknown>): Promise<CheckResult> {
  await work
  return { passed: 1, failures: [] }
}

const installed = ({ folder }: InstalledExample, ...parts: string[]): string =>
  path.join(folder, 'node_modules', 'wuhao-answer-stream', ...parts)

function checkManifest(example: InstalledExample): CheckResult {
  const manifest: Record<string, unknown> = JSON.parse(
    readFileSync(installed(example, 'package.json'), 'utf8'),
  )
  const rules: [string, boolean][] = [
    ['no dependencies', !('dependencies' in manifest)],
    ['no scripts', !('scripts' in manifest)],
    [
      'papers and entries',
      ['README.md', 'CHANGELOG.md', 'LICENSE', String(manifest.main), String(manifest.types)].every(
        (file) => statSync(installed(example, file)).size > 0,
      ),
    ],
    ['weight', statSync(installed(example, 'dist', 'index.js')).size <= LARGEST_STREAM],
  ]
  const failures = rules.filter(([, holds]) => !holds).map(([rule]) => rule)
  return { passed: rules.length - failures.length, failures }
}

function checkTypes({ folder }: InstalledExample): CheckResult {
  const compilerOptions = {
    noEmit: true,
    strict: true,
    exactOptionalPropertyTypes: true,
    target: 'es2018',
    lib: ['es2018'],
    module: 'commonjs',
    moduleResolution: 'node10',
    types: [],
  }
  writeFileSync(path.join(folder, 'stranger.ts'), STRANGERS_CODE)
  writeFileSync(
    path.join(folder, 'tsconfig.json'),
    JSON.stringify({ compilerOptions, files: ['stranger.ts'] }),
  )
  const compiler = require.resolve('typescript/lib/tsc.js')
  const { status, stdout } = spawnSync(process.execPath, [compiler, '-p', folder], { encoding: 'utf8' })
  return status === 0 ? { passed: 1, failures: [] } : { passed: 0, failures: stdout.trim().split('\n') }
}

/** A parser of ES2018 reads it, and it looks behind nowhere. */
function checkSyntax(example: InstalledExample): CheckResult {
  const code = readFileSync(installed(example, 'dist', 'index.js'), 'utf8')
  const problems = new Linter().verify(code, [
    { languageOptions: { ecmaVersion: 2018, sourceType: 'commonjs' } },
  ])
  const failures = problems.map(({ message, line }) => `${message} (line ${line})`)
  if (/\(\?<[=!]/.test(code)) failures.push('it looks behind')
  return { passed: failures.length === 0 ? 1 : 0, failures }
}

async function checkOnPage(program: string, port: number): Promise<CheckResult> {
  const answer = '天是蓝的，因为空气把蓝光散射得最多。'
  const model = await startModelEndpoint([answer], 30)
  const preview = await startPreview({
    port,
    host: '127.0.0.1',
    upstream: { host: '127.0.0.1', port: Number(new URL(model.baseUrl).port) },
    program,
  })
  const browser = await launchBrowser()
  try {
    const { page, problems } = await openPhone(browser)
    await page.goto(`${preview.address}/app.html`)
    await page.getByPlaceholder('想问什么？').fill('为什么天是蓝的？')
    await page.getByText('问', { exact: true }).click()
    await page.getByText(answer).waitFor()
    await page.getByText('问', { exact: true }).waitFor()
    await picture(page, 'example-chat-completions')
    return { passed: 1, failures: problems }
  } finally {
    await browser.close()
    await preview.close()
    await model.close()
  }
}

main().then(
  // The compiler leaves a child process behind that would keep Node alive.
  (code) => process.exit(code),
  (error: unknown) => {
    console.error('The packages cannot be checked:', error)
    console.log('0 passed, 1 failed')
    process.exit(1)
  },
)
