/**
 * `npm run check:protocols`: the server against the clients of AG-UI and of the AI SDK themselves, over connections that are cut,
 * and the example of a web page in Chromium. The clients are installed by the example's own lock file in a clean folder. Closes with
 * `N passed, N failed`.
 */
import { spawn, spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import type { Browser, Page } from 'playwright-core'
import { launchBrowser, openPhone, picture } from '../../preview/e2e/phone'
import { hasFormulaFonts } from '../../preview/e2e/view-checks'
import { startOurServer } from '../packages/our-server'
import { untilSaid } from '../packages/until-said'
import { startCuttingProxy } from './clients/cutting-proxy'
import { startWritingModel, type WritingModel } from './writing-model'

const ROOT = path.resolve(__dirname, '..', '..')
const EXAMPLE = path.join(ROOT, 'examples', 'web')

/** What the model writes each time, and how fast: an answer takes two seconds, in which it can be cut. */
const THOUGHTS = ['先看题，', '再一步一步地想。']
const STEPS = Array.from({ length: 40 }, (_, step) => `第${step + 1}步。`)
const FORMULAS = `

所以方程 $ax^2+bx+c=0$ 的根是：**两个**

$$x=\\frac{-b\\pm\\sqrt{b^2-4ac}}{2a}$$

| 判别式 | 根 |
|---|---|
| $\\Delta>0$ | 两个 |

反应的写法：$\\ce{2H2 + O2 ->[点燃] 2H2O}$`
const PIECES = [...STEPS, ...FORMULAS.split(/(?<=\n)/)]
const PAUSE = 40

/** A phone's and a screen's. */
const SIZES = [
  [390, 844],
  [1024, 768],
] as const

type Failures = string[]

async function main(): Promise<number> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'wuhao-protocols-'))
  const model = await startWritingModel(THOUGHTS, PIECES, PAUSE)
  const server = await startOurServer(model, { ANSWERS_AT_ONCE: '40', ASKS_PER_MINUTE: '1000' })
  try {
    await install(folder)
    const { address } = server
    const checks: [name: string, check: () => Promise<Failures> | Failures][] = [
      ['the clients and the page have no fault of types', () => compile(folder)],
      [
        'their own clients get each answer whole, once, over connections that are cut',
        () => runClients(folder, address, model),
      ],
      ['the page of examples/web is built', () => run(folder, 'npx', ['vite', 'build'])],
      [
        'it shows an answer whose connection was cut, and the conversation when it is opened anew',
        () => checkPage(folder, address),
      ],
    ]
    let failed = 0
    for (const [name, check] of checks) {
      const failures = await attempt(check)
      console.log(`${failures.length === 0 ? '✓' : '✗'} ${name}`)
      for (const failure of failures) console.error(`  ${failure}`)
      failed += failures.length === 0 ? 0 : 1
    }
    console.log(`${checks.length - failed} passed, ${failed} failed`)
    return failed === 0 ? 0 : 1
  } finally {
    await server.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** What a stranger has who copies the example; the checks stand beside it. */
async function install(folder: string): Promise<void> {
  cpSync(EXAMPLE, folder, { recursive: true })
  cpSync(path.join(__dirname, 'clients'), path.join(folder, 'clients'), { recursive: true })
  const child = spawn('npm', ['ci', '--no-audit', '--no-fund', '--prefer-offline', '--silent'], {
    cwd: folder,
    stdio: 'inherit',
  })
  const code = await new Promise((resolve) => child.on('close', resolve))
  if (code !== 0) throw new Error(`npm ci ended with ${code}`)
}

function compile(folder: string): Failures {
  const types = [path.join(ROOT, 'node_modules', '@types')]
  const settings = {
    extends: './tsconfig.json',
    compilerOptions: { types: ['node'], typeRoots: types },
    include: ['main.tsx', 'clients/*.ts'],
  }
  writeFileSync(path.join(folder, 'tsconfig.check.json'), JSON.stringify(settings))
  const manifest = require.resolve('typescript-native/package.json')
  return run(folder, process.execPath, [
    path.join(path.dirname(manifest), 'bin', 'tsc'),
    '-p',
    'tsconfig.check.json',
  ])
}

/** Each question must have reached the model once. */
async function runClients(folder: string, server: string, model: WritingModel): Promise<Failures> {
  const tsx = require.resolve('tsx')
  const child = spawn(process.execPath, ['--import', tsx, 'clients/main.ts'], {
    cwd: folder,
    env: {
      ...process.env,
      TUTOR_SERVER: server,
      TUTOR_TOKEN: await logIn(server, '客户端'),
      TUTOR_TEXT: PIECES.join(''),
      TUTOR_REASONING: THOUGHTS.join(''),
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let output = ''
  child.stdout.on('data', (text: Buffer) => {
    output += text.toString()
    process.stdout.write(`  ${text.toString().trimEnd().replaceAll('\n', '\n  ')}\n`)
  })
  const code = await new Promise((resolve) => child.on('close', resolve))
  const questions = Number(/^asked (\d+)$/m.exec(output)?.[1])
  const failures = code === 0 ? [] : [`the clients ended with ${code}`]
  if (questions !== model.asked)
    failures.push(`the model was asked ${model.asked} times for ${questions} questions`)
  return failures
}

async function logIn(server: string, name?: string): Promise<string> {
  const response = await fetch(`${server}/api/v1/auth/dev-login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(name === undefined ? {} : { name }),
  })
  const login: { access_token?: unknown } = await response.json()
  return String(login.access_token)
}

async function checkPage(folder: string, server: string): Promise<Failures> {
  const site = spawn('npx', ['vite', 'preview', '--host', '127.0.0.1'], {
    cwd: folder,
    env: { ...process.env, TUTOR_SERVER: server, NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  })
  // Before the page, so that the browser's own connections are cut.
  const proxy = await startCuttingProxy(await untilSaid(site, /http:\/\/127\.0\.0\.1:\d+/))
  let browser: Browser | undefined
  try {
    browser = await launchBrowser()
    const { page, problems } = await openPhone(browser, { expectNetworkErrors: true })
    await page.goto(proxy.address)
    await page.getByPlaceholder('想问什么？').fill('为什么天是蓝的？')
    await page.getByRole('button', { name: '问', exact: true }).click()
    await page.getByText('第5步').waitFor()
    proxy.cut()
    await page.getByText('连接断了').waitFor()
    const whole = page.getByText(STEPS.join(''), { exact: true })
    await whole.waitFor()
    await page.getByRole('button', { name: '重新回答' }).waitFor()
    const failures = (await whole.count()) === 1 ? [] : ['the answer stands there more than once']
    failures.push(...(await faultsOfFormulas(page)))
    await pictures(page)
    await page.reload()
    await page.getByText('为什么天是蓝的？', { exact: true }).waitFor()
    await whole.waitFor()
    return [...failures, ...(await faultsOfFormulas(page)), ...problems]
  } finally {
    await browser?.close()
    await proxy.close()
    if (site.pid !== undefined) process.kill(-site.pid)
  }
}

/** Each of them is laid out, one on a line of its own, and with its fonts. */
async function faultsOfFormulas(page: Page): Promise<Failures> {
  await page.locator('.katex-html').nth(3).waitFor()
  const seen = {
    formulas: await page.locator('.katex-html').count(),
    onTheirLines: await page.locator('.katex-display').count(),
    unknown: await page.locator('.katex-error').count(),
    withFonts: await hasFormulaFonts(page),
  }
  const expected = { formulas: 4, onTheirLines: 1, unknown: 0, withFonts: true }
  return isDeepStrictEqual(seen, expected) ? [] : [`formulas: ${JSON.stringify(seen)}`]
}

/** On a phone and on a screen, light and dark. */
async function pictures(page: Page): Promise<void> {
  for (const [width, height] of SIZES) {
    await page.setViewportSize({ width, height })
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      await picture(page, `example-web-${width}-${colorScheme}`)
    }
  }
}

function run(folder: string, command: string, args: readonly string[]): Failures {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: folder, encoding: 'utf8' })
  return status === 0 ? [] : [`${stdout}${stderr}`.trim()]
}

async function attempt(check: () => Promise<Failures> | Failures): Promise<Failures> {
  try {
    return await check()
  } catch (error) {
    return [error instanceof Error ? (error.stack ?? error.message) : String(error)]
  }
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error('The protocols cannot be checked:', error)
    console.log('0 passed, 1 failed')
    process.exit(1)
  },
)
