import { writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Page } from 'playwright-core'
import { launchBrowser, openPhone, picture } from '../../preview/e2e/phone'
import { hasFormulaFonts, paleWords } from '../../preview/e2e/view-checks'
import { buildPreview, startPreview } from '../../preview/src/server'
import type { CheckResult } from '../package/check-result'
import { FORMULAS, LAST_WORDS, type Servers } from './asked-servers'

/** What asks is a page of somebody else's program, which needs no hand: it asks when it is opened, or somebody types and taps. */
export type Asking = 'by itself' | 'by hand'

/** Asks each of the servers in Chromium, by a program that WeChat's compiler made, until the whole answer stands on the page. */
export async function checkOnPage(
  name: string,
  program: string,
  asking: Asking,
  servers: Servers,
): Promise<CheckResult> {
  // Beside each other, since each takes its time.
  const starting = Object.entries(servers).map(async ([kind, start]) => ({ kind, server: await start() }))
  const [build, browser, started] = await Promise.all([
    buildPreview(program),
    launchBrowser(),
    Promise.all(starting),
  ])
  const failures: string[] = []
  let passed = 0
  try {
    for (const { kind, server } of started) {
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
        if (problems.length === 0) passed += 1
        failures.push(...problems.map((problem) => `${kind}: ${problem}`))
        await close()
        await preview.close()
      }
    }
  } finally {
    for (const { server } of started) await server.close()
    await browser.close()
    await build.compiler.dispose()
  }
  return { passed, failures }
}

/** The answer came to its end, every formula of it is laid out with its fonts, and all can be read, light and dark. Kept as pictures. */
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
  if (!(await hasFormulaFonts(page))) throw new Error('the fonts of formulas are not there')
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    await picture(page, `${name}-${colorScheme}`)
    const [pale] = await paleWords(page)
    if (pale !== undefined) throw new Error(`${colorScheme}: ${pale}`)
  }
}
