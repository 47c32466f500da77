import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { Page } from 'playwright-core'
import { launchBrowser, openPhone, picture } from '../../preview/e2e/phone'
import { freePort } from '../../preview/e2e/ports'
import { ServerProcess } from '../../preview/e2e/server-process'
import { SOURCES } from '../../preview/e2e/stack'
import { buildPreview, startPreview } from '../../preview/src/server'
import { startModelEndpoint } from '../../server/test/http/model-endpoint'
import type { CheckResult } from '../package/check-result'
import { startAgent } from './ag-ui-agent'

/** What is answered, and its formulas. */
const ANSWER = `## 求根公式

方程 $ax^2+bx+c=0$（$a\\neq 0$）的根是

$$x=\\frac{-b\\pm\\sqrt{b^2-4ac}}{2a}$$

1. 当 $\\Delta=b^2-4ac>0$ 时，有**两个**不等的实根；
2. 当 $\\Delta<0$ 时没有实根。

| 判别式 | 根 |
|---|---|
| $\\Delta>0$ | 两个 |
| $\\Delta=0$ | 一个 |

> 反应的写法：$\\ce{2H2 + O2 ->[点燃] 2H2O}$

\`\`\`python
d = b * b - 4 * a * c  # 判别式
\`\`\`

**答案：** $x_1=2,\\ x_2=3$

写完了。`
const FORMULAS = 7
const LAST_WORDS = '写完了。'
/** Milliseconds between two deltas of four characters. */
const PAUSE = 10

/** What asks is a page of somebody else's program, which needs no hand: it asks when it is opened, or somebody types and taps. */
export type Asking = 'by itself' | 'by hand'

/** A server of one kind: where it listens, and how a program is told of it. */
export interface AskedServer {
  readonly port: number
  /** What the program's config.js says, where the program is reached at this address. */
  config(address: string): Readonly<Record<string, unknown>>
  close(): Promise<void>
}

/** Servers to be asked, by their kinds. */
export type Servers = Readonly<Record<string, () => Promise<AskedServer>>>

/** An endpoint that speaks chat completions. */
export async function chatServer(): Promise<AskedServer> {
  const model = await startModelEndpoint([ANSWER], PAUSE)
  return {
    port: Number(new URL(model.baseUrl).port),
    config: (address) => {
      const url = `${address}/api/v1/chat/completions`
      return { endpoint: url, model: 'script', server: { kind: 'chat', url } }
    },
    close: () => model.close(),
  }
}

/** An agent that speaks AG-UI. */
export async function agentServer(): Promise<AskedServer> {
  const agent = await startAgent(ANSWER, PAUSE)
  return {
    port: agent.port,
    config: (address) => ({ server: { kind: 'ag-ui', url: `${address}/api/agent` } }),
    close: () => agent.close(),
  }
}

/** Our own server. */
export async function tutorServer(): Promise<AskedServer> {
  const data = mkdtempSync(path.join(os.tmpdir(), 'wuhao-packages-'))
  const model = await startModelEndpoint([ANSWER], PAUSE)
  const settings = { OPENAI_BASE_URL: model.baseUrl, OPENAI_API_KEY: 'none', OPENAI_MODEL: 'script' }
  const server = new ServerProcess(SOURCES.server, await freePort(), data, settings)
  await server.start()
  return {
    port: server.port,
    config: (address) => ({
      server: {
        kind: 'tutor',
        url: `${address.replace(/^http/, 'ws')}/api/v1/learning/ws/ask`,
        login: `${address}/api/v1/auth/dev-login`,
      },
    }),
    async close() {
      await server.end()
      await model.close()
      rmSync(data, { recursive: true, force: true })
    },
  }
}

/** Asks each of the servers in Chromium, by a program that WeChat's compiler made, until the whole answer stands on the page. */
export async function checkOnPage(
  name: string,
  program: string,
  asking: Asking,
  servers: Servers,
): Promise<CheckResult> {
  const build = await buildPreview(program)
  const browser = await launchBrowser()
  const failures: string[] = []
  try {
    for (const [kind, start] of Object.entries(servers)) {
      const server = await start()
      const upstream = { host: '127.0.0.1', port: server.port }
      const preview = await startPreview({ port: 0, host: '127.0.0.1', upstream, program, build })
      const config = JSON.stringify(server.config(preview.address))
      writeFileSync(path.join(program, 'config.js'), `module.exports = ${config}\n`)
      const { page, problems, close } = await openPhone(browser)
      try {
        await page.goto(`${preview.address}/app.html`)
        await answered(page, asking, `${name.replace(/\W+/g, '-')}-${kind}`)
      } catch (error) {
        problems.push(error instanceof Error ? error.message : String(error))
      } finally {
        failures.push(...problems.map((problem) => `${kind}: ${problem}`))
        await close()
        await preview.close()
        await server.close()
      }
    }
  } finally {
    await browser.close()
    await build.compiler.dispose()
  }
  return { passed: Object.keys(servers).length - (failures.length === 0 ? 0 : 1), failures }
}

/** The answer came to its end, and every formula of it is laid out with its fonts. Kept as pictures, light and dark. */
async function answered(page: Page, asking: Asking, name: string): Promise<void> {
  if (asking === 'by hand') {
    await page.getByPlaceholder('想问什么？').fill('求根公式是什么？')
    await page.getByText('问', { exact: true }).click()
  }
  await page.getByText(LAST_WORDS).waitFor()
  if (asking === 'by hand') await page.getByText('问', { exact: true }).waitFor()
  await page.waitForFunction(
    (least) =>
      document.querySelectorAll('answer-content wx-rich-text').length >= least &&
      document.querySelector('answer-content [class$="--tex"]') === null,
    FORMULAS,
  )
  const fonts = await page.evaluate(async () => {
    await document.fonts.ready
    return [...document.fonts].filter(({ status }) => status === 'loaded').map(({ family }) => family)
  })
  if (!fonts.some((family) => family.includes('KaTeX_Main')))
    throw new Error('the fonts of formulas are not there')
  await picture(page, `${name}-light`)
  await page.emulateMedia({ colorScheme: 'dark' })
  await picture(page, `${name}-dark`)
}
