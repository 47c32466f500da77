/**
 * `npm run check:protocols`: the server against the clients of AG-UI and of the AI SDK themselves, over connections that are cut,
 * and the example of a web page in Chromium. The clients are installed by the example's own lock file in a clean folder. Closes with
 * `N passed, N failed`.
 */
import { spawn, spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { Browser } from 'playwright-core'
import { launchBrowser, openPhone, picture } from '../../preview/e2e/phone'
import { freePort } from '../../preview/e2e/ports'
import { startServerProcess } from '../../server/test/http/server-process'
import { startCuttingProxy } from './clients/cutting-proxy'
import { startWritingModel, type WritingModel } from './writing-model'

const ROOT = path.resolve(__dirname, '..', '..')
const EXAMPLE = path.join(ROOT, 'examples', 'web')

/** What the model writes each time, and how fast: an answer takes two seconds, in which it can be cut. */
const THOUGHTS = ['先看题，', '再一步一步地想。']
const PIECES = Array.from({ length: 40 }, (_, step) => `第${step + 1}步。`)
const PAUSE = 40

type Failures = string[]

async function main(): Promise<number> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'wuhao-protocols-'))
  const data = mkdtempSync(path.join(os.tmpdir(), 'wuhao-protocols-data-'))
  const model = await startWritingModel(THOUGHTS, PIECES, PAUSE)
  const server = startServerProcess({
    DATA_DIR: data,
    OPENAI_BASE_URL: model.baseUrl,
    OPENAI_MODEL: 'script',
    ANSWERS_AT_ONCE: '40',
    ASKS_PER_MINUTE: '1000',
  })
  try {
    const [address] = await Promise.all([server.ready, install(folder)])
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
    server.child.kill('SIGKILL')
    await model.close()
    for (const each of [folder, data]) rmSync(each, { recursive: true, force: true })
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
  const port = await freePort()
  const site = spawn(
    'npx',
    ['vite', 'preview', '--host', '127.0.0.1', '--port', String(port), '--strictPort'],
    {
      cwd: folder,
      env: { ...process.env, TUTOR_SERVER: server },
      stdio: 'ignore',
      detached: true,
    },
  )
  // Before the page, so that the browser's own connections are cut.
  const proxy = await startCuttingProxy(`http://127.0.0.1:${port}`)
  let browser: Browser | undefined
  try {
    await answers(proxy.address)
    browser = await launchBrowser()
    const { page, problems } = await openPhone(browser, { expectNetworkErrors: true })
    await page.goto(proxy.address)
    await page.getByPlaceholder('想问什么？').fill('为什么天是蓝的？')
    await page.getByRole('button', { name: '问', exact: true }).click()
    await page.getByText('第5步').waitFor()
    proxy.cut()
    await page.getByText('连接断了').waitFor()
    const whole = page.getByText(PIECES.join(''), { exact: true })
    await whole.waitFor()
    await page.getByRole('button', { name: '重新回答' }).waitFor()
    await picture(page, 'example-web')
    const failures = (await whole.count()) === 1 ? [] : ['the answer stands there more than once']
    await page.reload()
    await page.getByText('为什么天是蓝的？', { exact: true }).waitFor()
    await whole.waitFor()
    return [...failures, ...problems]
  } finally {
    await browser?.close()
    await proxy.close()
    if (site.pid !== undefined) process.kill(-site.pid)
  }
}

async function answers(address: string): Promise<void> {
  for (;;) {
    try {
      await fetch(address)
      return
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 100))
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
