/**
 * `npm run e2e`: the whole product in headless Chromium. Pictures stay in artifacts/e2e.
 * `npm run e2e -- TEXT` runs the cases whose names contain TEXT; `-- --shipped` runs what WeChat's own compiler makes of
 * the program and the built server instead of the sources (`-- --compiled` the same, of what `npm run check:package`
 * compiled before); `-- --update-pictures` makes the README's pictures instead.
 * CHROMIUM_PATH names another browser.
 */
import { execFileSync } from 'node:child_process'
import path from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAnswer } from './cases/after-answer'
import { cheapPhone } from './cases/cheap-phone'
import { conversations } from './cases/conversations'
import { formulas } from './cases/formulas'
import { frame } from './cases/frame'
import { keyboard } from './cases/keyboard'
import { answersAsWritten } from './cases/kinds'
import { neverLost } from './cases/never-lost'
import { evening } from './cases/one-evening'
import { pagesToAnswer } from './cases/pages-to-answer'
import { photos } from './cases/photos'
import { screens } from './cases/screens'
import { smooth } from './cases/smooth'
import { spoken } from './cases/spoken-and-kept'
import { study } from './cases/study'
import { studyWays } from './cases/study-ways'
import { launchBrowser } from './phone'
import { updatePictures } from './pictures'
import { type Case, runCase } from './runner'
import { runSideBySide } from './side-by-side'
import { endBuilds, type Product, SOURCES } from './stack'

const ROOT = path.join(__dirname, '..', '..')

/** Runs a script with the sources' own loader. */
function runScript(script: string, ...parameters: string[]): void {
  execFileSync(process.execPath, ['--import', 'tsx', path.join(ROOT, 'scripts', script), ...parameters], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
}

/** WeChat's own compile, in a folder of the end-to-end run. */
function compileProgram(): string {
  const program = path.join(ROOT, 'artifacts', 'e2e-compiled')
  runScript('wechat/write-official-compile.ts', program)
  return program
}

/** As students and operators have it: a program of WeChat's own compile, and the built server. */
function shipped(program: string): Product {
  const server = path.join(ROOT, 'artifacts', 'e2e-server')
  runScript('server/build-server.ts', server)
  return { program, server: [path.join(server, 'main.js')] }
}

function productOf(parameters: readonly string[]): Product {
  if (parameters.includes('--compiled')) return shipped(path.join(ROOT, 'artifacts', 'compiled'))
  return parameters.includes('--shipped') ? shipped(compileProgram()) : SOURCES
}

/**
 * Cases wait for most of their time, for what fades or is written: two use two cores better than one. Each lane has a browser of its
 * own, and with it a clipboard.
 */
const LANES = 2

/** Runs the cases, tells of each as it ends, and resolves to how many failed. */
async function runCases(
  cases: readonly Case[],
  browsers: readonly Browser[],
  product: Product,
): Promise<number> {
  let failed = 0
  await runSideBySide(cases, browsers.length, async (testCase, lane) => {
    const browser = browsers[lane]
    if (browser === undefined) throw new Error(`no browser for lane ${lane}`)
    const start = Date.now()
    const failure = await runCase(browser, product, testCase)
    const seconds = ((Date.now() - start) / 1000).toFixed(1)
    console.log(`${failure === undefined ? 'ok    ' : 'FAILED'} ${testCase.name} (${seconds} s)`)
    if (failure !== undefined) console.error(failure.stack)
    failed += failure === undefined ? 0 : 1
  })
  return failed
}

/** The README's pictures, by a browser of their own. */
async function makePictures(): Promise<void> {
  const browser = await launchBrowser()
  try {
    await updatePictures(browser)
  } finally {
    await browser.close()
  }
}

async function checkAll(wanted: string, product: Product): Promise<number> {
  const all = [
    ...pagesToAnswer,
    ...photos,
    ...neverLost,
    ...conversations,
    ...frame,
    ...keyboard,
    ...formulas,
    ...answersAsWritten,
    ...screens,
    ...study,
    ...studyWays,
    ...evening,
    ...spoken,
    ...afterAnswer,
    ...smooth,
    ...(wanted === '' ? [] : cheapPhone),
  ]
  const cases = all.filter(({ name }) => name.includes(wanted))
  const browsers: Browser[] = []
  try {
    for (let lane = 0; lane < LANES; lane += 1) browsers.push(await launchBrowser())
    const failed = await runCases(cases, browsers, product)
    console.log(`${cases.length - failed} passed, ${failed} failed`)
    return failed === 0 && cases.length > 0 ? 0 : 1
  } finally {
    for (const browser of browsers) await browser.close()
  }
}

async function main(parameters: readonly string[], product: Product): Promise<number> {
  try {
    if (!parameters.includes('--update-pictures')) return await checkAll(parameters[0] ?? '', product)
    await makePictures()
    return 0
  } finally {
    await endBuilds()
  }
}

const parameters = process.argv.slice(2)
main(
  parameters.filter((parameter) => parameter !== '--shipped' && parameter !== '--compiled'),
  productOf(parameters),
).then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error)
    process.exit(1)
  },
)
