/**
 * `npm run e2e`: the whole product in headless Chromium. Pictures stay in artifacts/e2e.
 * `npm run e2e -- TEXT` runs the cases whose names contain TEXT; `-- --update-pictures` makes the README's pictures
 * instead. CHROMIUM_PATH names another browser.
 */
import { formulas } from './cases/formulas'
import { frame } from './cases/frame'
import { neverLost } from './cases/never-lost'
import { pagesToAnswer } from './cases/pages-to-answer'
import { photos } from './cases/photos'
import { screens } from './cases/screens'
import { smooth } from './cases/smooth'
import { launchBrowser } from './phone'
import { updatePictures } from './pictures'
import { runCase } from './runner'

async function main(parameters: readonly string[]): Promise<number> {
  const browser = await launchBrowser()
  try {
    if (parameters.includes('--update-pictures')) {
      await updatePictures(browser)
      return 0
    }
    const wanted = parameters[0] ?? ''
    const all = [...pagesToAnswer, ...photos, ...neverLost, ...frame, ...formulas, ...screens, ...smooth]
    const cases = all.filter(({ name }) => name.includes(wanted))
    let failed = 0
    for (const testCase of cases) {
      const start = Date.now()
      const failure = await runCase(browser, testCase)
      const seconds = ((Date.now() - start) / 1000).toFixed(1)
      console.log(`${failure === undefined ? 'ok    ' : 'FAILED'} ${testCase.name} (${seconds} s)`)
      if (failure !== undefined) console.error(failure.stack)
      failed += failure === undefined ? 0 : 1
    }
    console.log(`${cases.length - failed} passed, ${failed} failed`)
    return failed === 0 && cases.length > 0 ? 0 : 1
  } finally {
    await browser.close()
  }
}

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error)
    process.exit(1)
  },
)
